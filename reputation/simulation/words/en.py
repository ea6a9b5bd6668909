"""English."""

from reputation.simulation.words.corpus import Corpus, Pools, lines
from reputation.simulation.words.en_items import ITEMS
from reputation.simulation.words.en_service import SERVICE

GOODS = Pools(
    well=lines("""
        Ordered {item} on a Sunday, had it on Wednesday.
        {item}, exactly as in the pictures.
        Bought {item} for my sister's birthday and it came with a day to spare.
        Second order from here, this time {item}.
        Needed {item} in a hurry and they managed it.
        Was not sure about buying {item} without seeing it first, but no regrets.
        {item} arrived well packed, no plastic anywhere.
        Got {item}. Does what it should.
        Took them up on the winter offer and got {item}.
        My old one gave up after ten years, so I ordered {item} here.
        Compared four shops for {item}; this was not the cheapest but the total was clear from the start.
        Paid for {item} by card, invoice came within the hour.
        {item}, two working days, a neat parcel.
        ~ We have used {item} every day for a month now and it still looks new.
        The description of {item} was honest, including the small flaw they mentioned.
        Delivery said five days and it was five days. {item} is fine.
        ~ Returned the wrong size without any fuss and kept {item}.
        I rang before ordering {item} and somebody who knew the stuff picked up.
        ~ {item} is heavier than I expected, which I like.
        Came a day late because of the bank holiday, otherwise all good with {item}.
        Bought {item} after reading the reviews here. They were right.
        Ordering {item} took three minutes, no account needed.
        {item} turned up in an old box with good padding. Sensible.
        Nothing special, which is what I want from a shop: {item}, fair price, on time.
        Sent {item} straight to my mother. She was pleased, so am I.
        ~ The colour of {item} is a touch darker than on my screen, still lovely.
        They split the order so that {item} could go out first.
        Collected {item} at the shop, ready at the hour they said.
        Good price for {item}, and postage was what it said on the first page.
        ~ {item}: solid work, no smell of chemicals.
        Postman left it in the rain but {item} was wrapped twice and stayed dry.
        I asked for {item} without the gift box and they took it off the bill.
        {item}, bought for the office, all invoices correct.
        ~ Fits. After three wrong ones elsewhere, {item} from here simply fits.
        Ordered {item} at midnight and got the shipping note before breakfast.
        Small shop, small parcel, {item} as described.
        {item} was out of stock, they wrote when it would be back and kept to it.
    """),
    well_more=lines("""
        Would order here again.
        The handwritten note was a nice touch.
        Tracking worked to the door.
        One question by mail, answered the same afternoon.
        Packaging could be smaller.
        No newsletter afterwards, thank you for that.
        The receipt code was in the parcel.
        ~ They even put in a spare part.
        Not the fastest, but they say so.
        Price a bit higher than elsewhere, worth it for the service.
        Returns are free within a month, I did not need it.
        A friend has since ordered the same.
        The courier was early, which is a first.
        ~ Warranty card was inside.
        I only wish the site showed stock levels.
        Photos on the site match what you get.
        Delivery to a parcel box was possible.
        No surprises at the checkout.
        Everything was complete.
        I had expected less for the money.
        The box was a bit battered, no harm done.
        ~ The manual is only online, fine with me.
        Paid on invoice, no trouble.
        Came from a warehouse two towns away, so hardly any waiting.
        It is my third purchase in two years.
        ~ Measured it twice, the sizes on the page are right.
        They told me beforehand that it would take two weeks, and it did.
        Nobody tried to sell me anything extra.
        Customs had been dealt with, nothing to pay at the door.
        ~ The finish is better than in the photo.
        You notice that people there use what they sell.
        ~ Feels like it will last.
        I was kept informed without being flooded with messages.
        ~ The replacement cover was included, which I had overlooked.
        Good value.
        The neighbours asked where it came from.
    """),
    solved=lines("""
        ~ {item} came with a scratch. I sent a picture and the new one was here four days later.
        They sent the wrong thing at first, then {item} by express and I could keep the other.
        ~ {item} stopped working in week three. Repaired free of charge, ten days in all.
        ~ One part of {item} was missing; it arrived by letter two days after my mail.
        Delivery was a week late. They gave back the postage without my asking.
        ~ Ordered {item} in the wrong size, my fault. Exchanged it and charged only the return.
        ~ The first {item} was cracked. No discussion, the second is perfect.
        Discount code did not work for {item}, refunded the difference next day.
        {item} was lost by the courier. They sent another before the search was over.
        ~ {item} developed a fault. A local repair was paid for by the shop.
        Two parcels were promised, one came. The rest of the order with {item} followed within the week.
        ~ {item} came without the part that fixes it. They posted one, with an apology.
        Payment went through twice because of my bank. The shop noticed first and sent it back.
        ~ Wrong colour of {item}. Took one phone call and a pick-up.
        Box was soaked, {item} too. Refund after five days.
        It took two mails until somebody read properly, then {item} was replaced at once.
    """),
    solved_more=lines("""
        Mistakes happen, this is how one deals with them.
        Without the detour it would have been perfect.
        I had to explain it twice, though.
        In the end I am content.
        Quick and friendly once I had the right department.
        ~ They did not ask for the broken one back.
        Took longer than I hoped.
        Fair.
        I will come back.
        The second one has been fine since.
    """),
    unsolved=lines("""
        ~ {item} broke after three weeks. They say it is wear and tear.
        ~ {item} came apart on day two, and since then I have been passed from one address to another.
        ~ {item} is not the material that the page promised. Return only at my cost.
        Half of the order is missing, {item} among it, and they insist it was all in the box.
        ~ Ordered {item} new, got one that had clearly been used.
        ~ {item} does not fit the model it is sold for. Refund refused because the bag was open.
        Six weeks for {item}, and then the wrong version. No answer to three mails.
        ~ Ten per cent off the next purchase was the whole answer when {item} failed. I do not want a next purchase.
        ~ {item} arrived dented. The shop points at the courier, the courier at the shop.
        ~ {item} looked ten years old after ten days. I was told that is normal.
        ~ Repaired twice, broken three times, so {item} is in the cellar now.
        ~ The guarantee for {item} turned out to need a form that nobody has.
        Return of {item} received four weeks ago, says tracking. They say it has not been booked in.
        I was promised a call back about {item}. That was in spring.
        {item} is plainly not what was advertised. No interest on their side.
        ~ The spare part for {item} has been "on its way" for two months.
        They changed the terms on the page after I had complained about {item}. I have the screenshot.
        ~ {item} is smaller than stated by a good centimetre. That is apparently within tolerance.
        ~ {item} wobbles. They call it normal.
        ~ The second {item} has the same fault as the first, and now nobody replies.
    """),
    unsolved_more=lines("""
        I gave up.
        A pity, the first order had been fine.
        The hotline is polite and cannot do anything.
        ~ I would have settled for a repair.
        The delivery itself was quick.
        Every mail begins with a new ticket number.
        I have the photos and nobody wants to see them.
        My consumer association has the papers now.
        The answer looked as if a machine had written it.
        Still waiting for an offer that deserves the name.
        For that price I expect more.
        They were nice until it cost something.
        I would not order there again.
        No reply since.
    """),
    never=lines("""
        Paid for {item} in advance, nothing came, and the phone number is no longer in service.
        Seven weeks of waiting for {item}, and no money back either.
        The tracking number for {item} belongs to a parcel in another country.
        "Dispatched" for a month. {item} never left, the courier told me.
        {item} was never delivered and my mails come back.
        They keep writing that {item} will ship next week. I have nine of these mails.
        Ordered {item} in good faith, got an empty envelope.
        Somebody else signed for {item} in a town I have never been to. The shop calls that delivered.
        My order with {item} vanished from the account, the money did not come back.
        Bank transfer only, then silence. I had ordered {item}.
        After the payment for {item} they asked for another "insurance fee". I did not pay and heard nothing more.
        {item}: not delivered, not refunded, not answered.
        They cancelled {item} after five weeks and kept the money as a voucher I cannot use.
        Waited in for {item} on four days. Nobody came, and now they say it is my fault.
    """),
    never_more=lines("""
        I have asked my bank to take the payment back.
        Reported it.
        I should have paid by card.
        Others tell the same story, I see now.
        Two months later I still have no answer.
        The shop was fine a year ago. Something has changed.
        Keep your hands off.
        I am not the only one, judging by the reviews below.
        Lesson learned.
        A registered letter came back.
    """),
    charged=lines("""
        Charged twice for {item}. It took a letter from my bank to get one payment back.
        The price of {item} at the end was not the one on the page, the rest was called "handling".
        A subscription I never ordered came with {item}.
        {item} was returned, the refund came without the shipping and without a reason.
        They debited my card again three months after {item}.
        Paid for {item} in euros, charged in another currency with a fee on top.
        Invoice for {item} shows an insurance that I had switched off.
        I cancelled {item} within the hour and was charged all the same.
        Refund for {item} was promised in writing and is eleven weeks late.
        The deposit for {item} was never set off against the bill.
        They took the old price for {item}, the page had the new one for days.
        Express postage for {item} was paid and not given; they keep the difference.
    """),
    charged_more=lines("""
        Check your statement.
        I have it in writing.
        Small sum, but still.
        The bank sided with me.
        They call it a system error, for weeks.
        Nobody there seems to be in charge of money.
        I want it back, all of it.
        Not again.
    """),
)

