"""The OpenAPI document proves itself: a stock generator makes a client of it, which goes the way of a shop."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.api.pages import schema
from reputation.businesses import queries as businesses
from tests import pages_made
from tests.api_made import account_key
from tests.members_made import make_user

HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".venv" / "client"
# The one thing of ours that the generator has to be told: a zip is bytes.
CONFIG = """
content_type_overrides:
  application/zip: application/octet-stream
package_name_override: shop_client
"""

pytestmark = [
    pytest.mark.skipif(not (HOME / "made").exists(), reason="needs make .venv/client/made"),
    pytest.mark.xdist_group("interop"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the client. The generator may find nothing in the document that it has to warn of."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
    command = [
        str(HOME / "bin" / "openapi-python-client"),
        "generate",
        "--path",
        "schema.json",
        "--config",
        "config.yml",
    ]
    command += ["--meta", "none", "--output-path", "shop_client", "--fail-on-warning"]
    path = {**os.environ, "PATH": f"{HOME / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    return folder


def test_a_generated_client_goes_the_way_of_a_shop(
    client: Path, live_server: LiveServer, settings: LazySettings, tmp_path: Path
) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    given = {"url": live_server.url, "key": account_key(make_user()), "number": "EX00777001"}
    command = [str(HOME / "bin" / "python"), str(HERE / "shop.py"), str(client)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    business = seen["business"]
    assert businesses.legal_name(business) == "Generated Goods Ltd"
    assert seen == {
        "outcome": "admitted",
        "business": business,
        "replayed": [business, "true"],
        "refused": [True, "number-taken"],
        "me": [[business, "owner"]],
        "tasks": [["domain-publish", "generated-goods.example"], ["make-vouchers", None]],
        "invited": ["colleague@goods.example"],
        "contact": "till@goods.example",
        "not-allowed": "not-allowed",
        "claims": ["generated-goods.example", "second-goods.example"],
        "webhooks": ["https://goods.example/hook"],
        "deliveries": ["ping"],
        "deeds": [
            ["leaving-cancelled", "key"],
            ["leaving-noticed", "key"],
            ["webhook-added", "key"],
            ["domain-claimed", "key"],
            ["contact-changed", "key"],
            ["key-made", "key"],
            ["member-invited", "key"],
            ["domain-claimed", "key"],
            ["charter-accepted", "key"],
            ["joined", "key"],
        ],
        "export": "PK",
        "ended": 204,
        "unauthenticated": "unauthenticated",
    }
