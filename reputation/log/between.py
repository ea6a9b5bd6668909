"""What has to hold between the fields of an entry: each says what is wrong, or None."""

from collections.abc import Mapping

from reputation.log import codes


def only_without_receipt(body: Mapping[str, object]) -> str | None:
    """Those without a receipt say that none was given; a key signed the others."""
    is_none = body["class"] == "none"
    if "no_receipt_given" in body and not is_none:
        return "no_receipt_given goes with class none only"
    return "key_id goes with a receipt only" if "key_id" in body and is_none else None


def only_a_business_is_one(body: Mapping[str, object]) -> str | None:
    """Whoever vouches and is a business is named as such; nobody else is."""
    is_wrong = "business" in body and body["attester_kind"] != "business"
    return "business goes with attester_kind business only" if is_wrong else None


def the_change(body: Mapping[str, object]) -> str | None:
    """A change carries what changed, and nothing else."""
    given = body.keys() & set(codes.CHANGES)
    return None if given == {body["change"]} else "exactly the field named by change must be there"


def decision_or_interim(body: Mapping[str, object]) -> str | None:
    """What keeps a review out is one of both."""
    return None if ("decision" in body) != ("interim" in body) else "exactly one of decision and interim must be there"


def one_subject(body: Mapping[str, object]) -> str | None:
    """A case is about a review, an alert or a domain."""
    is_one = len({"review", "alert", "domain"} & body.keys()) == 1
    return None if is_one else "exactly one of review, alert and domain must be there"


def ground_fits(body: Mapping[str, object]) -> str | None:
    """An alert has an innocent cause, an address imitates nothing; neither is anything a review can break."""
    is_of_alert, is_of_domain = body["ground"] in codes.ALERT_GROUNDS, body["ground"] in codes.DOMAIN_GROUNDS
    fits = (is_of_alert, is_of_domain) == ("alert" in body, "domain" in body)
    return None if fits else "the ground is not one of what the case is about"


def the_deadline(body: Mapping[str, object]) -> str | None:
    """That something is overdue says what; that more time was given says until when."""
    if ("deadline" in body) != (body["step"] == "overdue"):
        return "deadline goes with the step overdue, and with no other"
    needs_day = body["step"] in ("noticed", "answered", "extended", "resumed", "reopened")
    return None if ("until" in body) == needs_day else "until goes with the steps that give time, and with no other"


def a_sanction_ends(body: Mapping[str, object]) -> str | None:
    """What takes something from a writer has a last day; nothing else has one."""
    is_sanction = body["outcome"] in codes.SANCTIONS
    return None if ("until" in body) == is_sanction else "until goes with removed and masked, and with no other"


def unfounded_for_nothing(body: Mapping[str, object]) -> str | None:
    """A challenge is called manifestly unfounded, and so it led to nothing."""
    is_odd = "unfounded" in body and (body["unfounded"] is not True or body["outcome"] not in codes.UNFOUNDED)
    return "unfounded is true and goes with rejected and inadmissible only, or is not there" if is_odd else None


def lot_whole(body: Mapping[str, object]) -> str | None:
    """A lot is told whole: by which list, which checkpoint, which nonces."""
    given = {"nonces", "roster_sha256", "drawn_at"} & body.keys()
    return None if len(given) in (0, 3) else "nonces, roster_sha256 and drawn_at go together"


def announced_in_time(body: Mapping[str, object]) -> str | None:
    """An edition is announced before it takes effect; the first one may take effect in the month it is announced."""
    return None if str(body["effective"]) >= str(body["announced"])[:7] else "effective lies before announced"
