"""The seeded simulator behind the demonstration log."""
