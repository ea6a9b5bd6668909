"""Reviews from acceptance to the public line."""
