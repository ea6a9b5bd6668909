"""POST /check of an address that looks like a participant's, and the page that says how it came to that."""

import re
from pathlib import Path

import pytest

from reputation.checks import leak
from reputation.lookalikes import actions as lookalikes
from reputation.lookalikes import keys, rules
from reputation.lookalikes.rules import Tier
from reputation.web import checking, imitations, measured_warnings
from reputation.web.imitations import Letters
from reputation.web.templatetags.web import grouped
from tests import checks_made
from tests.checks_made import make_business
from tests.pages_made import FEW, check, get, make_left, make_shop, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
MOSS = "kettle-and-moss.example"
LOOK = "What a careful buyer can look at"
STRONG = "This is NOT the verified site of Kettle & Moss Ltd."
WEAK = "It resembles the site of Kettle & Moss Ltd; nothing is known about this one."


@pytest.fixture
def watched(log: Path) -> None:
    """A participant whose address is watched over."""
    make_shop(sent=())
    follow()


def follow() -> None:
    settle()
    while lookalikes.follow():
        pass


def marked(html: str) -> list[str]:
    """The letters that differ, of what was typed and of the verified address."""
    return re.findall(r'<b class="d">(.*?)</b>', html)


@pytest.mark.parametrize(
    ("typed", "letters", "why"),
    [
        ("kettle-and-rnoss.example", ["rn", "m"], "it is spelled differently"),
        ("https://www.Kett1e-and-Moss.example/pay?x=1", ["1", "l"], "it is spelled differently"),
        ("kettle-and-mosss.example", ["s", ""], "by a letter or two"),
        ("kettle-and-mos.example", ["", "s"], "by a letter or two"),
        (f"{MOSS}.pay.test", [".pay.test", ""], "What counts is the end: pay.test, which Kettle & Moss Ltd has not"),
    ],
)
@pytest.mark.usefixtures("watched")
def test_a_sure_imitation_is_a_warning_with_the_verified_address_below_the_typed_one(
    typed: str, letters: list[str], why: str
) -> None:
    page = check(typed)
    assert page.status == 200
    assert STRONG in page.says
    assert "a-not" in page.html
    assert marked(page.html) == letters
    assert page.says.index("You typed") < page.says.index("The verified site")
    assert why in page.says
    assert "Do not pay and do not sign in there" in page.says
    assert LOOK not in page.says, "whoever is warned needs no list for all shops"
    assert "Most fraudulent sites imitate nobody" in page.says


@pytest.mark.usefixtures("watched")
def test_a_warning_leads_to_the_proved_domain_and_to_the_page_of_the_business() -> None:
    page = check("kettle-and-rnoss.example")
    links = {attrs.get("href"): attrs for tag, attrs in page.tags if tag == "a"}
    assert "noreferrer" in links[f"https://{MOSS}/"]["rel"]
    assert any(link and link.startswith("/b/") and link.endswith("/kettle-moss-ltd") for link in links)
    assert "/about/checking#warnings" in links
    assert "/contest/warning" in links
    assert not any("rnoss" in str(link) for link in links), "nobody is led to the imitation"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("kettle-and-moss.test", "It ends differently from the verified site."),
        ("kettleandmoss.test", "it is spelled differently"),
        ("kettle-and-moss-sale.example", "holds the name of the verified site"),
        ("kettle-and-moss.pay.test", "The name stands only in front."),
    ],
)
@pytest.mark.usefixtures("watched")
def test_a_likeness_is_said_without_a_warning_and_with_what_to_look_at(typed: str, why: str) -> None:
    page = check(typed)
    assert WEAK in page.says
    assert "a-like" in page.html
    assert why in page.says
    assert "many share a name" in page.says
    assert LOOK in page.says
    assert "Warning" not in page.says
    assert not any(word in page.says.lower() for word in ("scam", "suspicious", "not trusted", "unverified"))


def test_whoever_else_it_looks_like_is_named_below() -> None:
    make_business("northgate-bikes.example", name="Northgate Bikes Ltd")
    make_business("northgate-bikes.test", name="Northgate Bikes GmbH")
    follow()
    page = check("n0rthgate-bikes.example")
    assert "This is NOT the verified site of Northgate Bikes Ltd." in page.says
    assert "It looks like these as well: Northgate Bikes GmbH: northgate-bikes.test" in page.says


