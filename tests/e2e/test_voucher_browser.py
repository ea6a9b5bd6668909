"""The script that makes tokens, in a real browser: as the pages load it, under their policy."""

from hashlib import sha256

import pytest
from django.templatetags.static import static

from reputation.receipts import blind_rsa, codes, rules, tokens
from reputation.receipts.blind_rsa import SigningKey
from reputation.receipts.tokens import Challenge, TokenRequest
from tests.e2e.conftest import Open
from tests.issuers_made import KEYS, PRIVATE
from tests.pages_made import Shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]

ASK = """async ({script, key, code}) => {
    const voucher = await import(script);
    const read = await voucher.readKey(voucher.fromHex(key));
    const asked = await voucher.ask(read, voucher.challengeOf("receipts.example", "receipts.example"));
    window.kept = {voucher, read, asked};
    return {request: voucher.toHex(asked.request), header: voucher.voucherHeader(voucher.readCode(code))};
}"""
FINISH = """async (response) => {
    const {voucher, read, asked} = window.kept;
    try {
        return voucher.tokenHeader(await voucher.finish(read, asked, voucher.fromHex(response)));
    } catch (error) {
        return error.code;
    }
}"""


def test_a_browser_makes_a_token_of_a_code(shop: Shop, open_page: Open) -> None:
    page = open_page("/")
    code = codes.make()
    key = rules.encode_key(KEYS[0].key.public_numbers().n)
    asked = page.evaluate(ASK, {"script": static("web/voucher.js"), "key": key.hex(), "code": codes.show(code).lower()})
    assert codes.parse_authorization(asked["header"]) == code
    request = TokenRequest.parse(bytes.fromhex(asked["request"]))
    assert request.is_for(KEYS[0].key_id)
    answer = blind_rsa.blind_sign(request.blinded, SigningKey.of(PRIVATE[0]))
    assert page.evaluate(FINISH, (answer[:-1] + bytes([answer[-1] ^ 1])).hex()) == "signature"
    token = tokens.parse_authorization(page.evaluate(FINISH, answer.hex()))
    KEYS[0].verify(token)
    assert token[34:66] == sha256(Challenge("receipts.example", "receipts.example").encode()).digest()
