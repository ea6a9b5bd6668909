"""Proving control over a domain, and proving it again every month."""
