import base64
import dataclasses
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from reputation.receipts import signed_requests
from reputation.receipts.signed_requests import Asked, NotSigned, Reason

PAGE = Path(__file__).parents[2] / "docs" / "api-attesters.md"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SEED = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
BODY = b'{"a": 1}'


def asked(*, body: bytes = BODY, method: str = "POST", now: datetime = NOW) -> Asked:
    given = {"method": method, "authority": "or.example", "path": "/api/v1/attesters"}
    headers = signed_requests.sign(SEED, **given, body=body, now=now)
    return Asked(
        **given,
        body=body,
        signature_input=headers["Signature-Input"],
        signature=headers["Signature"],
        content_digest=headers.get("Content-Digest", ""),
    )


def refused(request: Asked, *, now: datetime = NOW) -> Reason:
    with pytest.raises(NotSigned) as found:
        signed_requests.signer(request, now=now)
    return found.value.reason


def test_the_base_of_rfc_9421_b_2_6_is_what_was_signed_there() -> None:
    der = base64.b64decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
    signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    components = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    names = " ".join(f'"{name}"' for name, _ in components)
    base = signed_requests.signature_base(components, f'({names});created=1618884473;keyid="test-key-ed25519"')
    key = load_der_public_key(der)
    key.verify(base64.b64decode(signature), base)  # type: ignore[call-arg,union-attr]


def test_the_digest_of_rfc_9530_is_made() -> None:
    assert (
        signed_requests.content_digest(b'{"hello": "world"}\n')
        == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    )


@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
@pytest.mark.parametrize("body", [BODY, b""])
def test_a_signed_request_names_its_signer(method: str, body: bytes) -> None:
    assert signed_requests.signer(asked(method=method, body=body), now=NOW) == PUBLIC


@pytest.mark.parametrize("change", [{"method": "PUT"}, {"authority": "other.example"}, {"path": "/api/v1/attesters/x"}])
def test_what_is_covered_cannot_be_changed(change: dict[str, Any]) -> None:
    assert refused(dataclasses.replace(asked(), **change)) is Reason.SIGNATURE


def test_the_body_cannot_be_changed_left_out_or_added() -> None:
    request = asked()
    assert refused(dataclasses.replace(request, body=b'{"a": 2}')) is Reason.DIGEST
    assert refused(dataclasses.replace(request, body=b"")) is Reason.DIGEST
    assert refused(dataclasses.replace(asked(body=b""), body=BODY)) is Reason.NOT_COVERED
    other = signed_requests.content_digest(b'{"a": 2}')
    assert refused(dataclasses.replace(request, body=b'{"a": 2}', content_digest=other)) is Reason.SIGNATURE


@pytest.mark.parametrize(("seconds", "is_good"), [(-300, True), (300, True), (-301, False), (301, False)])
def test_clocks_may_be_five_minutes_apart(seconds: int, is_good: bool) -> None:  # noqa: FBT001 - a table
    request, later = asked(), NOW + timedelta(seconds=seconds)
    if is_good:
        assert signed_requests.signer(request, now=later) == PUBLIC
    else:
        assert refused(request, now=later) is Reason.CLOCK


def parameters(request: Asked, before: str, after: str) -> Asked:
    """The request with other parameters, signed anew as they stand."""
    said = request.signature_input.replace(before, after)
    assert said != request.signature_input
    names = [name for name in ("@method", "@authority", "@path", "content-digest") if f'"{name}"' in said]
    values = {"@method": request.method, "@authority": request.authority, "@path": request.path}
    values["content-digest"] = request.content_digest
    base = signed_requests.signature_base([(name, values[name]) for name in names], said.removeprefix("sig="))
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(SEED).sign(base)).decode()
    return dataclasses.replace(request, signature_input=said, signature=f"sig=:{signature}:")


def test_other_words_of_the_standard_are_taken() -> None:
    good = [
        (';alg="ed25519"', ""),
        (';alg="ed25519"', f";expires={int(NOW.timestamp()) + 60}"),
        (';alg="ed25519"', ';alg="ed25519";nonce="b3k2pp5k7z-50gnwp.yemd";tag="open-reference"'),
    ]
    for before, after in good:
        assert signed_requests.signer(parameters(asked(), before, after), now=NOW) == PUBLIC


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('"@path" ', "", Reason.NOT_COVERED),
        ('"@authority" ', "", Reason.NOT_COVERED),
        ('"@method" ', "", Reason.NOT_COVERED),
        (' "content-digest"', "", Reason.NOT_COVERED),
        ('"@path"', '"@path" "@path"', Reason.NOT_COVERED),
        ('"@path"', '"@path" "@query"', Reason.NOT_COVERED),
        (';alg="ed25519"', f";expires={int(NOW.timestamp())}", Reason.CLOCK),
        (f";created={int(NOW.timestamp())}", "", Reason.CLOCK),
        (';alg="ed25519"', ';alg="rsa-pss-sha512"', Reason.MALFORMED),
        (';alg="ed25519"', ';alg="ed25519";alg="ed25519"', Reason.MALFORMED),
        (';alg="ed25519"', ";alg=1", Reason.MALFORMED),
        (';alg="ed25519"', ';sort="up"', Reason.MALFORMED),
        (base64.b64encode(PUBLIC).decode(), "c2hvcnQ=", Reason.MALFORMED),
        (f';keyid="{base64.b64encode(PUBLIC).decode()}"', "", Reason.MALFORMED),
    ],
)
def test_what_is_not_of_the_one_form_is_refused(before: str, after: str, reason: Reason) -> None:
    assert refused(parameters(asked(), before, after)) is reason


def test_headers_that_are_missing_or_none_are_refused() -> None:
    request = asked()
    for name in ("signature_input", "signature", "content_digest"):
        for wrong, reason in (
            ("", Reason.MISSING),
            ("x", Reason.MALFORMED),
            (getattr(request, name) * 2, Reason.MALFORMED),
        ):
            change: dict[str, Any] = {name: wrong}
            assert refused(dataclasses.replace(request, **change)) is reason
    assert refused(dataclasses.replace(request, signature=request.signature.replace("sig", "gis"))) is Reason.MALFORMED
    assert refused(dataclasses.replace(request, signature_input="sig=" + "(" * 2_000)) is Reason.MALFORMED


def test_the_docs_show_what_is_signed() -> None:
    shown = re.findall(r"^```text\n(.*?)\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    at = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    request = asked(now=at)
    parameters = request.signature_input.removeprefix("sig=")
    values = [("@method", "POST"), ("@authority", "or.example"), ("@path", "/api/v1/attesters")]
    values.append(("content-digest", request.content_digest))
    assert shown == [
        f"POST /api/v1/attesters HTTP/1.1\nHost: or.example\nContent-Digest: {request.content_digest}",
        signed_requests.signature_base(values, parameters).decode(),
        f"Signature-Input: {request.signature_input}\nSignature: {request.signature}",
    ]
    assert signed_requests.signer(request, now=at) == PUBLIC


def test_another_key_signed_nothing() -> None:
    other = base64.b64encode(Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()).decode()
    request = asked()
    said = request.signature_input.replace(base64.b64encode(PUBLIC).decode(), other)
    assert refused(dataclasses.replace(request, signature_input=said)) is Reason.SIGNATURE
