"""The people who work for the service: who has which duty, and the first ones."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from reputation.accounts import actions, errors, queries
from reputation.accounts.rules import LANGUAGES, Duty
from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.notices.rules import written
from reputation.web.members import adapters

LATER = "Later ones are better given on the desk, where two operators give a duty together."


class Command(BaseCommand):
    help = f"List who works for the service, give the very first duties, and end them. {LATER}"

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        does.add_parser("list", help="who has which duty since when")
        for name, says in (("add", "give a duty; whoever has no account gets one, and a link"), ("end", "end a duty")):
            part = does.add_parser(name, help=says)
            part.add_argument("email")
            part.add_argument("--duty", choices=[str(duty) for duty in Duty], required=True)
            if name == "add":
                part.add_argument("--language", choices=LANGUAGES, default="en", help="of the mail")

    def handle(self, *, does: str, **options: Any) -> None:
        try:
            {"list": self.show, "add": self.add, "end": self.end}[does](**options)
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.title}") from error

    def show(self, **_options: Any) -> None:
        """A line for each duty that is given."""
        for given in queries.given_duties():
            self.stdout.write(f"{given.duty:<10} {given.email}  since {given.given_on}")

    def add(self, *, email: str, duty: str, language: str, **_options: Any) -> None:
        """Give a duty; whoever has no account gets one, and a mail with a link to choose a password."""
        found = written(email)
        if found is None:
            raise CommandError("This is no e-mail address.")
        email = found
        person = queries.by_email(email)
        user_id = person.id if person else actions.make_account(email=email, language=language)
        actions.give_duty(user_id=user_id, duty=Duty(duty), now=clock.now())
        if person is None:
            self.invite(user_id)
            self.stdout.write(f"Made an account and wrote to {email}: the link there is good for a day.")
        self.stdout.write(f"{email} has the duty {duty} from now on. Its pages need a second factor. {LATER}")

    def invite(self, user_id: int) -> None:
        """Write to somebody new, with the link to choose a password."""
        user = get_user_model().objects.get(pk=user_id)
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        adapter = adapters.Accounts()
        with translation.override(user.language):
            link = adapter.get_reset_password_from_key_url(key)
        adapter.send_mail("account/email/staff", user.email, {"link": link})

    def end(self, *, email: str, duty: str, **_options: Any) -> None:
        """End a duty."""
        person = queries.by_email(email)
        if person is None:
            raise errors.NoSuchAccount
        actions.end_duty(user_id=person.id, duty=Duty(duty), now=clock.now())
        self.stdout.write(f"{email} no longer has the duty {duty}.")
