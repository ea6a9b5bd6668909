"""Command lines for people: `python -m reputation.clients.receipt CODE`, then `python -m reputation.clients.review`."""
