"""Challenging a review and what follows, as whoever challenges sees it: businesses that are signed in, and anybody."""
