"""An address has two keys, and the same in whatever way somebody wrote it."""

import json
import time
from pathlib import Path

import idna
import pytest

from reputation.businesses import hosts
from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import keys, skeletons
from tests import addresses

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "normalisation_vectors.json").read_text(encoding="utf-8"))

ALIKE = {
    "paypal.com": (
        "https://paypal.com", "HTTPS:\\\\paypal.com\\x", "https:/paypal.com", "https:paypal.com",
        "//paypal.com/a?b=c@d.com#e",
        "  paypal.com\u00a0", "paypal.com.", "paypal.com:443", "ftp://jane@paypal.com/", "https://a:b@c@paypal.com",
        "ｐａｙｐａｌ．ｃｏｍ", "pay\u00adpal.com", "pay\u200bpal.com", "\ufeffpaypal.com", "paypal%2Ecom",
        "http://paypal.com:/",
        "𝓹𝓪𝔂𝓹𝓪𝓵.com", "paypal.com/" + "a" * 10_000, "https://" + "u" * 10_000 + ":p@paypal.com",
    ),
    "xn--bcher-kva.example": ("bücher.example", "BU\u0308CHER.example", "XN--BCHER-KVA.example",
    "b%C3%BCcher.example"),
    "xn--80ajeodihgbrvf7k.xn--p1ai": ("Электромонтаж.рф", "www.xn--80ajeodihgbrvf7k.рф", "ЭЛЕКТРОМОНТАЖ.РФ"),
    "shop.github.io": ("https://www.shop.github.io/",),
}  # fmt: skip

REFUSED = {
    "ip": (
        "127.0.0.1", "http://127.0.0.1:8000/", "127.0.0.1.", "0177.0.0.1", "0x7f000001", "2130706433", "127.1",
        "1.2.3.4.5",
        "１２７.０.０.１", "%31.2.3.4", "[::1]:80", "http://[fe80::1%25eth0]/", "::1", "fe80::1", "::ffff:127.0.0.1",
        "a.0x", "a.1",
        "user:pw@127.0.0.1",
    ),
    "public-suffix": ("com", "localhost", "intranet", "co.uk", "github.io", "ck", "anything.ck", "xn--p1ai",
    "s3.amazonaws.com"),
    "bad-idn": (
        "xn--a", "xn--", "xn--abc-.com", "xn--zzzzzz-.com", "xn--PYPAL-4ve-.com", "xn--ls8h.com", "🐎.com",
        "xn--bcher-KVA-.example",
        "a\u202eb.com", "\u0301a.com", "a\u200d.com", "-ü.com", "ü-.com", "ab--ü.com", "a\ufffd.com", "%ff.com",
        "a\ud800.com",
        "\u200da.com", "xn--e-xbb.com", "℀.com", "½.com", "a\u00a0b.com", "ꭰ.com",
    ),
    "bad-host": (
        "", " ", ".", "...", "http://", "a..b", "a b.com", "-a.com", "a-.com", "a" * 64 + ".com", "ü" * 64 + ".com",
        "%zz.com",
        ".".join(["a" * 60] * 5) + ".com", "a" * 10_000, "a." * 5_000 + "com", "a,b.com", "a.com:http", "a.com:123456",
        "<script>.com", "paypal.com\x00.evil.io", "paypal.com%2f.evil.io",
        "data:text/html,https://paypal.com", "javascript:location='https://paypal.com'",
        "JavaScript://paypal.com/%0aalert(1)",
        "mailto:jane@paypal.com", "blob:https://paypal.com/x", "file:///etc/passwd",
        "view-source:https://paypal.com", "tel:+4930123",
        "jane@paypal.com", "jane.doe+x@paypal.com", "почта@пример.рф", "Jane <jane@paypal.com>",
        "xn--" + "9" * 70 + ".com", "\u00ad" * 1001 + "a.com", "用户@例え.jp",
    ),
}  # fmt: skip

NONSENSE = (
    "a" * 1_000_000, "a." * 500_000, "%61" * 300_000, " " * 1_000_000 + "x y", "x" + " " * 1_000_000 + "y",
    "ü" * 1_000_000,
    "xn--" + "9" * 1_000_000, ":" * 1_000_000, "1:" + "1" * 1_000_000 + "x", "/" * 1_000_000, "@" * 1_000_000,
    "\u3002" * 1_000_000,
)  # fmt: skip


def short(value: str) -> str:
    return ascii(value)[1:40]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: short(vector[0]))
def test_keys_are_as_the_vectors_say(vector: list[str | None]) -> None:
    typed, host, registrable, *rest = vector
    assert typed is not None
    if host is None:
        with pytest.raises(NotADomain) as refused:
            keys.of(typed)
        assert refused.value.code == registrable
        return
    made = keys.of(typed)
    assert [made.host, made.registrable] == [host, registrable]
    assert [made.skeleton, made.domain_key[:8].hex(), made.skeleton_key[:8].hex()] == rest


