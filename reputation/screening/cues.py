"""Words after which a name stands: titles, and what reviews say before they name somebody. Pure.

The languages are not kept apart: a review may say "Madame" or "Herr" in any of them.
"""

from importlib.resources import files

_DATA = files("reputation.screening") / "data"
TITLES = frozenset((_DATA / "titles.txt").read_text(encoding="utf-8").split())
LEADS = frozenset((_DATA / "leads.txt").read_text(encoding="utf-8").splitlines())
LONGEST_LEAD = max(len(lead.split()) for lead in LEADS)
PARTICLES = frozenset((_DATA / "particles.txt").read_text(encoding="utf-8").split())
"""Small words within a name: "van der", "de la"."""