EN = Corpus(
    items=ITEMS,
    goods=GOODS,
    service=SERVICE,
    praise=lines("""
        Great shop, great prices, fast delivery!
        Best shop ever, five stars.
        Everything perfect as always.
        Super quality and super service.
        Absolutely recommended.
        Top quality, top price, top team.
        Amazing! Will buy again and again.
        Never had a better experience.
        Fantastic, thank you!
        Very happy customer here.
        Five stars are not enough.
        Wonderful product, wonderful company.
        Perfect from start to finish.
        Excellent, excellent, excellent.
        A shop one can trust.
        Highly professional team.
        Unbeatable value for money.
        Love it!
        Speedy delivery and lovely packaging.
        Could not be happier.
        My whole family shops here.
        Brilliant. Simply brilliant.
        So pleased with my purchase.
        Number one in the country.
        Quality you can feel.
        First class service every time.
        Wow, what a shop.
        Ten out of ten.
    """),
    smear=lines("""
        Worst shop ever, stay away.
        Rubbish, all of it.
        A disgrace. Buy elsewhere.
        Terrible quality and rude on top.
        Do not waste your money.
        I would give zero stars if I could.
        They do not care about anybody.
        Avoid at all costs.
        Cheap junk sold as something special.
        A total disappointment.
        Everybody I know had trouble with them.
        There are far better shops for this.
        Unbelievable how bad this is.
        Nothing works and nobody helps.
        They should be closed down.
        Never again.
    """),
    replies=lines("""
        Thank you for telling us. Please send the order number to our service address and we will look into it at once.
        We are sorry. Our parcel service had trouble in these weeks; the missing part left us this morning.
        This is not how it should go. The refund was booked today.
        We have checked the batch and taken it off the shelves. A new one is yours if you want it.
        The page did not say this clearly enough. It does now.
        Thank you for your patience. We have changed how such cases are handled here.
        We could not find what you describe in our records. Please get in touch, we would like to put it right.
        You are right, and we apologise. The difference has been paid back.
    """),
    no_receipt=lines("""
        There was no receipt code anywhere, I asked twice.
        No code for a review in the parcel or in the mail, by the way.
        They would not give me a receipt code.
        I asked for the review code and was told there is none.
        No receipt, no code, no invoice.
        The charter says that every order comes with a code. Mine did not.
    """),
    updates=lines("""
        Update: it was put right after all.
        Later: the money is back.
        Addition: a replacement came and works.
        Update after two months: solved, with an apology.
    """),
)
