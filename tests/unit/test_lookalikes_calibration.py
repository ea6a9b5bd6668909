from reputation.lookalikes import calibration, keys, rules
from reputation.lookalikes.calibration import Drop
from reputation.lookalikes.rules import Proved, Rule


def name(domain: str) -> Proved:
    return rules.proved(keys.of(domain))


def dropped(domain: str, *benign: str, own: tuple[str, ...] = (), among: int = 1) -> list[Drop]:
    mine = {domain: frozenset({name(domain).registrable, *own})}
    return calibration.dropped([name(domain)], mine, calibration.sites(benign), among=among)


def test_a_rule_that_fires_on_two_popular_sites_is_dropped_and_one_is_not_enough() -> None:
    sites = ("kettlewell.example", "bluekettle.example")
    assert dropped("kettle.example", *sites) == [Drop("kettle.example", Rule.TOKEN, "bluekettle.example", 2)]
    assert dropped("kettle.example", sites[0]) == []


def test_a_rule_may_fire_on_its_own_sites_and_on_its_own_name() -> None:
    sites = ("kettlewell.example", "bluekettle.example")
    assert dropped("kettle.example", *sites, own=("bluekettle.example",)) == []
    assert dropped("kettle.example", "kettle.de", "kettle.fr", "ket-tle.it") == []


def test_a_word_of_many_sites_is_no_imitation_as_a_host_either() -> None:
    sites = [f"shop{letter}x.example" for letter in "abcdefghijklmnopqrst"]
    assert [drop.rule for drop in dropped("shop.example", *sites)] == [Rule.SUBDOMAIN, Rule.TOKEN]
    assert [drop.rule for drop in dropped("shop.example", *sites[1:])] == [Rule.TOKEN]


def test_a_short_name_among_many_is_sought_by_its_look_alone() -> None:
    assert [drop.rule for drop in dropped("moss.example", among=10_000)] == [Rule.EDIT, Rule.TOKEN]
    assert dropped("moss.example", among=9_999) == []
    assert dropped("kettle.example", among=99_999) == []
    assert dropped("kettle.example", among=100_000) == [
        Drop("kettle.example", rule) for rule in (Rule.EDIT, Rule.TOKEN)
    ]
    assert dropped("kettlemoss.example", among=100_000) == []


def test_popular_sites_are_known_and_pages_of_strangers_on_a_free_host_are_none() -> None:
    assert len(calibration.popular()) > 50_000
    assert calibration.is_popular("www.wikipedia.org", "wikipedia.org")
    assert calibration.is_popular("weebly.com", "weebly.com")
    assert calibration.is_popular("www.weebly.com", "weebly.com")
    assert not calibration.is_popular("kettlemoss.weebly.com", "weebly.com")
    assert not calibration.is_popular("kettlemoss.example", "kettlemoss.example")


def test_every_popular_site_is_a_registered_domain() -> None:
    seen = list(calibration.sites(sorted(calibration.popular())[:2_000]))
    assert len(seen) == 2_000
    assert all(one.host == one.registrable for one in seen)
