"""Telling a business's own systems: signed, retried, to be sent again."""
