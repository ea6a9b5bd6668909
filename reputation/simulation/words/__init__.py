"""Sentences from which invented reviews are put together, one module a language. All were written for this purpose."""
