"""Challenges and decisions."""
