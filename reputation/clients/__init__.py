"""Command lines for people: `python -m reputation.clients.receipt CODE`."""
