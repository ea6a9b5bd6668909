"""Edition 1 over real complaints, beside a plain mean, a Bayesian average and a Trustpilot-like one.

Run with `python -m bench.backtest`. The sample is of complaints to the US Consumer Financial Protection Bureau, so
nothing here went *as agreed*; the question is how each complaint ended. The mapping is ours:

| company's response | consumer disputed it? | outcome | stars |
| --- | --- | --- | --- |
| closed with monetary relief | no | problem solved | 5 |
| closed with non-monetary relief | no | problem solved | 4 |
| closed with explanation, closed | no | problem solved | 3 |
| any closed with relief | yes | problem unsolved | 2 |
| any other closed | yes | problem unsolved | 1 |
| untimely response | - | never delivered (an answer) | 1 |
| in progress, or dispute unknown | - | left out | |

All are of class independent: the Bureau passes a complaint on after the company confirms the relation. A period of the
formula is a calendar month or, for longer series, a week; the ratings see the periods up to one and are compared with
the next. Companies count with five or more complaints on either side. Rank correlation is Spearman's between the score
and the share that ended badly in the next period, weighted by companies; error is the mean absolute one of the
predicted share; coverage is how often the next period's share, with all its own noise, lies in edition 1's interval.

What to read from it: the sample is small and the signal weak. Edition 1's stars rank the next period as the plain
averages do; its harm and its list order do worse here: limits on what a month can weigh, a loss that counts double and
wide ends cost sharpness where nobody manipulates. bench/integrity.py shows what they buy.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from reputation.ratings import formula
from reputation.ratings.counts import SIZE, Counts, counts_of, places

SAMPLE = Path(__file__).with_name("data") / "complaints.csv.gz"
LEAST = 5
ASSUMED = 7
ASSUMED_STARS = 3.5
HALF_LIFE = 8.0


class Complaint(NamedTuple):
    """A complaint as the rating would see it."""

    period: int
    stars: int
    outcome: str


class Score(NamedTuple):
    """What one method says: higher is worse; `bad` is the share it expects to end badly, where it says one."""

    worse: float
    bad: float | None


def mapped(response: str, disputed: str) -> tuple[int, str] | None:
    """Stars and outcome by the table above, None for what is left out."""
    if response == "Untimely response":
        return 1, "never-delivered"
    if not response.startswith("Closed") or disputed not in ("Yes", "No"):
        return None
    has_relief = response.endswith("relief")
    if disputed == "Yes":
        return (2 if has_relief else 1), "problem-unsolved"
    return {"Closed with monetary relief": 5, "Closed with non-monetary relief": 4}.get(response, 3), "problem-solved"


def read(path: Path, period_of: Callable[[datetime], int]) -> dict[str, list[Complaint]]:
    """Complaints by company."""
    found: dict[str, list[Complaint]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ending = mapped(row["Company response to consumer"], row["Consumer disputed?"])
            if ending is not None:
                day = datetime.strptime(row["Date received"], "%m/%d/%Y")  # noqa: DTZ007 - a day without a zone
                found[row["Company"]].append(Complaint(period_of(day), *ending))
    return found


def is_bad(complaint: Complaint) -> bool:
    return complaint.outcome != "problem-solved"


def bad_share(complaints: Sequence[Complaint]) -> float:
    return sum(map(is_bad, complaints)) / len(complaints)


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def plain(seen: Sequence[Complaint], _: Sequence[Complaint], __: int) -> Score:
    return Score(-mean(c.stars for c in seen), bad_share(seen))


def bayesian(seen: Sequence[Complaint], everybody: Sequence[Complaint], _: int) -> Score:
    """Ten complaints of the average company are assumed for each."""
    n = len(seen)
    stars = (10 * mean(c.stars for c in everybody) + sum(c.stars for c in seen)) / (10 + n)
    return Score(-stars, (10 * bad_share(everybody) + sum(map(is_bad, seen))) / (10 + n))


def trustpilot_like(seen: Sequence[Complaint], _: Sequence[Complaint], now: int) -> Score:
    weights = [0.5 ** ((now - c.period) / HALF_LIFE) for c in seen]
    total = sum(weight * c.stars for weight, c in zip(weights, seen, strict=True))
    return Score(-(ASSUMED * ASSUMED_STARS + total) / (ASSUMED + sum(weights)), None)


def figure(seen: Sequence[Complaint], now: int) -> formula.Figure:
    cells: dict[int, list[int]] = {}
    for complaint in seen:
        row = cells.setdefault(complaint.period, [0] * SIZE)
        for place in places(
            receipt_class="independent", stars=complaint.stars, outcome=complaint.outcome, no_receipt_given=None
        ):
            row[place] += 1
    months: dict[int, Counts] = {period: counts_of(row) for period, row in cells.items()}
    return formula.figure_of(formula.add_up(months, now))


def edition_1_mean(seen: Sequence[Complaint], _: Sequence[Complaint], now: int) -> Score:
    shown = figure(seen, now)
    return Score(shown["harm"].mean, 1 - shown["well"].mean / 1000)


def edition_1_stars(seen: Sequence[Complaint], _: Sequence[Complaint], now: int) -> Score:
    return Score(-figure(seen, now)["stars"].mean, None)


def edition_1_order(seen: Sequence[Complaint], _: Sequence[Complaint], now: int) -> Score:
    return Score(figure(seen, now)["harm"].high, None)


METHODS = {
    "plain mean of stars": plain,
    "Bayesian average": bayesian,
    "Trustpilot-like": trustpilot_like,
    "edition 1, stars": edition_1_stars,
    "edition 1, mean of harm": edition_1_mean,
    "edition 1, list order": edition_1_order,
}


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from one; ties share theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    place = 0
    while place < len(order):
        end = place
        while end < len(order) and values[order[end]] == values[order[place]]:
            end += 1
        for at in order[place:end]:
            found[at] = (place + end + 1) / 2
        place = end
    return found


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    x, y = ranks(a), ranks(b)
    mx, my = mean(x), mean(y)
    top = sum((p - mx) * (q - my) for p, q in zip(x, y, strict=True))
    width = sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)
    return top / width**0.5 if width else 0.0


def pairs(
    companies: dict[str, list[Complaint]], now: int, window: int
) -> list[tuple[list[Complaint], list[Complaint]]]:
    """For each company with enough: what was seen up to a period, and what came in the next."""
    found = []
    for complaints in companies.values():
        seen = [c for c in complaints if now - window < c.period <= now]
        following = [c for c in complaints if c.period == now + 1]
        if len(seen) >= LEAST and len(following) >= LEAST:
            found.append((seen, following))
    return found


def report(title: str, companies: dict[str, list[Complaint]], turns: Sequence[int]) -> None:
    print(f"\n{title}")
    rows: dict[str, list[tuple[float, float | None, float]]] = {name: [] for name in METHODS}
    correlations: dict[str, list[tuple[float, int]]] = {name: [] for name in METHODS}
    covered: list[bool] = []
    for now in turns:
        found = pairs(companies, now, formula.WINDOW)
        everybody = [c for seen, _ in found for c in seen]
        for name, method in METHODS.items():
            scores = [method(seen, everybody, now) for seen, _ in found]
            actual = [bad_share(following) for _, following in found]
            rows[name] += [(s.worse, s.bad, a) for s, a in zip(scores, actual, strict=True)]
            if len(found) > 2:
                correlations[name].append((spearman([s.worse for s in scores], actual), len(found)))
        for seen, following in found:
            well = figure(seen, now)["well"]
            covered.append(well.low <= 1000 * (1 - bad_share(following)) <= well.high)
    print(f"{len(covered)} pairs of company and next period, {len(turns)} turns")
    print(f"{'':26}rank correlation   mean absolute error")
    for name, values in rows.items():
        weight = sum(n for _, n in correlations[name])
        rank = sum(r * n for r, n in correlations[name]) / weight if weight else float("nan")
        error = [abs(bad - actual) for _, bad, actual in values if bad is not None]
        print(f"{name:26}{rank:16.2f}   {mean(error):19.3f}" if error else f"{name:26}{rank:16.2f}   {'-':>19}")
    print(f"edition 1's interval of 'ended well' held the next period's share in {100 * mean(covered):.0f} % of pairs")


def largest(companies: dict[str, list[Complaint]], now: int, many: int) -> None:
    print(f"\nThe {many} largest, as of the last period (well, likely range, harm; stars by each method)")
    everybody = [c for complaints in companies.values() for c in complaints]
    for name, complaints in sorted(companies.items(), key=lambda item: -len(item[1]))[:many]:
        seen = [c for c in complaints if now - formula.WINDOW < c.period <= now]
        if not seen:
            continue
        shown = figure(seen, now)
        well, harm, stars = shown["well"], shown["harm"], shown["stars"]
        others = [-method(seen, everybody, now).worse for method in (plain, bayesian, trustpilot_like)]
        print(
            f"{name[:34]:34} n {len(seen):4}  well {well.mean / 10:3.0f} % ({well.low / 10:.0f}-{well.high / 10:.0f})"
            f"  harm {harm.mean / 10:3.0f} %  stars {stars.mean / 100:.2f}"
            f"  plain {others[0]:.2f}  Bayesian {others[1]:.2f}  Trustpilot-like {others[2]:.2f}"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description="Edition 1 over real complaints.")
    arguments.add_argument("file", nargs="?", type=Path, default=SAMPLE, help="a CSV of the same columns, gzipped")
    path = arguments.parse_args().file
    by_month = read(path, lambda day: day.year * 12 + day.month - 1)
    by_week = read(path, lambda day: day.toordinal() // 7)
    print(f"{sum(map(len, by_month.values()))} complaints about {len(by_month)} companies")
    months = [2013 * 12 + 6, 2016 * 12]
    report("Months: July to August 2013, January to February 2016", by_month, months)
    first, last = (datetime(2016, *day).toordinal() // 7 for day in ((1, 11), (2, 22)))  # noqa: DTZ001 - days
    report("Weeks: each of January and February 2016 from what came before", by_week, range(first, last))
    largest(by_month, 2016 * 12 + 1, 12)


if __name__ == "__main__":
    main()
