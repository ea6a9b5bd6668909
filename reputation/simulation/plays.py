"""Plays the months of all invented businesses, week by week, through the same actions that real ones use."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from reputation.accounts import actions as accounts
from reputation.accounts import queries as people
from reputation.accounts.rules import Duty
from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.rules import Method
from reputation.core import ids, months
from reputation.disputes import carrying, course, deciding, exchange, filing
from reputation.disputes.rules import Outcome as Decided
from reputation.disputes.rules import Reasons
from reputation.log import actions as log
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as reviews
from reputation.reviews import publication, sending
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.simulation import stories
from reputation.simulation.cast import Member, Shows
from reputation.simulation.shapes import Draft
from reputation.simulation.stories import Act, Story
from reputation.simulation.tellers import Teller

BEFORE = 2
"""Months that are played before the oldest one that counts: for joining, and for the first holds to end."""
SURELY_OUT = timedelta(weeks=5)
HOUR = time(9, tzinfo=UTC)
ALERT_SAID = "For three weeks the parcel service of our region stood still. All who asked were sent another parcel."
ALERT_FACTS = (
    "The parcel service of the region stood still for three weeks; its notice is dated and public.",
    "Nine of ten of the bad outcomes name a late or damaged parcel of exactly these weeks.",
    "All buyers who asked were sent a replacement; the business showed the postings.",
)


@dataclass(slots=True)
class Fate:
    """A review that something will happen to. `case` is set once it is challenged."""

    business: UUID
    review: UUID
    source: ids.Source
    case: UUID | None = None


def mondays(month: int) -> list[date]:
    """The Mondays of a month."""
    first = months.first_day(month)
    start = first + timedelta(days=-first.weekday() % 7)
    found = [start + timedelta(weeks=week) for week in range(5)]
    return [day for day in found if months.of(day) == month]


def instant(day: date) -> datetime:
    """The hour of a day at which everything happens."""
    return datetime.combine(day, HOUR)


class Play:
    """One run: the same members, last month and seed make the same log, byte for byte."""

    def __init__(self, *, members: Sequence[Member], told: Sequence[Story], last: int, length: int, seed: int) -> None:
        self._members = members
        self._told = [story for story in told if story.member in {member.number for member in members}]
        self._last = last
        self._length = length
        # Each business draws its own chances, so that it fares the same whoever else takes part.
        self._chances = {m.number: Random(f"{seed}/{m.number}") for m in members}  # noqa: S311 - to be made again
        self._sources = {m.number: ids.Seeded(seed * 1_000 + m.number) for m in members}
        self._source = ids.Seeded(seed)
        self._tellers = {m.number: Teller(m, self._chances[m.number]) for m in members}
        self._ids: dict[int, UUID] = {}
        self._staff = (0, 0)
        """Whoever drafts, and whoever approves; found when the run begins."""
        self._sends: dict[date, list[Callable[[datetime], None]]] = defaultdict(list)
        self._acts: dict[date, list[Callable[[datetime], None]]] = defaultdict(list)

    @property
    def source(self) -> ids.Source:
        """Where this run takes its ids and salts from."""
        return self._source

    @property
    def first_day(self) -> date:
        """The day on which the log begins."""
        return mondays(self._last - self._length - BEFORE + 1)[0]

    @property
    def weeks(self) -> int:
        """How many weeks `run` will play."""
        return sum(len(mondays(self._last - age)) for age in range(self._length + BEFORE))

    def run(self) -> Iterator[date]:
        """Play everything; gives each Monday once it is over."""
        self._staff = staff(instant(self.first_day))
        for story in self._told:
            self._tell(story)
        for age in range(self._length + BEFORE - 1, -1, -1):
            month = self._last - age
            log.sequence()
            self._plan(age, month)
            for day in mondays(month):
                self._week(day, instant(day))
                yield day
        log.sequence()

    @transaction.atomic
    def _week(self, day: date, now: datetime) -> None:
        """In one transaction, so that the disk is waited for once a week and not once a review."""
        for act in self._acts.pop(day, []):
            act(now)
        course.move_on(now=now)
        publication.publish_due(now=now, source=self._source)
        for send in self._sends.pop(day, []):
            send(now)

    def _plan(self, age: int, month: int) -> None:
        days = mondays(month)
        for member in self._members:
            self._come_and_go(member, age, days[0])
            chance = self._chances[member.number]
            for draft in member.shape.drafts(age, month, chance):
                self._sends[chance.choice(days)].append(self._sender(member, draft))
            if Shows.SUSPENDED in member.shows and age == 1:
                self._acts[days[3]].append(self._suspender(member))

    def _come_and_go(self, member: Member, age: int, day: date) -> None:
        now = instant(day)
        if age == min(member.joined, self._length + BEFORE - 1):
            self._join(member, now)
        elif age == member.left:
            leavings.leave(business=self._ids[member.number], now=now)
        elif age == member.returned:
            leavings.come_back(business=self._ids[member.number], now=now)

    def _join(self, member: Member, now: datetime) -> None:
        found = businesses.join(
            legal_name=member.name,
            trading_names=member.trading_names,
            numbers=[("example", member.registry_number)],
            country=member.country,
            place=member.place,
            now=now,
            source=self._sources[member.number],
        )
        self._ids[member.number] = found.public_id
        for domain in member.domains:
            businesses.prove_domain(business=found.public_id, domain=domain, method=Method.DNS, now=now)

    def _submit(self, member: int, draft: Draft, language: str, text: str, now: datetime) -> Fate:
        accepted = sending.submit_invented(
            business=self._ids[member],
            stars=draft.stars,
            outcome=draft.outcome,
            receipt_class=ReceiptClass(draft.receipt_class),
            no_receipt_given=draft.no_receipt_given,
            language=language,
            text=text,
            now=now,
            source=self._sources[member],
        )
        return Fate(business=self._ids[member], review=accepted.review, source=self._sources[member])

    def _sender(self, member: Member, draft: Draft) -> Callable[[datetime], None]:
        teller = self._tellers[member.number]

        def send(now: datetime) -> None:
            language, text = teller.review(draft)
            fate = self._submit(member.number, draft, language, text, now)
            self._afterwards(member, draft, fate, language, text, now.date())

        return send

    def _afterwards(self, member: Member, draft: Draft, fate: Fate, language: str, text: str, sent: date) -> None:
        """What happens to an ordinary review: the business answers bad ones, a writer changes or takes one back."""
        draws = self._chances[member.number]
        chance, weeks = draws.randrange(1000), draws.randrange(6, 10)
        teller, on = self._tellers[member.number], sent + timedelta(weeks=weeks)
        went_badly = draft.outcome not in (Outcome.AS_AGREED, Outcome.PROBLEM_SOLVED)
        if draft.style == "buyer" and went_badly and chance < 10 * member.replies:
            self._acts[on].append(lambda now: self._reply(fate, teller.reply(language), now))
        elif draft.outcome is Outcome.PROBLEM_UNSOLVED and chance > 900:
            said = f"{text} {teller.update(language)}"
            self._acts[on].append(lambda now: self._change(fate, 4, Outcome.PROBLEM_SOLVED, said, now))
        elif chance > 990:
            self._acts[on].append(lambda now: reviews.withdraw(review_id=fate.review, now=now))
        elif chance > 985:
            self._acts[on].append(lambda now: reviews.erase(review_id=fate.review, now=now))

    def _tell(self, story: Story) -> None:
        """Let a story be sent in its week, or earlier, so that it is out before anything happens to it."""
        days = [self._day(act.age, act.week) for act in story.acts]
        sent = min([self._day(story.age, story.week), *(day - SURELY_OUT for day in days)])
        if months.of(sent) > self._last - self._length:
            self._sends[sent].append(self._storyteller(story))

    def _day(self, age: int, week: int) -> date:
        return mondays(self._last - age)[week]

    def _storyteller(self, story: Story) -> Callable[[datetime], None]:
        draft = Draft(story.receipt_class, story.outcome, story.stars, "buyer", story.no_receipt_given)

        def send(now: datetime) -> None:
            fate = self._submit(story.member, draft, story.language, story.text, now)
            for act in story.acts:
                self._acts[self._day(act.age, act.week)].append(self._actor(fate, act))

        return send

    def _actor(self, fate: Fate, act: Act) -> Callable[[datetime], None]:
        return lambda now: self._act(fate, act, now)

    def _act(self, fate: Fate, act: Act, now: datetime) -> None:
        match act:
            case stories.Replied():
                self._reply(fate, act.text, now)
            case stories.Changed():
                self._change(fate, act.stars, act.outcome, act.text, now)
            case stories.Withdrawn():
                reviews.withdraw(review_id=fate.review, now=now)
            case stories.Erased():
                reviews.erase(review_id=fate.review, now=now)
            case stories.Challenged():
                self._challenge(fate, act, now)
            case _:
                self._decide(fate, act, now)

    def _challenge(self, fate: Fate, act: stories.Challenged, now: datetime) -> None:
        fate.case = filing.open_case(
            review=fate.review,
            ground=act.ground,
            quote=act.quote,
            said=act.said,
            side=act.side,
            law=act.law,
            now=now,
            source=fate.source,
        )
        exchange.admit(case=fate.case, user=self._staff[0], now=now)

    def _decide(self, fate: Fate, act: Act, now: datetime) -> None:
        if fate.case is None or not isinstance(act, stories.Decided):
            raise ValueError("a story decides what nobody challenged")
        log.sequence()
        if act.reasons.reviewer_said != stories.SILENT:
            exchange.answer(case=fate.case, text=act.reasons.reviewer_said, now=now)
            exchange.waive_reply(case=fate.case, now=now)
        wording = act.wording if isinstance(act, stories.Masked) else ""
        self._two_decide(fate.case, act.outcome, act.reasons, now, fate.source, wording=wording)

    def _two_decide(
        self,
        case: UUID,
        outcome: Decided,
        reasons: Reasons,
        now: datetime,
        source: ids.Source,
        *,
        wording: str = "",
        until: int | None = None,
    ) -> None:
        """One drafts, another one approves, and what they decide is carried out."""
        first, second = self._staff
        deciding.draft(
            case=case,
            user=first,
            outcome=outcome,
            reasons=reasons,
            wording=wording,
            until_month=until,
            acknowledges=True,
            now=now,
        )
        deciding.approve(case=case, user=second, now=now, source=source)
        carrying.carry_out(case=case, now=now, source=source)

    def _reply(self, fate: Fate, text: str, now: datetime) -> None:
        reviews.reply(review_id=fate.review, business=fate.business, text=text, now=now, source=fate.source)

    def _change(self, fate: Fate, stars: int, outcome: Outcome, text: str, now: datetime) -> None:
        reviews.change(review_id=fate.review, stars=stars, outcome=outcome, text=text, now=now, source=fate.source)

    def _suspender(self, member: Member) -> Callable[[datetime], None]:
        def suspend(now: datetime) -> None:
            log.sequence()
            source = self._sources[member.number]
            case = filing.open_about_alert(
                business=self._ids[member.number], alert=Alert.WORSE, said=ALERT_SAID, now=now, source=source
            )
            said = Reasons(
                quote="",
                facts=ALERT_FACTS,
                business_said=ALERT_SAID,
                reviewer_said="",
                reasoning="The counts are right, and their cause lies outside of what the business does: it is known, "
                "it is over, and those concerned were made good.",
                summary="For some months the alert is shown as suspended: a strike at the parcel service caused it.",
            )
            self._two_decide(case, Decided.SUSPENDED, said, now, source, until=months.of(now) + 4)

        return suspend


def staff(now: datetime) -> tuple[int, int]:
    """Two moderators of the demonstration. Nobody can sign in as either: they have no password."""
    first, second = (_moderator(f"moderator-{number}@demonstration.example", now) for number in (1, 2))
    return first, second


def _moderator(email: str, now: datetime) -> int:
    found = people.by_email(email)
    user = accounts.make_account(email=email, language="en") if found is None else found.id
    if Duty.MODERATOR not in people.duties(user):
        accounts.give_duty(user_id=user, duty=Duty.MODERATOR, now=now)
    return user
