"""Addresses of the API, below /api/v1/."""

from django.urls import include, path, re_path, register_converter

from reputation.api import (
    attester_views,
    business_views,
    evidence_views,
    joining_views,
    mailbox_views,
    outside_views,
    own_case_views,
    pages,
    problems,
    report_views,
    review_views,
    views,
    voucher_views,
)


class Position:
    """A position in the log: a plain number that a database can hold."""

    regex = r"0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Position, "position")

# Of those who act for a business.
own = [
    path("home", business_views.Home.as_view(), name="api-home"),
    path("names", business_views.Names.as_view(), name="api-names"),
    path("contact", business_views.Contact.as_view(), name="api-contact"),
    path("ownership", business_views.Ownership.as_view(), name="api-ownership"),
    path("members", business_views.Members.as_view(), name="api-members"),
    path("members/<str:member>", business_views.Member.as_view(), name="api-member"),
    path("members/<str:member>/role", business_views.MemberRole.as_view(), name="api-member-role"),
    path("invitations", business_views.Invitations.as_view(), name="api-invitations"),
    path("invitations/<str:invitation>", business_views.Invitation.as_view(), name="api-invitation"),
    path("keys", business_views.Keys.as_view(), name="api-keys"),
    path("keys/<str:key>", business_views.Key.as_view(), name="api-key"),
    path("charter", business_views.BusinessCharter.as_view(), name="api-business-charter"),
    path("leaving", business_views.Leaving.as_view(), name="api-leaving"),
    path("return", business_views.Return.as_view(), name="api-return"),
    path("successor", business_views.Successor.as_view(), name="api-successor"),
    path("deeds", business_views.Deeds.as_view(), name="api-deeds"),
    path("claims", outside_views.Claims.as_view(), name="api-claims"),
    path("claims/<str:claim>", outside_views.Claim.as_view(), name="api-claim"),
    path("claims/<str:claim>/check", outside_views.ClaimCheck.as_view(), name="api-claim-check"),
    path("claims/<str:claim>/mail", outside_views.ClaimMail.as_view(), name="api-claim-mail"),
    path("webhooks", outside_views.Webhooks.as_view(), name="api-webhooks"),
    path("webhooks/<str:webhook>", outside_views.Webhook.as_view(), name="api-webhook"),
    path("webhooks/<str:webhook>/change", outside_views.WebhookChange.as_view(), name="api-webhook-change"),
    path("webhooks/<str:webhook>/pause", outside_views.WebhookPause.as_view(), name="api-webhook-pause"),
    path("webhooks/<str:webhook>/resume", outside_views.WebhookResume.as_view(), name="api-webhook-resume"),
    path("webhooks/<str:webhook>/roll", outside_views.WebhookRoll.as_view(), name="api-webhook-roll"),
    path("webhooks/<str:webhook>/ping", outside_views.WebhookPing.as_view(), name="api-webhook-ping"),
    path("webhooks/<str:webhook>/replay", outside_views.WebhookReplay.as_view(), name="api-webhook-replay"),
    path("webhooks/<str:webhook>/deliveries", outside_views.Deliveries.as_view(), name="api-deliveries"),
    path(
        "webhooks/<str:webhook>/deliveries/<str:delivery>/replay",
        outside_views.DeliveryReplay.as_view(),
        name="api-delivery-replay",
    ),
    path("vouchers", voucher_views.Vouchers.as_view(), name="api-vouchers"),
    path("receipts", voucher_views.Receipts.as_view(), name="api-receipts"),
    path("attester-key", voucher_views.AttesterKey.as_view(), name="api-attester-key"),
    path("totals", voucher_views.Totals.as_view(), name="api-totals"),
    path("reviews/<str:review>/reply", review_views.Reply.as_view(), name="api-reply"),
    path("export", business_views.Export.as_view(), name="api-export"),
]
urlpatterns = [
    path("check", views.Check.as_view(), name="api-check"),
    path("businesses", views.Businesses.as_view(), name="api-businesses"),
    path("businesses/<str:business>", views.Business.as_view(), name="api-business"),
    path("businesses/<str:business>/rating", views.Rating.as_view(), name="api-rating"),
    path("businesses/<str:business>/explanation", views.Explanation.as_view(), name="api-explanation"),
    path("businesses/<str:business>/reviews", review_views.Reviews.as_view(), name="api-reviews"),
    path("businesses/<str:business>/domains", views.Domains.as_view(), name="api-domains"),
    path("businesses/<str:business>/badge", views.Badge.as_view(), name="api-badge"),
    path("businesses/<str:business>/evidence-work", evidence_views.Work.as_view(), name="api-evidence-work"),
    path("businesses/<str:business>/mail-evidence", evidence_views.MailEvidence.as_view(), name="api-mail-evidence"),
    path("reviews", review_views.Send.as_view(), name="api-send-review"),
    path("reviews/work", review_views.Work.as_view(), name="api-review-work"),
    path("reviews/look", review_views.Look.as_view(), name="api-review-look"),
    path("reviews/<str:review>", review_views.Review.as_view(), name="api-review"),
    path("reviews/<str:review>/words", review_views.Words.as_view(), name="api-words"),
    path("reviews/<str:review>/words/work", review_views.WordsWork.as_view(), name="api-words-work"),
    path("mailbox", mailbox_views.Mailbox.as_view(), name="api-mailbox"),
    path("mailbox/work", mailbox_views.Work.as_view(), name="api-mailbox-work"),
    path("mailbox/wish", mailbox_views.Wish.as_view(), name="api-mailbox-wish"),
    path("mailbox/withdrawal", mailbox_views.Withdrawal.as_view(), name="api-mailbox-withdrawal"),
    path("mailbox/erasure", mailbox_views.Erasure.as_view(), name="api-mailbox-erasure"),
    path("mailbox/appeal", mailbox_views.Appeal.as_view(), name="api-mailbox-appeal"),
    path("mailbox/giving-up", mailbox_views.GivingUp.as_view(), name="api-mailbox-giving-up"),
    path("mailbox/cases", own_case_views.Cases.as_view(), name="api-mailbox-cases"),
    path("mailbox/cases/<str:case>/acts", own_case_views.Acts.as_view(), name="api-mailbox-acts"),
    path("mailbox/cases/<str:case>/acts/<str:kind>", own_case_views.Act.as_view(), name="api-mailbox-act"),
    path("mailbox/cases/<str:case>/proofs", own_case_views.Proofs.as_view(), name="api-mailbox-proofs"),
    path("badge-key", views.BadgeKey.as_view(), name="api-badge-key"),
    path("cases/<str:case>", report_views.Case.as_view(), name="api-case"),
    path("report", report_views.Report.as_view(), name="api-report"),
    path("log", views.Log.as_view(), name="api-log"),
    path("log/entries/<position:position>", views.LogEntry.as_view(), name="api-log-entry"),
    path("log/checkpoints", views.LogCheckpoints.as_view(), name="api-log-checkpoints"),
    path("log/consistency", views.LogConsistency.as_view(), name="api-log-consistency"),
    path("log/entries/<position:position>/inclusion", views.LogInclusion.as_view(), name="api-log-entry-inclusion"),
    path("log/entries/<position:position>/receipt", views.LogReceipt.as_view(), name="api-log-receipt"),
    path("attesters", attester_views.Attesters.as_view(), name="api-attesters"),
    path("attesters/<str:attester>", attester_views.Attester.as_view(), name="api-attester"),
    path("attesters/<str:attester>/batches", attester_views.Batches.as_view(), name="api-batches"),
    path("attesters/<str:attester>/totals", attester_views.Totals.as_view(), name="api-totals"),
    path("attesters/<str:attester>/key", attester_views.AttesterKey.as_view(), name="api-attester-key"),
    path("receipt-keys/<str:key_id>", attester_views.ReceiptKey.as_view(), name="api-receipt-key"),
    path("legal-forms", joining_views.LegalForms.as_view(), name="api-legal-forms"),
    path("number-kinds", joining_views.NumberKinds.as_view(), name="api-number-kinds"),
    path("charter", joining_views.Charter.as_view(), name="api-charter"),
    path("me", joining_views.Me.as_view(), name="api-me"),
    path("applications", joining_views.Applications.as_view(), name="api-applications"),
    path("applications/look", joining_views.Look.as_view(), name="api-applications-look"),
    path("applications/<str:application>", joining_views.Application.as_view(), name="api-application"),
    path("applications/<str:application>/withdraw", joining_views.Withdraw.as_view(), name="api-application-withdraw"),
    path("applications/<str:application>/appeal", joining_views.Appeal.as_view(), name="api-application-appeal"),
    path("invitations/accept", joining_views.AcceptInvitation.as_view(), name="api-invitations-accept"),
    path("businesses/<str:business>/", include(own)),
    path("schema/", pages.schema_file, name="api-schema"),
    path("docs/", pages.docs, name="api-docs"),
    path("problems/<str:code>", pages.problem, name="api-problem"),
    re_path(r"^(?P<path>.*)$", problems.not_found),
]
