"""Names, numbers and addresses to businesses; only reads."""
