"""Finds people and identifying details in a text before it is published. Stateless, free of Django and of any store."""
