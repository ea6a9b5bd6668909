"""The figures of the transparency report, from the entries of the log alone."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.log import codes
from reputation.reports.case_figures import Fold, Period, Tally, document, render, size_of, working_days
from tests.case_log import HALF, CaseLog, Course
from tests.log_entries import EXAMPLES


def many(number: int, log: CaseLog, business: str, **about: object) -> list[Course]:
    return [Course(log, business, **about).challenge() for _ in range(number)]  # type: ignore[arg-type]


@pytest.fixture
def log() -> CaseLog:
    return CaseLog()


@pytest.fixture
def shop(log: CaseLog) -> str:
    return log.uuid()


def test_a_half_year_has_its_days() -> None:
    second = Period.of(date(2026, 7, 1))
    assert str(second) == "2026H2"
    assert Period.parse("2026H2") == second
    assert (second.first_day, second.last_day) == (date(2026, 7, 1), date(2026, 12, 31))
    assert second.before == Period.of(date(2026, 6, 30)) == HALF
    assert HALF.before == Period(2025, 2)
    assert HALF.has(date(2026, 1, 1))
    assert HALF.has(date(2026, 6, 30))
    assert not HALF.has(date(2026, 7, 1))


def test_cases_are_counted_by_ground_side_stars_and_size(log: CaseLog, shop: str) -> None:
    for course in many(6, log, shop, stars=1):
        course.decide("rejected", 20)
    for course in many(7, log, shop, stars=5, ground="wrong-business"):
        course.decide("removed", 20)
    told = log.told()
    assert told["totals"] == {
        "filed": 13, "decided": 13, "stayed": 6, "changed": 7, "appeals": None, "upheld": None, "reversed": None
    }  # fmt: skip
    assert told["by_ground"]["off-topic"] == {"filed": 6, "stayed": 6, "changed": 0}
    assert told["by_ground"]["threat-or-extortion"] == {"filed": 0, "stayed": 0, "changed": 0}
    assert told["outcomes"] == {"rejected": 6, "inadmissible": 0, "removed": 7, "masked": 0}
    assert told["by_side"]["business"]["filed"] == told["by_size"]["1-19"]["filed"] == 13
    assert told["by_stars"]["4-5"] == {"filed": 7, "stayed": 0, "changed": 7}


def test_one_small_cell_hides_what_would_tell_it(log: CaseLog, shop: str) -> None:
    for stars, number in ((1, 8), (3, 2), (5, 20)):
        for course in many(number, log, shop, stars=stars):
            course.decide("rejected", 20)
    told = log.told()
    assert told["totals"]["filed"] == 30
    assert [told["by_stars"][band]["filed"] for band in ("1-2", "3", "4-5")] == [None, None, None]
    assert told["by_ground"]["off-topic"]["filed"] == 30


def test_what_is_large_enough_is_told(log: CaseLog, shop: str) -> None:
    for ground in ("off-topic", "wrong-business", "false-statement-of-fact"):
        for stars in (1, 3, 5):
            for side in ("business", "public"):
                for outcome in ("rejected", "inadmissible", "removed", "masked"):
                    for _ in range(2):
                        Course(log, shop, stars=stars, ground=ground).challenge(side=side).decide(outcome, 9)
    told = log.told()
    assert told["by_side"] == {side: {"filed": 72, "stayed": 36, "changed": 36} for side in ("business", "public")}
    assert told["by_stars"] == {band: {"filed": 48, "stayed": 24, "changed": 24} for band in ("1-2", "3", "4-5")}
    assert told["outcomes"] == dict.fromkeys(("rejected", "inadmissible", "removed", "masked"), 36)
    assert told["by_ground"]["off-topic"] == {"filed": 48, "stayed": 24, "changed": 24}
    assert told["times"]["decision"]["median"] == 9


def test_stars_are_those_of_the_day_of_the_challenge(log: CaseLog, shop: str) -> None:
    course = Course(log, shop, stars=1)
    about = {name: course.about[name] for name in ("business", "review")}
    fold = Fold(HALF)
    log.append("review-changed", **about, month="2026-01", stars=5, outcome="problem-solved", commitment="ab" * 32)
    course.challenge()
    log.append("review-changed", **about, month="2026-01", stars=3, outcome="problem-solved", commitment="ab" * 32)
    course.decide("rejected", 3)
    for entry in log.entries:
        fold.feed(entry)
    counts = fold.tally({}).counts
    assert counts["stars", "4-5", "filed"] == counts["stars", "4-5", "stayed"] == 1


def test_each_time_runs_from_its_own_beginning(log: CaseLog, shop: str) -> None:
    for wait in (1, 2, 3, 3, 11):
        course = Course(log, shop).challenge(4)  # a Friday
        course.step("noticed", 4 + wait).step("answered", 10 + 2 * wait)
        course.step("paused", 20).step("resumed", 25)
        course.decide("removed", 30 + wait)
        course.appeal(40).appeal(41, "challenger").panel("rejected", 50 + wait)
    times = log.told()["times"]
    assert times["admissibility"] == {"median": 1, "worst": 7, "overdue": 0}  # Saturday and Sunday are none
    assert times["answer"] == {"median": 9, "worst": 17, "overdue": 0}
    assert times["decision"] == {"median": 24, "worst": 32, "overdue": 0}
    assert times["appeal-decision"] == {"median": 13, "worst": 21, "overdue": 0}
    assert times["reversal"] == {"median": None, "worst": None, "overdue": 0}


def test_a_time_of_few_cases_is_not_told_and_what_we_missed_always_is(log: CaseLog, shop: str) -> None:
    Course(log, shop).challenge().step("overdue", 9, deadline="admissibility").step("noticed", 9)
    assert log.told()["times"]["admissibility"] == {"median": None, "worst": None, "overdue": 1}


def test_appeals_are_counted_and_what_a_panel_decides_for_the_first_time_is_none(log: CaseLog, shop: str) -> None:
    lot = {"drawn_at": 9, "roster_sha256": "ab" * 32, "nonces": ["00" * 32, "00" * 32]}
    for number in range(12):
        course = Course(log, shop).challenge()
        course.decide("removed", 10)
        course.appeal(20).panel("restored" if number % 2 else "rejected", 30, **(lot if number < 6 else {}))
    Course(log, shop).challenge().appeal(70).panel("removed", 90)
    told = log.told()
    assert (told["totals"]["appeals"], told["totals"]["upheld"], told["totals"]["reversed"]) == (12, 6, 6)
    assert told["panels"] == {"lot": 6, "assigned": 7}
    assert told["totals"]["changed"] == told["totals"]["decided"] == 13


def test_a_case_that_a_panel_lets_begin_is_decided_twice(log: CaseLog, shop: str) -> None:
    for _ in range(5):
        course = Course(log, shop).challenge()
        course.decide("inadmissible", 2)
        course.appeal(5).panel("admitted", 15)
        course.step("noticed", 15)
        course.decide("removed", 40)
    told = log.told()
    assert (told["totals"]["decided"], told["totals"]["stayed"], told["totals"]["changed"]) == (10, 5, 5)


def test_days_in_which_a_restored_review_was_hidden(log: CaseLog, shop: str) -> None:
    for wait in (4, 9, 9, 21):
        course = Course(log, shop).challenge()
        course.mark("review-restricted", decision=course.decide("removed", 10))
        course.appeal(11).mark("review-restored", decision=course.panel("restored", 10 + wait))
    course = Course(log, shop).challenge().interim(1, 3)
    course.mark("review-restricted")
    course.mark("review-restored", decision=course.decide("rejected", 31))
    told = log.told()
    assert told["hidden_days"] == {"median": 9, "worst": 30}
    assert told["counts"]["restored"] == 5


def test_an_interim_measure_that_ends_by_itself_hid_a_review_until_its_last_day(log: CaseLog, shop: str) -> None:
    for _ in range(5):
        Course(log, shop).challenge(is_urgent=True).interim(1, 3).interim(3, 13).mark("review-restricted").mark(
            "review-restored"
        )
    told = log.told()
    assert told["hidden_days"] == {"median": 12, "worst": 12}
    assert (told["counts"]["interim"], told["counts"]["urgent"], told["counts"]["restored"]) == (5, 5, None)


def test_cases_about_alerts_stand_apart(log: CaseLog, shop: str) -> None:
    for outcome in ("suspended", "rejected") * 5:
        Course(log, shop, stars=None).challenge().decide(outcome, 9)
    told = log.told()
    assert told["totals"]["filed"] is None
    assert (told["alerts"]["filed"], told["alerts"]["stayed"], told["alerts"]["changed"]) == (10, 5, 5)


def test_cases_about_addresses_stand_apart_where_there_are_any(log: CaseLog, shop: str) -> None:
    assert "domains" not in log.told(), "a report from before stays as it was published"
    for number in range(10):
        course = Course(log, shop, domain=f"sh0p{number}.example").challenge(side="public")
        course.decide("exempt" if number % 2 else "rejected", 20)
    told = log.told()
    assert told["totals"]["filed"] is None
    assert told["alerts"]["filed"] is None
    assert (told["domains"]["filed"], told["domains"]["stayed"], told["domains"]["changed"]) == (10, 5, 5)


def test_measures_and_orders(log: CaseLog, shop: str) -> None:
    day = {"business": shop, "date": "2026-02-03"}
    for _ in range(5):
        log.append("warning", **EXAMPLES["warning"] | day | {"until": "2026-04-03"})
        log.append("right-suspended", **EXAMPLES["right-suspended"] | day | {"until": "2026-03-03"})
        log.append("case-conduct", **EXAMPLES["case-conduct"] | day)
    log.append("order", authority_code="de-bnetza", measure="review-removed", **day)
    log.append("order", authority_code="de-bnetza", measure="page-blocked", date="2026-07-01")
    told = log.told()
    assert told["counts"]["warning"] == told["counts"]["right-suspended"] == told["counts"]["legal-threat"] == 5
    assert told["orders"] == {"de-bnetza": 1}
    assert log.told(Period(2026, 2))["orders"] == {"de-bnetza": 1}


def test_what_happened_lies_in_the_half_year_of_its_day(log: CaseLog, shop: str) -> None:
    for course in many(5, log, shop):
        course.decide("rejected", 200)
    assert log.told()["totals"]["filed"] == 5
    assert log.told()["totals"]["decided"] is None
    later = log.told(Period(2026, 2))
    assert (later["totals"]["filed"], later["totals"]["decided"]) == (None, 5)


def test_entries_without_their_case_count_nowhere(log: CaseLog, shop: str) -> None:
    course = Course(log, shop)
    course.step("noticed", 1).step("withdrawn", 1)
    course.mark("review-restricted", decision=course.decide("removed", 2))
    course.appeal(3).panel("rejected", 4)
    course.interim(1, 2).mark("review-restored")
    fold = Fold(HALF)
    for entry in log.entries:
        fold.feed(entry)
    assert not +fold.tally({}).counts


@pytest.mark.parametrize(
    ("published", "band"),
    [(0, "1-19"), (19, "1-19"), (20, "20-99"), (100, "100-499"), (499, "100-499"), (9999, "500-")],
)
def test_bands_of_businesses(published: int, band: str) -> None:
    assert size_of(published) == band


def test_working_days() -> None:
    friday = date(2026, 1, 9)
    assert [working_days(friday, date(2026, 1, day)) for day in (9, 10, 11, 12, 16)] == [0, 0, 0, 1, 5]
    assert working_days(friday, date(2026, 1, 1)) == 0
    assert working_days(date(2026, 12, 24), date(2026, 12, 28)) == 1  # Friday and Saturday are holidays


STEPS: dict[str, Callable[[Course, int, str], object]] = {
    "challenge": lambda course, day, _: course.challenge(day),
    "notice": lambda course, day, _: course.step("noticed", day),
    "answer": lambda course, day, _: course.step("answered", day),
    "pause": lambda course, day, _: course.step("paused", day),
    "resume": lambda course, day, _: course.step("resumed", day),
    "remove": lambda course, day, _: course.mark("review-restricted", decision=course.decide("removed", day)),
    "decide": lambda course, day, outcome: course.decide(outcome, day),
    "appeal": lambda course, day, _: course.appeal(day),
    "restore": lambda course, day, _: course.mark("review-restored", decision=course.panel("restored", day)),
    "panel": lambda course, day, outcome: course.panel(outcome, day),
    "interim": lambda course, day, _: course.interim(day, day + 2).mark("review-restricted"),
    "lapse": lambda course, _, __: course.mark("review-restored"),
}
HAPPENED = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 5), st.sampled_from(codes.DECISIONS)), max_size=60
)


@settings(max_examples=60)
@given(HAPPENED)
def test_what_businesses_come_to_adds_up_to_the_whole(happened: list[tuple[str, int, str]]) -> None:
    """The audit folds one business after the other, and one review after the other."""
    log = CaseLog()
    shops = [log.uuid() for _ in range(3)]
    courses = [Course(log, shops[number // 2], stars=1 + number % 5) for number in range(6)]
    for day, (step, number, outcome) in enumerate(happened):
        STEPS[step](courses[number], day, outcome if outcome != "suspended" else "rejected")
    whole, published = Tally(), log.published()
    for shop in shops:
        fold = Fold(HALF)
        entries = [entry for entry in log.entries if str(entry.business) == shop]
        for entry in sorted(entries, key=lambda entry: str(entry.review)):
            fold.feed(entry)
        whole.add(fold.tally(published))
    assert render(document(HALF, len(log.entries), whole)) == render(log.told())


def test_the_file_is_one_line_and_always_the_same(log: CaseLog, shop: str) -> None:
    many(5, log, shop)
    raw = render(log.told())
    assert raw.endswith(b"}\n")
    assert raw.count(b"\n") == 1
    assert b'"filed":5' in raw
    assert raw == render(log.told())
