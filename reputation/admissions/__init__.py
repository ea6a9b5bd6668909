"""Applying to join: admitted at once, refused, or waiting for a person to look."""
