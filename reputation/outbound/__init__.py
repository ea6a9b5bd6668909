"""Asking the outside world: names and addresses of others, never of our own network, within limits."""
