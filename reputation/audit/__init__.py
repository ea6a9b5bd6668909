"""The independent checker: `python -m reputation.audit URL --key VKEY`. It trusts a public key and nothing else."""
