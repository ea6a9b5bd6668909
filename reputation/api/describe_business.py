"""What the schema says about what a business does: particulars, members, keys, charter, leaving, what was done."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe_joining import ANSWERS, EMAIL, IDEMPOTENCY, KEY, LANGUAGE, NAME, PERSON
from reputation.api.schemas import (
    DAY,
    INSTANT,
    TEXT,
    UUID,
    Schema,
    array_of,
    closed,
    example,
    list_of,
    many,
    object_of,
    one_of,
    or_null,
    path,
    problems,
    query,
    text,
    whole_list_of,
)
from reputation.businesses import particulars
from reputation.businesses.rules import State
from reputation.members.api_keys import LONGEST_NAME
from reputation.members.rules import SCOPES, By, DeedKind, Role
from reputation.reports.tasks import Kind
from reputation.rulebook import charter

BUSINESS_ID = path("business", OpenApiTypes.UUID, "Id of a business that you act for.")
MEMBER_ID = path("member", OpenApiTypes.UUID, "Id of a membership, as the list of members gives it.")
INVITATION_ID = path("invitation", OpenApiTypes.UUID, "Id of an invitation, as the list of invitations gives it.")
KEY_ID = path("key", OpenApiTypes.UUID, "Id of a key, as the list of keys gives it.")
PAGED = [
    query("after", OpenApiTypes.STR, "The `next` of the page before."),
    query("limit", OpenApiTypes.INT, "How many, 1 to 100; 20 without it."),
]
NEEDS = {
    "read": "Needs the scope or role to read.",
    "answer": "Needs the scope or role to answer.",
    "manage": "Needs the scope or role to manage.",
    "own": "Needs the key of an account that is an owner: no key of a business reaches that far.",
}


def operation(
    name: str, tag: str, summary: str, says: str, needs: str, *parameters: Any, answers: dict[Any, Any]
) -> dict[str, Any]:
    """What all operations of a business have in common."""
    return {
        "operation_id": name,
        "tags": [tag],
        "auth": KEY,
        "summary": summary,
        "description": f"{says} {NEEDS[needs]}",
        "parameters": [BUSINESS_ID, *parameters],
        "responses": answers,
    }


def reading(
    name: str, tag: str, summary: str, says: str, answer: Schema, *parameters: Any, needs: str = "read", **more: Any
) -> dict[str, Any]:
    """An operation that reads."""
    answers = {200: answer, **problems(400, 401, 403, 404, 422)}
    return operation(name, tag, summary, says, needs, *parameters, answers=answers) | more


def act(
    name: str,
    tag: str,
    summary: str,
    says: str,
    needs: str,
    answer: Schema,
    *parameters: Any,
    status: int = 200,
    body: Schema | None = None,
    example_body: Schema | None = None,
    more: tuple[int, ...] = (),
) -> dict[str, Any]:
    """An operation that does something, once for each Idempotency-Key."""
    answers = {status: answer, **problems(400, 401, 403, 404, 409, 413, 415, 422, *more)}
    found = operation(name, tag, summary, says, needs, *parameters, IDEMPOTENCY, answers=answers)
    found["request"] = None if body is None else {"application/json": body}
    if example_body is not None:
        found["examples"] = example("as sent", example_body)
    return found


def ending(name: str, tag: str, summary: str, says: str, needs: str, *parameters: Any) -> dict[str, Any]:
    """An operation that ends something. Doing it twice ends nothing more, so it needs no Idempotency-Key."""
    answers = {204: None, **problems(400, 401, 403, 404, 409, 422)}
    says = f"{says} To repeat it does no harm, so it needs no Idempotency-Key."
    return operation(name, tag, summary, says, needs, *parameters, answers=answers)


NAMES = object_of(legal_name=TEXT, trading_names=array_of(TEXT))
CONTACT = object_of(email=TEXT, language=one_of(("en", "de")))
LEAVING = object_of(why=one_of(("asked", "charter")), given_on=DAY, leaves_on=DAY)
ACCEPTED = object_of(version=TEXT, name=TEXT, office=TEXT, accepted_on=DAY)

HOME = reading(
    "home",
    "Members",
    "Read what a business has to do",
    "What needs the business and until when, with the particulars that are not public.",
    object_of(
        business=UUID,
        state=one_of(State),
        legal_name=TEXT,
        trading_names=array_of(TEXT),
        excluded_until=or_null(DAY),
        contact=or_null(CONTACT),
        charter=object_of(accepted=TEXT, in_force=TEXT, announced=or_null(TEXT), acceptances=array_of(ACCEPTED)),
        leaving=or_null(LEAVING),
        tasks=array_of(object_of(kind=one_of(Kind), until=or_null(DAY), detail=or_null(TEXT))),
    ),
)
NAMES_BODY = closed(legal_name=NAME, trading_names=many(NAME, particulars.MOST_NAMES - 1))
CHANGE_NAMES = act(
    "change_names",
    "Particulars",
    "Change the names",
    "Gives the business other names; those it had are found no more.",
    "manage",
    NAMES,
    body=NAMES_BODY,
    example_body={"legal_name": "Kettle & Moss GmbH", "trading_names": ["Moss Kitchen"]},
)
CONTACT_BODY = closed(email=EMAIL, language=LANGUAGE)
CHANGE_CONTACT = act(
    "change_contact",
    "Particulars",
    "Change where the business is written to",
    "The former address is told. Neither is ever public.",
    "manage",
    CONTACT,
    body=CONTACT_BODY,
    example_body={"email": "office@kettle-and-moss.example", "language": "en"},
)
CHANGE_OWNER = act(
    "change_owner",
    "Particulars",
    "Say that the business was sold",
    "The day is public; the figure runs on.",
    "own",
    object_of(owner_changed_on=DAY),
)
PERSON_SCHEMA = object_of(member=UUID, email=TEXT, role=one_of(Role), since_on=DAY)
MEMBERS = reading(
    "members",
    "Members",
    "List the members",
    "Those who act for the business, owners first.",
    whole_list_of(PERSON_SCHEMA),
)
ROLE_BODY = closed(role=one_of(Role))
CHANGE_ROLE = act(
    "change_role",
    "Members",
    "Give a member another role",
    "An owner may all, an agent all but members, keys, the charter and leaving, a reader may read.",
    "own",
    PERSON_SCHEMA,
    MEMBER_ID,
    body=ROLE_BODY,
    example_body={"role": "agent"},
)
REMOVE = ending(
    "remove_member",
    "Members",
    "End a membership",
    "Everybody may end their own. An owner is always left.",
    "own",
    MEMBER_ID,
)
INVITED = object_of(invitation=UUID, email=TEXT, role=one_of(Role), until=INSTANT)
INVITATIONS = reading(
    "invitations",
    "Members",
    "List open invitations",
    "Those that can still be used.",
    whole_list_of(INVITED),
    needs="own",
)
INVITE_BODY = closed(email=EMAIL, role=one_of(Role), language=LANGUAGE)
INVITE = act(
    "invite",
    "Members",
    "Invite somebody",
    "A mail goes to the address. Whether somebody has an account with it is told to nobody.",
    "own",
    INVITED,
    status=201,
    body=INVITE_BODY,
    example_body={"email": "colleague@kettle-and-moss.example", "role": "agent", "language": "en"},
)
WITHDRAW_INVITATION = ending(
    "withdraw_invitation",
    "Members",
    "Take an invitation back",
    "Its link opens nothing any more.",
    "own",
    INVITATION_ID,
)
KEY_SCHEMA = object_of(
    key=UUID, name=TEXT, scopes=array_of(one_of(SCOPES)), begins=TEXT, made_on=DAY, used_on=or_null(DAY)
)
KEYS = reading(
    "keys",
    "Keys",
    "List the keys of the business",
    "Those in use, newest first; none is shown again.",
    whole_list_of(KEY_SCHEMA),
    needs="own",
)
KEY_BODY = closed(name=text(LONGEST_NAME, shortest=1), scopes=many(one_of(SCOPES), len(SCOPES), fewest=1))
MAKE_KEY = act(
    "make_key",
    "Keys",
    "Make a key of the business",
    "It is shown this once, and to whoever repeats the call with the same Idempotency-Key.",
    "own",
    object_of(key=UUID, secret=TEXT),
    status=201,
    body=KEY_BODY,
    example_body={"name": "shop system", "scopes": ["read", "manage"]},
)
END_KEY = ending("end_key", "Keys", "End a key of the business", "It opens nothing from now on.", "own", KEY_ID)
PROMISE = {"accepted_by": PERSON, "office": PERSON, "answers": ANSWERS}
SAID = {
    "accepted_by": "Ada Moss",
    "office": "Managing director",
    "answers": {rule.code: rule.answer for rule in charter.VERSIONS["1"].rules},
}
CHARTER_BODY = closed(version=text(12, shortest=1), **PROMISE)
ACCEPT_CHARTER = act(
    "accept_charter",
    "Charter",
    "Accept a version of the charter",
    "The version in force, or the one announced. Notice to leave for want of it is taken back.",
    "own",
    ACCEPTED,
    body=CHARTER_BODY,
    example_body={"version": "1", **SAID},
)
GIVE_NOTICE = act(
    "give_notice",
    "Leaving",
    "Give notice to leave",
    "The business leaves thirty days from now, and may take notice back until then. No reason is asked.",
    "own",
    LEAVING,
    status=201,
)
TAKE_BACK = ending(
    "take_notice_back",
    "Leaving",
    "Take notice back",
    "What follows from a charter that was not accepted ends by accepting it.",
    "own",
)
RETURN_BODY = closed(**PROMISE)
RETURN = act(
    "come_back",
    "Leaving",
    "Take part again",
    "With the history there was, under the charter in force.",
    "own",
    object_of(business=UUID, state=one_of(State)),
    body=RETURN_BODY,
    example_body=SAID,
)
SUCCESSOR_BODY = closed(successor=text(36, shortest=36, says="Id of a business that takes part."))
NAME_SUCCESSOR = act(
    "name_successor",
    "Leaving",
    "Point to the business that goes on",
    "Once, and only by an owner of both.",
    "own",
    object_of(successor=UUID),
    body=SUCCESSOR_BODY,
    example_body={"successor": "8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a"},
)
DEEDS = reading(
    "deeds",
    "Members",
    "Read what was done for the business",
    "Newest first, for 24 months: `member` is the membership of whoever did it, `who` their address while they are a "
    "member, `key` the name of the key it was done with.",
    list_of(
        object_of(
            kind=one_of(DeedKind),
            at=INSTANT,
            by=one_of(By),
            member=or_null(UUID),
            who=or_null(TEXT),
            key=or_null(TEXT),
            detail=or_null(TEXT),
        )
    ),
    *PAGED,
)
EXPORT = operation(
    "export",
    "Members",
    "Take everything that is held about the business along",
    "One zip with JSON and CSV of everything, and a README that says what each file is and what is left out.",
    "read",
    query("language", OpenApiTypes.STR, "Of the README: en or de; en without it."),
    answers={(200, "application/zip"): OpenApiTypes.BINARY, **problems(400, 401, 403, 404, 422)},
)
