"""What somebody types who lets a business join, step by step."""

from reputation.rulebook import charter

REASONS = "The register shows a partnership whose partner is a company."
RULES = {f"rule_{rule.code}": "yes" if rule.answer else "no" for rule in charter.VERSIONS["1"].rules}
COUNTRY = {"country": "GB"}
IDENTITY = {"kind_1": "example", "number_1": "EX00004711"}
NAMES = {"legal_name": "Kettle & Moss Ltd", "trading_names": "Moss Kitchen\nKettles", "place": "Ludlow", "domains": ""}
PROMISE = {
    "contact_email": "office@kettle.example",
    "language": "en",
    "accepted_by": "Ada Moss",
    "office": "Director",
    **RULES,
}
STEPS = (COUNTRY, IDENTITY, NAMES, PROMISE)


def typed(upto: int, **changes: str) -> dict[str, str]:
    """All that was typed up to a step, which the form carries with it."""
    return {"step": str(upto)} | {name: value for step in STEPS[: upto + 1] for name, value in step.items()} | changes
