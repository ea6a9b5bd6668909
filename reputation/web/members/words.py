"""What codes of members and applications are called on signed-in pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.admissions.rules import State as ApplicationState
from reputation.businesses.admission import Reason
from reputation.members.rules import Act, By, DeedKind, Role
from reputation.web.terms import Words

ROLES: Mapping[Role, Words] = {
    Role.OWNER: _("Owner"),
    Role.AGENT: _("Agent"),
    Role.READER: _("Reader"),
}
ROLES_SAY: Mapping[Role, Words] = {
    Role.OWNER: _("May do everything: members, keys, the charter, leaving."),
    Role.AGENT: _("May answer and manage: vouchers, replies, cases, names, web addresses, webhooks."),
    Role.READER: _("May look and change nothing."),
}
SCOPES: Mapping[Act, Words] = {
    Act.READ: _("Read: everything that is held about the business"),
    Act.ANSWER: _("Answer: vouchers for buyers, replies and cases"),
    Act.MANAGE: _("Manage: names, web addresses, webhooks, contact, the signing of totals"),
}
BY: Mapping[By, Words] = {By.PAGE: "", By.KEY: _("by a key"), By.SERVICE: _("by the service")}
# What was done; the detail, if there is one, stands after it.
DEEDS: Mapping[DeedKind, Words] = {
    DeedKind.JOINED: _("The business joined"),
    DeedKind.NAMES_CHANGED: _("Names were changed"),
    DeedKind.OWNER_CHANGED: _("A change of ownership was marked"),
    DeedKind.CONTACT_CHANGED: _("The contact was changed"),
    DeedKind.CHARTER_ACCEPTED: _("The charter was accepted: version"),
    DeedKind.MEMBER_INVITED: _("Somebody was invited as"),
    DeedKind.INVITATION_WITHDRAWN: _("An invitation was taken back"),
    DeedKind.MEMBER_JOINED: _("Somebody became"),
    DeedKind.ROLE_CHANGED: _("A role was changed to"),
    DeedKind.MEMBER_REMOVED: _("A member was removed, who was"),
    DeedKind.MEMBER_LEFT: _("A member went, who was"),
    DeedKind.KEY_MADE: _("A key was made:"),
    DeedKind.KEY_ENDED: _("A key was ended:"),
    DeedKind.DOMAIN_CLAIMED: _("A web address was claimed:"),
    DeedKind.DOMAIN_CHECKED: _("A proof was looked for:"),
    DeedKind.DOMAIN_GIVEN_UP: _("A web address was given up:"),
    DeedKind.WEBHOOK_ADDED: _("A webhook was added:"),
    DeedKind.WEBHOOK_CHANGED: _("A webhook was changed:"),
    DeedKind.WEBHOOK_REMOVED: _("A webhook was removed:"),
    DeedKind.WEBHOOK_REPLAYED: _("Deliveries were sent again:"),
    DeedKind.VOUCHERS_MADE: _("Vouchers were made, so many:"),
    DeedKind.ATTESTER_KEY_CHANGED: _("The key that signs totals was changed"),
    DeedKind.TOTAL_SIGNED: _("A total was signed, of the quarter"),
    DeedKind.REPLIED: _("A reply to a review was sent:"),
    DeedKind.EXPORTED: _("Everything held about the business was downloaded"),
    DeedKind.LEAVING_NOTICED: _("Notice to leave was given, for"),
    DeedKind.LEAVING_CANCELLED: _("Notice to leave was taken back"),
    DeedKind.RETURNED: _("The business came back"),
    DeedKind.SUCCESSOR_NAMED: _("It was said which business goes on in its place"),
    DeedKind.APPEALED: _("An appeal was made"),
    DeedKind.CHALLENGED: _("A challenge was filed:"),
    DeedKind.ACTED_IN_CASE: _("Something was done in a case:"),
}
STATES: Mapping[ApplicationState, Words] = {
    ApplicationState.WAITING: _("Two people are to look at it"),
    ApplicationState.ADMITTED: _("Admitted"),
    ApplicationState.REFUSED: _("Refused"),
    ApplicationState.APPEALED: _("Others are to look at it again"),
    ApplicationState.UPHELD: _("The refusal stands"),
    ApplicationState.WITHDRAWN: _("Taken back"),
}
# Why a business is admitted, in doubt, or refused.
REASONS: Mapping[str, Words] = {
    Reason.NATURAL_PERSON_NUMBER: _("This number belongs to a person, not to a company or an association."),
    Reason.NATURAL_PERSON_FORM: _("This legal form is that of one person who trades under a name."),
    Reason.SOLE_PROPRIETOR: _("The public registry lists it as a sole proprietor."),
    Reason.NUMBER_IN_DOUBT: _("Companies and persons both can have a number of this kind."),
    Reason.NUMBER_OF_ANOTHER_COUNTRY: _("The number is of another country than the one given."),
    Reason.FORM_IN_DOUBT: _("The legal form may be a company’s or a person’s, or is not one we know."),
    Reason.CATEGORY_IN_DOUBT: _("The public registry does not say clearly what it is."),
    Reason.LEGAL_PERSON_NUMBER: _("Only companies and other legal persons have a number of this kind."),
    Reason.LEGAL_PERSON_FORM: _("The legal form is that of a legal person."),
    Reason.REGISTRY_CATEGORY: _("The public registry lists it as a legal person."),
    Reason.NO_EVIDENCE: _("Nothing given so far shows that it is a legal person."),
}
