"""Tables as they are, for operators to look at: named columns, newest first, nothing to change and nothing to search.

No text, no secret, no hash, and nothing by which a person could be found: which columns are shown stands here, and the
role of the pages could read every one of them before. Django's own admin is not used: it brings a table of what people
did in it, which deleting an account would have to reach, and a search.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from reputation.desk import errors
from reputation.desk.rules import Kind

PAGE = 50
# The first column counts up: a page goes on below the last one of the page before.
TABLES: Mapping[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "businesses_business": "id public_id legal_name country place state joined_on left_on charter_version "
        "successor_id excluded_until",
        "businesses_tradingname": "id business_id name",
        "businesses_registrynumber": "id business_id scheme value",
        "businesses_domain": "id business_id domain method proved_on lost_on",
        "businesses_event": "id business_id kind on detail",
        "members_member": "id public_id business_id role since_on ended_on",
        "members_leaving": "id business_id why given_on leaves_on ended_on is_cancelled",
        "admissions_application": "id public_id business_id state country legal_form legal_name place charter_version "
        "filed_on decide_until decided_on appeal_until appealed_on appeal_decided_on",
        "accounts_given_duty": "id duty given_on ended_on",
        "reviews_review": "id public_id business_id month stars outcome receipt_class no_receipt_given state",
        "disputes_case": "id public_id business_id review_id side state filed_on answer_until decide_until ended_on",
        "disputes_decision": "id public_id case_id review_id outcome ground rule_version decided_by approved_by "
        "decided_on effective_on appeal_until",
        "desk_proposal": "id public_id kind subject ground exclude_until edition proposed_at until state decided_at",
        "desk_termination": "id public_id business_id ground announced_on effective_on until stage appeal_until "
        "appealed_on decide_until appeal_decided_on appeal_outcome",
        "log_entry": "position kind business review month",
        "log_checkpoint": "size published_at",
        "notices_mail": "id",
        "procrastinate_jobs": "id",
    }.items()
}
# What a duty is given to or taken from is a person's account, which no table here shows.
SUBJECT = f"""CASE WHEN "kind" NOT IN ('{Kind.GIVE_DUTY}', '{Kind.END_DUTY}') THEN "subject" END"""


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a table. `below`: where the next page goes on, None after the last."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    below: int | None


def look(table: str, *, below: int | None = None) -> Rows:
    """The newest rows of a table, or those below a place in it.

    Raises:
        NoSuchTable
    """
    if table not in TABLES:
        raise errors.NoSuchTable
    columns = TABLES[table]
    key = columns[0]
    listed = ", ".join(SUBJECT if column == "subject" else f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {listed} FROM "{table}" WHERE "{key}" < %s ORDER BY "{key}" DESC LIMIT %s',  # noqa: S608 - listed
            [2**63 - 1 if below is None else below, PAGE + 1],
        )
        rows = cursor.fetchall()
    more = len(rows) > PAGE
    return Rows(table, columns, rows[:PAGE], rows[PAGE - 1][0] if more else None)
