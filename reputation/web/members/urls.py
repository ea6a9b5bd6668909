"""Addresses under /members/, in every language. Those about signing in have the names by which allauth finds them."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from reputation.web.members import account as own
from reputation.web.members import business_urls, home, sessions, termination, work
from reputation.web.members.desk import urls as desk
from reputation.web.members.guards import fresh, signed_in

form = require_http_methods(["GET", "HEAD", "POST"])
SECOND = "account/second-factor"
PASSKEYS = "account/passkeys"

urlpatterns = [
    path("", home.page, name="members-home"),
    path("sign-in", form(account.login), name="account_login"),
    path("sign-up", form(account.signup), name="account_signup"),
    path("sign-out", form(account.logout), name="account_logout"),
    path("closed", require_safe(account.account_inactive), name="account_inactive"),
    path("confirm", require_safe(account.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm/(?P<key>[-:\w]{1,200})$", form(account.confirm_email), name="account_confirm_email"),
    path("reset", form(account.password_reset), name="account_reset_password"),
    path("reset/sent", require_safe(account.password_reset_done), name="account_reset_password_done"),
    path("reset/done", require_safe(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})$",
        form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("work", work.give, name="members-work"),
    path("passkey", form(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("second-factor", form(factors.authenticate), name="mfa_authenticate"),
    path("again", signed_in(form(account.reauthenticate)), name="account_reauthenticate"),
    path("again/code", signed_in(form(factors.reauthenticate)), name="mfa_reauthenticate"),
    path("again/passkey", signed_in(form(passkeys.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"),
    path("account", own.page, name="members-account"),
    path("account/email", own.email, name="account_email"),
    re_path(r"^account/email/(?P<token>[-\w=]{1,1000})$", own.confirm_email, name="members-new-email"),
    path("account/close", own.close, name="members-close"),
    path("account/password", fresh(form(account.password_change)), name="account_change_password"),
    path(SECOND, signed_in(require_safe(factors.index)), name="mfa_index"),
    path(f"{SECOND}/app", fresh(form(totp.activate_totp)), name="mfa_activate_totp"),
    path(f"{SECOND}/app/remove", fresh(form(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path(f"{SECOND}/codes", fresh(require_safe(codes.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path(f"{SECOND}/codes/new", fresh(form(codes.generate_recovery_codes)), name="mfa_generate_recovery_codes"),
    path(PASSKEYS, signed_in(require_safe(passkeys.list_webauthn)), name="mfa_list_webauthn"),
    path(f"{PASSKEYS}/add", fresh(form(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path(f"{PASSKEYS}/<int:pk>/name", fresh(form(passkeys.edit_webauthn)), name="mfa_edit_webauthn"),
    path(f"{PASSKEYS}/<int:pk>/remove", fresh(form(passkeys.remove_webauthn)), name="mfa_remove_webauthn"),
    path("account/sessions", sessions.page, name="members-sessions"),
    *business_urls.urlpatterns,
    path("b/<id:business>/termination", termination.page, name="members-termination"),
    *desk.urlpatterns,
]
