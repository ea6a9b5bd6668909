"""Codes in the database of a running service, registered as an attester does it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.faults.service import ROOT, Service

# As the owner, who may do all of it: a shop joins, its codes are registered, and once the issuer has made the key, the
# log names it. In the service that last step is a job, which comes by once a minute.
SCRIPT = """
import json, sys, time
from uuid import uuid4
import django
django.setup()
from reputation.businesses import actions as businesses
from reputation.core import clock
from reputation.issuing import actions, course, queries
from reputation.receipts import codes
from reputation.receipts.rules import ReceiptClass

shop = businesses.join(
    legal_name="Kettle & Moss Ltd", numbers=[("example", sys.argv[2])], country="GB", now=clock.now()
).public_id
made = [codes.make() for _ in range(int(sys.argv[1]))]
hashes = [codes.registered(code) for code in made]
actions.register(
    batch=uuid4(), attester=uuid4(), business=shop, receipt_class=ReceiptClass.SELLER, hashes=hashes, now=clock.now()
)
until = time.monotonic() + 30
while not queries.issuing_of(shop, ReceiptClass.SELLER):
    assert time.monotonic() < until, "the issuer made no key"
    course.log_made()
    time.sleep(0.05)
print(json.dumps({"business": str(shop), "codes": made}))
"""


@dataclass(frozen=True)
class Registered:
    """A business of the service, and codes that can be claimed."""

    business: str
    codes: list[str]


def register(service: Service, count: int, number: str = "EX00000900", **environment: str) -> Registered:
    """Register so many codes for a new business and wait until its key issues."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(count), number],
        cwd=ROOT,
        env=plain | {"REPUTATION_HOME": str(service.home), "DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return Registered(said["business"], said["codes"])
