"""Ratings as a pure function of the log."""
