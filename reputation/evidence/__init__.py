"""Proof of a purchase without a voucher: signed mails, and payment proofs that a moderator saw."""
