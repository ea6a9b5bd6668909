"""The independent checker: `python -m reputation.audit URL --key VKEY`."""
