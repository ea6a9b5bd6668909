"""Receipts: proof of a purchase that does not say whose."""