@pytest.mark.parametrize(
    ("domain", "typed"), [(domain, typed) for domain, ways in ALIKE.items() for typed in ways], ids=short
)
def test_every_way_of_writing_an_address_has_its_keys(domain: str, typed: str) -> None:
    made = keys.of(typed)
    assert made.registrable == domain
    assert (made.domain_key, made.skeleton_key) == (keys.of(domain).domain_key, keys.of(domain).skeleton_key)


@pytest.mark.parametrize(
    ("code", "typed"), [(code, typed) for code, ways in REFUSED.items() for typed in ways], ids=short
)
def test_what_is_no_site_is_refused_and_says_what_it_is(code: str, typed: str) -> None:
    with pytest.raises(NotADomain) as refused:
        keys.of(typed)
    assert refused.value.code == code


@pytest.mark.parametrize("typed", NONSENSE, ids=short)
def test_the_longest_nonsense_is_refused_at_once(typed: str) -> None:
    begun = time.process_time()
    with pytest.raises(NotADomain):
        keys.of(typed)
    assert time.process_time() - begun < 20


def test_what_idna_makes_of_a_name_too_it_makes_alike() -> None:
    """The package refuses more, by rules of writing direction; never is its answer another."""
    both = 0
    for address in addresses.generated(46, 4_000):
        try:
            labels = hosts.normalise(address)[0].split(".")
            encoded = [idna.encode(hosts.readable(label)).decode() for label in labels]
        except (NotADomain, idna.IDNAError):
            continue
        assert encoded == labels
        both += 1
    assert both > 1_000


def test_a_suffix_under_which_others_register_parts_their_names() -> None:
    assert keys.of("a.shop.chiyoda.tokyo.jp").registrable == "shop.chiyoda.tokyo.jp"
    assert keys.of("www.city.kobe.jp").registrable == "city.kobe.jp"
    assert keys.of("a.b.anything.ck").registrable == "b.anything.ck"
    assert keys.of("www.ck").registrable == "www.ck"
    assert keys.of("jane.blogspot.com").label == "jane"


def test_names_on_a_free_host_stay_the_host_s_and_are_told_apart() -> None:
    made = keys.of("https://paypal.weebly.com/login")
    assert (made.registrable, keys.is_free_host(made.registrable)) == ("weebly.com", True)
    assert not keys.is_free_host("paypal.com")


def test_every_free_host_is_a_registered_domain_of_its_own() -> None:
    assert len(keys.free_hosts()) > 300
    assert [host for host in keys.free_hosts() if hosts.normalise(f"www.{host}") != (f"www.{host}", host)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "paypa1"), ("paypal", "раураl"), ("microsoft", "rnicrosoft"), ("whatsapp", "vvhatsapp"),
        ("google", "g00gle"), ("google", "göôģle"), ("pay-pal", "paypal"), ("paypal", "раỵраĺ"), ("lidl", "iidi"),
        ("zalando", "zаlаndо"),
        ("nike", "nıke"), ("apple", "аррlе"), ("lil", "1i1"),
    ],
)  # fmt: skip
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeletons.skeleton(one) == skeletons.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("paypal", "paypall"), ("dean", "clean"), ("s5", "ss"), ("e3", "ee"), ("faß", "fass"), ("か", "が")],
)
def test_names_that_do_not_look_alike_have_two(one: str, other: str) -> None:
    assert skeletons.skeleton(one) != skeletons.skeleton(other)


def test_a_skeleton_looks_like_itself() -> None:
    letters = [
        chr(point)
        for first, last, kind in hosts.character_runs()
        if kind == "valid"
        for point in range(first, min(last, first + 999) + 1)
    ]
    for letter in (*letters, *"abcdefghijklmnopqrstuvwxyz0123456789-"):
        once = skeletons.skeleton(letter)
        assert once
        assert skeletons.skeleton(once) in (once, skeletons.skeleton(once.replace("vv", "w"))), letter


def test_a_label_of_small_signs_alone_keeps_its_own_look() -> None:
    assert skeletons.skeleton("ʼ") == "ʼ"


def test_a_skeleton_s_key_is_one_under_whatever_suffix_and_a_domain_s_is_not() -> None:
    here, there = keys.of("paypal.com"), keys.of("раураl.co.uk")
    assert here.skeleton_key == there.skeleton_key == keys.skeleton_key("paypal")
    assert here.domain_key != there.domain_key
    assert keys.domain_key("paypal.com") == here.domain_key != keys.skeleton_key("paypal.com")