def test_who_looks_like_one_alone_is_told_of_no_others(watched: None) -> None:
    assert "as well:" not in check("kettle-and-rnoss.example").says


@pytest.mark.usefixtures("watched")
def test_nobody_is_warned_of_a_verified_address_or_of_one_that_looks_like_none() -> None:
    for typed in (MOSS, f"www.{MOSS}", "nothing-like-it.example", "Kettle & Moss"):
        page = check(typed)
        assert "NOT the verified" not in page.says
        assert "resembles" not in page.says


def test_who_left_is_answered_as_such_and_warned_of_no_more() -> None:
    make_left(make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example"))
    follow()
    assert "Orrin Electronics Ltd left on" in check("orrin-electronics.example").says
    assert "We found nothing for" in check("0rrin-electronics.example").says


@pytest.mark.usefixtures("watched")
def test_german_warnings_are_german() -> None:
    says = check("kettle-and-rnoss.example", "de").says
    assert "Das ist NICHT die bestätigte Seite von Kettle & Moss Ltd." in says
    assert "Zahlen Sie dort nicht" in says
    assert "the verified site" not in says
    assert "Nachahmung" in get("/de/about/checking").says


def test_every_open_answer_says_that_it_was_open_and_leads_to_what_a_check_protects_from() -> None:
    make_shop(sent=())
    for typed in (MOSS, "nowhere.example", "kettle"):
        page = check(typed)
        assert "Checked openly: our server read what you typed, answered, and kept nothing." in page.says
        assert any(attrs.get("href") == "/about/checking" for tag, attrs in page.tags if tag == "a")


def test_the_empty_page_says_how_a_check_goes() -> None:
    says = get("/check").says
    assert "it looks a web address up by itself, and nobody learns which one" in says
    assert "What a check protects from, and what not" in says


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("abc.example", "abd.example", ("ab", "c", ".example"), ("ab", "d", ".example")),
        ("aa.example", "aaa.example", ("aa", "", ".example"), ("aa", "a", ".example")),
        ("same.example", "same.example", ("same.example", "", ""), ("same.example", "", "")),
        ("a.test", "b.example", ("", "a.test", ""), ("", "b.example", "")),
    ],
)
def test_letters_are_parted_where_two_addresses_differ(
    one: str, other: str, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    assert imitations.compared(one, other) == (Letters(*first), Letters(*second))


def test_the_private_answers_are_made_of_the_parts_of_the_open_ones() -> None:
    html = get("/check").html
    for look, says in imitations.LOOKS.items():
        words = str(says) % {"registrable": "{registrable}", "name": "{name}"}
        assert f'data-if="look-{look}">{words}</span>' in html
    assert "This is NOT the verified site of {name}." in html
    assert "We found nothing for “{host}”." in html
    assert "{name} left on {left}" in html


def test_the_page_about_checking_says_how_it_hides_where_there_is_a_list_and_where_not() -> None:
    page = get("/about/checking")
    assert "No list has been published here yet" in page.says
    make_business(MOSS)
    checks_made.publish()
    page = get("/about/checking")
    assert "has 1 entry. Nothing is asked." in page.says
    for one in leak.leaks():
        assert f'<td class="n">{grouped(one.sites)}</td>' in page.html or not one.is_asked
    assert "Most scam sites imitate nobody." in page.says
    for row in measured_warnings.ROWS:
        assert f'of 1,000">{row.changed}</td>' in page.html


def test_the_examples_of_each_rule_are_what_the_rule_fires_on() -> None:
    name = rules.proved(keys.of(checking.EXAMPLE))
    tiers = {}
    for shown in checking.RULES:
        found = [rules.imitation(rules.visited(keys.of(one)), name) for one in shown.examples]
        assert [one and one.rule for one in found] == [shown.name] * len(found)
        tiers[shown.name] = {one.tier for one in found if one}
    assert set(tiers) == set(rules.Rule)
    assert tiers == {
        "skeleton": {Tier.STRONG},
        "edit": {Tier.STRONG, Tier.WEAK},
        "token": {Tier.WEAK},
        "subdomain": {Tier.STRONG, Tier.WEAK},
    }


def test_what_is_typed_stays_text(watched: None) -> None:
    del watched
    page = check("kettle-and-rnoss.example/<script>alert(1)</script>")
    assert "<script>alert" not in page.html
