"""English: what people say who booked something."""

from reputation.simulation.words.corpus import Pools, lines

SERVICE = Pools(
    well=lines("""
        {item}: everything took place as written.
        Booked {item} in January, no changes, no extra cost.
        Was unsure about {item} and got straight answers before paying.
        {item} for two, from the first mail to the last day without a hitch.
        Second time that I have booked {item} here.
        {item} was just what we had hoped for.
        They told me honestly that {item} would not be right for a beginner and suggested something else.
        The papers for {item} came two weeks ahead.
        Fair price for {item}, and the total was on the first page.
        {item} was shorter than I had thought, but good.
        I had to move {item} by a week, no fee.
        A late start, then {item} ran smoothly.
        {item}, as described, with people who know their trade.
        Got {item} as a present. Easy to redeem.
        We took {item} with three children. It worked.
        Booked {item} online in five minutes, confirmation at once.
        Everything about {item} was settled earlier than promised.
        Clear estimate for {item}, and the bill was four pounds below it.
        They rang the evening before {item} to check that all was fine.
        Good value for {item}.
        {item} went well, the follow-up mail was useful too.
        I compared three offers for {item} and have no regrets.
    """),
    well_more=lines("""
        I would book here again.
        One question by phone, one answer.
        The small print is short and readable.
        No pressure to add extras.
        Everybody was on time.
        Seats were better than the plan suggested.
        The confirmation could be clearer about the meeting point.
        We felt looked after.
        A bit pricey in high season.
        The cancellation terms are fair.
        They sent the receipt code with the bill.
        I liked that a real person answered.
        Photos are honest.
        The group was small.
        Parking was hard to find, not their fault.
        A discount for the next time was in the mail.
        I have told my colleagues.
        They explained what they did and why.
        Nothing to complain about.
        Simple and quick.
    """),
    solved=lines("""
        {item} was double booked. They found something better at no cost.
        The date of {item} was wrong in the papers, corrected within a day.
        {item} had to be cancelled because of the weather. The money was back in a week.
        First attempt at {item} failed, the second visit was free.
        We were given the wrong category for {item}; the difference was refunded after one call.
        Nobody was there at the start of {item}. They apologised and paid for the taxi.
        {item} began two hours late. A part of the price came back without asking.
        My booking of {item} was missing in the list; sorted out at the desk.
        The voucher for {item} had expired by their mistake and was renewed.
        {item} was moved at short notice, I could choose between a new date and my money.
    """),
    solved_more=lines("""
        Annoying, but dealt with.
        It could have been one call instead of three.
        In the end all was well.
        Decent people.
        I did not have to argue.
        I liked how they handled it.
        I would try again.
        Fair enough.
    """),
    unsolved=lines("""
        {item} was not what the page shows. We complained on the first day and nothing happened.
        Half of {item} was left out and nobody wants to know.
        {item} started a day late; the lost day was not made good.
        They changed {item} after the payment, take it or leave it.
        I wanted to move {item} by two days. Not possible, no refund, no friendly word.
        The fault came back a week after {item}. Now they want to be paid again.
        {item} was in another language than booked.
        There was a building site next door, although {item} was sold as quiet.
        Our seats for {item} were not next to each other. "Please talk to the venue."
        {item} ended early and the rest was to be made up for. It was not.
        Three promises of a call about {item}, no call.
        What was included in {item} was counted as an extra on the spot.
    """),
    unsolved_more=lines("""
        We were not the only ones.
        I wrote three times.
        They answer quickly and say nothing.
        A pity for the lovely place.
        I would have liked at least an apology.
        The terms seem to be made for this.
        Once was enough.
        No reply to my photos.
        I have asked for arbitration.
        The people on the spot were friendly.
    """),
    never=lines("""
        {item} was cancelled the evening before. Since then I have been running after my money.
        Arrived and nobody there had heard of {item}. Paid in full months ago.
        No papers for {item}, no answer, the office is closed.
        {item} never took place and the refund is "being processed" since summer.
        Booked {item} by bank transfer. The confirmation was never honoured.
        They say {item} was postponed, with no new date and no money back.
        The tickets for {item} never came. The phone rings out.
        Two weeks before {item} the account was gone, and so was the deposit.
        Nobody had a booking for us. {item} had been paid since March.
        {item} fell through and they offer a voucher of a firm I do not know.
        We stood there and nobody knew about {item}. The emergency number is never answered.
        Deposit for {item} paid, second payment demanded at once, then silence.
    """),
    never_more=lines("""
        My card company is on it.
        Others in the queue had the same.
        I reported it to the police.
        Be careful.
        It had worked well last year.
        A whole weekend gone.
        I will believe in the refund when I see it.
        They have stopped replying.
        I paid by transfer, to my regret.
    """),
    charged=lines("""
        Charged for {item} and for a second booking that I never made.
        The price of {item} rose between the first and the last page, and I only saw it on the statement.
        A "service fee" of a fifth was added to {item} afterwards.
        {item} was cancelled in time, the fee was taken all the same.
        The deposit for {item} was kept although the terms say otherwise.
        They charged {item} in another currency.
        An insurance I did not want was billed with {item}.
        I was billed for more than {item} came to.
    """),
    charged_more=lines("""
        Read your statement.
        The bank is looking into it.
        No answer about that.
        I have the screenshots.
        It is not much, but it is not right.
        They know and do nothing.
    """),
)
