"""What refusals mean on signed-in pages, by their stable codes: what is wrong, and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.web.terms import Words

OF_MEMBERS: Mapping[str, tuple[Words, Words]] = {
    "not-yours": (
        _("There is no such business among yours."),
        _("Choose one from your list, or sign in with the address that was invited."),
    ),
    "not-allowed": (_("Your role does not allow this."), _("An owner of the business can do it, or change your role.")),
    "no-such-member": (_("Nobody of this business is meant by that."), _("Load the list of members again.")),
    "last-owner": (
        _("A business needs an owner."),
        _("Make somebody else one first, or let the business leave."),
    ),
    "already-member": (
        _("Whoever has this address is a member already, or was invited."),
        _("Change the role instead, or take the invitation back and send another."),
    ),
    "too-many": (_("There are as many as there may be."), _("End one that is not needed, then try again.")),
    "invitation-over": (
        _("This invitation can no longer be used."),
        _(
            "It was used or taken back, is older than 14 days, or was sent to another address than yours. "
            "Ask for a new one."
        ),
    ),
    "nothing-changed": (_("It is so already."), _("Nothing was changed.")),
    "no-such-key": (_("There is no such key."), _("Load the list of keys again.")),
    "bad-key": (_("A key needs a name, and something it may do."), _("The name has 60 characters at most.")),
    "bad-email": (_("This is no e-mail address."), _("Look for missing or superfluous characters.")),
    "charter-not-accepted": (
        _("The charter is accepted with every question answered as it asks."),
        _("Whoever cannot answer so cannot take part yet. Name and office are needed as well."),
    ),
    "no-such-charter": (
        _("This version of the charter cannot be accepted now."),
        _("Load the page again: it shows the one that can."),
    ),
    "already-leaving": (
        _("Notice was given already, or there is none to take back."),
        _("Load the page again to see how it stands."),
    ),
    "no-such-application": (_("There is no such application among yours."), _("Choose one from your list.")),
    "wrong-application-state": (
        _("This cannot follow any more."),
        _("It was decided, taken back or appealed meanwhile, or it is too late. Load the page again."),
    ),
    "too-many-applications": (
        _("As many of your applications are waiting as may wait."),
        _("Wait for a decision, or take one back. Nothing of this one was kept."),
    ),
    "unexplained": (_("Say why, in 20 to 2,000 characters."), _("Somebody else has to be able to check it.")),
    "bad-country": (_("Choose a country."), ""),
    "number-taken": (
        _("A business with this registry number takes part already."),
        _(
            "If that business is yours, ask its owner for an invitation. If somebody else joined with your number, "
            "write to the operator: two people look, and the number is freed for you."
        ),
    ),
    "not-a-legal-person": (
        _("Only legal persons can join."),
        _("Nothing was kept. If it is a company, give the number that only companies have, or its exact legal form."),
    ),
    "legal-person-in-doubt": (
        _("What was given does not show for sure that this is a legal person: a person has to look at it."),
        _("Go through joining once more from its first step."),
    ),
    "bad-number": (
        _("This registry number is not valid."),
        _("Compare it with the register, sign by sign, and look whether its kind is the right one."),
    ),
    "bad-name": (
        _("This name cannot be used."),
        _("A name has 1 to 300 characters that can be seen, and there are 20 names at most."),
    ),
    "no-such-webhook": (_("There is no such webhook."), _("Choose one from the list.")),
    "no-such-delivery": (_("There is no such delivery."), _("Load the page again: it is forgotten after 30 days.")),
    "too-many-webhooks": (_("There are five webhooks already."), _("Remove one that is not needed.")),
    "bad-webhook-address": (
        _("Nothing can be sent to this address."),
        _("Give an address with https:// and a name that everybody can reach: no number, no port but 443."),
    ),
    "bad-webhook-events": (_("Choose at least one event."), ""),
    "webhook-not-live": (_("Nothing is sent there now."), _("Let it be told again first.")),
    "webhook-pinged-moments-ago": (
        _("A test was sent there a moment ago."),
        _("Wait a minute. The list shows how the last one went."),
    ),
    "wrong-business-state": (
        _("This cannot follow: the business has left, or has not left."),
        _("Load the page again to see how it stands."),
    ),
    "excluded": (
        _("The business was excluded, and the day has not come."),
        _("Until then the exclusion can be appealed."),
    ),
    "bad-successor": (
        _("It cannot point there."),
        _("A business that left points to another one that takes part, once."),
    ),
    "account-exists": (_("There is an account with this address already."), _("Sign in with it.")),
    "address-offer-over": (
        _("This link to a new address can no longer be used."),
        _("Ask for a new one on the page of your account."),
    ),
    "too-soon": (_("That was too soon after the last attempt."), _("Wait as long as the page says, then try again.")),
    "work-not-good": (
        _("This attempt came without its work."),
        _("Load the page again and let it finish its counting before you send the form."),
    ),
    "bad-mail-address": (_("This is no e-mail address that can be written to."), _("Give another one.")),
}
OF_ISSUER: Mapping[str, tuple[Words, Words]] = {
    "unknown-voucher": (
        _("We do not know this code."),
        _("Compare it with your receipt or mail, sign by sign. If it is right, tell the shop."),
    ),
    "voucher-claimed": (
        _("This code was used already."),
        _("If that was you, the ticket was on the page then. If not, somebody else had your code."),
    ),
    "key-not-ready": (
        _("This code is not ready yet."),
        _("It was registered a moment ago. Try again in a minute. Nothing was used up."),
    ),
    "key-ended": (
        _("The time in which this code could be used is over."),
        _("You can still write a review, without a receipt."),
    ),
    "issuer-away": (
        _("Codes cannot be turned into tickets right now."),
        _("Nothing was lost. Please try again in a few minutes."),
    ),
}
OF_RECEIPTS: Mapping[str, tuple[Words, Words]] = {
    "bad-count": (_("At least one voucher is made at once, and at most 10,000."), _("For more, come back for others.")),
    "key-full": (
        _("1,000,000 codes are registered for this business and quarter already: no more can be."),
        _("Make vouchers for orders as they come, and others with the next quarter."),
    ),
    "batch-reused": (
        _("These vouchers were made already."),
        _("Their codes were shown once and are kept nowhere. Load the page again to make others."),
    ),
    "bad-public-key": (
        _("This is no public key of the kind Ed25519."),
        _("Paste the public half alone: the lines that openssl writes, or 44 characters of base64."),
    ),
    "too-many-key-changes": (
        _("The key was changed as often today as it may be."),
        _("Change it again tomorrow. The log tells of every change for good."),
    ),
    "attester-known": (_("Somebody else signs with this key."), _("Make a new one, for the business alone.")),
    "no-such-total": (
        _("This total does not wait for your signature any more."),
        _("It is in the log, or its last day has passed. Load the page again."),
    ),
    "total-not-signed": (
        _("This is no signature of your key over this total."),
        _("Sign the very bytes of the total, with the private half of the key that is shown below."),
    ),
}
OF_DESK: Mapping[str, tuple[Words, Words]] = {
    "no-such-proposal": (_("There is no such proposal."), _("Open it from the queue, or from what was done lately.")),
    "already-proposed": (_("This is proposed already."), _("Open the proposal from the queue.")),
    "proposal-over": (
        _("This proposal has ended, or whoever made it may no longer do so."),
        _("Load the page again to see what became of it. Nothing was changed."),
    ),
    "not-for-you": (
        _("This is for somebody else to decide."),
        _("Your duty is another one, you have a tie, you had a part in what is appealed, or you proposed it."),
    ),
    "not-for-you tie": (
        _("This is for somebody else to decide."),
        _("You belong to the business, or did in the last 24 months. Nobody decides about their own side."),
    ),
    "not-for-you duty": (_("This is for somebody else to decide."), _("Your duty is another one.")),
    "not-for-you part": (
        _("This is for somebody else to decide."),
        _("You had a part in the decision that is appealed."),
    ),
    "not-for-you own": (
        _("This is for somebody else to decide."),
        _("You did what comes before it: a second person looks."),
    ),
    "not-for-you undeclared": (
        _("Say first whether anything ties you to one of the two sides."),
        _("Open the case from the queue. It is shown once you have said so."),
    ),
    "not-for-you declined": (
        _("You declined this case."),
        _("Somebody else does it. It is not shown to you any more."),
    ),
    "case-changed": (
        _("Something happened in this case since the page was made."),
        _("Nothing was done. Load the page again, look at what is new, and do it once more."),
    ),
    "words-held": (
        _("Look at the held words first."),
        _("Nothing is decided on words that the other side could not read."),
    ),
    "draft-not-filled": (
        _("A part of the draft is not filled in."),
        _("Fill each gap, and tell what the sides said in fewer words than they did."),
    ),
    "not-proposable": (
        _("This cannot be proposed."),
        _("What it is about is not there, is not as it was, or is so already. Load the page again."),
    ),
    "bad-exclusion": (
        _("The last day does not fit."),
        _("An exclusion begins 30 days after it was confirmed, and ends 36 months after that at most."),
    ),
    "no-such-measure": (_("There is no such measure."), _("Look at the list of measures of the business.")),
    "wrong-measure-state": (
        _("This cannot follow any more."),
        _("The measure was appealed, ended or reversed meanwhile, or it is too late. Load the page again."),
    ),
    "measure-not-due": (
        _("The numbers do not allow this step now, or another one comes first."),
        _("Three manifestly unfounded challenges in 90 days, 30 per cent of those decided, filed after the last step."),
    ),
    "threat-noted": (_("The case says so already."), _("One note stands on a case at a time.")),
    "bad-measure": (
        _("A measure needs a rule of the list, facts, why they break it, and a summary."),
        _("One to twenty facts of 5,000 characters at most, and a summary of 500 at most."),
    ),
    "too-many-challenges-open": (
        _("The business has as many challenges open as it may."),
        _("Wait until one is decided, or take one back. Urgent grounds are not counted out."),
    ),
    "right-to-challenge-suspended": (
        _("The right to challenge reviews is suspended."),
        _("The page of measures says until when, and how to appeal. Urgent grounds stay open."),
    ),
    "no-such-termination": (_("There is no such exclusion."), _("Follow the link in the mail that announced it.")),
    "wrong-termination-state": (
        _("This can no longer follow."),
        _("The exclusion was appealed or reversed already, or the time has passed."),
    ),
    "nothing-to-announce": (
        _("There is nothing of the kind to announce."),
        _("The log says so already, or something else is the case by now."),
    ),
    "no-such-attester": (_("There is no such attester."), _("Its application may be gone. Open it from the queue.")),
    "wrong-attester-state": (
        _("This cannot follow: the attester is not admitted, or has ended."),
        _("Load the page again to see where it stands. Nothing was changed."),
    ),
    "no-such-receipt-key": (_("There is no such key of receipts."), _("Choose one from the list.")),
    "wrong-receipt-key-state": (
        _("This key of receipts has ended already."),
        _("Load the page again to see how it stands."),
    ),
    "no-such-account": (_("There is no account with this address."), _("Whoever is to have the duty signs up first.")),
}
OF_EVIDENCE: Mapping[str, tuple[Words, Words]] = {
    "mail-not-evidence": (
        _("This mail does not show a purchase at this business."),
        _("Take the mail that confirms your order, as it came. Or show a payment instead."),
    ),
    "mail-key-new": (
        _("We saw the key of this mail today for the first time."),
        _("We take it once we have seen the key on two days. Keep the mail, and send it again tomorrow."),
    ),
    "too-many-payment-proofs": (
        _("As many payment proofs wait for our moderators as may."),
        _("Nothing was kept. Come again in some days, or show the mail that confirms your order instead."),
    ),
    "no-mail-domain": (
        _("This business has not shown that it controls a web address."),
        _("So none of its mails can be recognised. Show a payment instead."),
    ),
    "proof-used": (
        _("This mail was used already, or another one of this shop to the same address in the same quarter."),
        _("One counts for each address and quarter. If you have not used it yourself, show a payment instead."),
    ),
    "file-missing": (_("Choose one file."), _("Nothing was kept.")),
    "file-too-large": (
        _("The file is larger than 5 MiB."),
        _("A photograph in lower quality, or one page of a document, is enough. Nothing was kept."),
    ),
    "file-not-readable": (
        _("Only a PDF, PNG, JPEG or WebP file can be taken."),
        _("What a file is called does not matter, but what is in it. Nothing was kept."),
    ),
    "bad-collecting-code": (
        _("This is no collecting code."),
        _("It begins with PP and has 21 more letters and digits. Compare them one by one."),
    ),
    "no-such-collecting-code": (
        _("Nothing waits for this code."),
        _("It was collected already, or was not within 90 days. A voucher code that you were given then still counts."),
    ),
    "no-such-payment-proof": (_("There is no such payment proof."), _("Open one from the queue.")),
    "payment-proof-decided": (
        _("This payment proof was decided already, or its time has passed."),
        _("Nothing was changed."),
    ),
}
OF_MAILBOX: Mapping[str, tuple[Words, Words]] = {
    "no-such-held-text": (
        _("Nobody looks at this text any more."),
        _("It was decided about, or given up. The page shows how it stands now."),
    ),
    "held-text-decided": (
        _("This was decided about, or its time is over."),
        _("The page shows how it stands now. Nothing was changed."),
    ),
}
OF_REVIEWS: Mapping[str, tuple[Words, Words]] = {
    "token-not-valid": (
        _("This is no review ticket of this service."),
        _(
            "A ticket begins with “Open Reference review ticket” and ends with its token. Take the whole text, or the "
            "file."
        ),
    ),
    "token-spent": (
        _("This ticket was used for a review already."),
        _(
            "Each ticket is good for one review. If you wrote it, its codename opens it. If you did not, show your "
            "purchase in another way, or write without a receipt."
        ),
    ),
    "token-expired": (
        _("The time in which this ticket could be used is over."),
        _("You can still write, without a receipt. It is shown apart and weighs less."),
    ),
    "receipt-key-annulled": (
        _("The stamp of these tickets was annulled: reviews with them count no more."),
        _(
            "Two people decided it, and the public log says why. Show your purchase in another way, or write without a "
            "receipt."
        ),
    ),
    "reviews-busy": (
        _("Reviews cannot be taken in at this moment."),
        _("Send the same again in a minute. Nothing is lost, and nothing is taken in twice."),
    ),
    "reviews-not-taken": (
        _("This service takes no reviews in right now."),
        _("Its log does not name the key that signs acceptances yet. Your text is still here: send it again later."),
    ),
    "business-takes-no-reviews": (
        _("This business left and takes no more reviews."),
        _("With a receipt a review can be written for a year after that day, without one no longer. Nothing was kept."),
    ),
    "codename-used": (
        _("This codename belongs to another review."),
        _("Throw it away: on the next page you get a new one. Your text is still here."),
    ),
    "codename-not-valid": (
        _("This is no codename."),
        _("It has eight words. Compare them one by one with what you wrote down."),
    ),
    "passages-found": (
        _("Some passages may name somebody."),
        _("Look at each, and choose what is to become of it. Nothing was sent."),
    ),
    "review-not-valid": (
        _("A part of the review is missing or does not fit."),
        _("Go through the steps once more. What you typed is still here."),
    ),
}
