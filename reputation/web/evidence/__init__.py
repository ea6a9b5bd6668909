"""Pages for buyers who got no voucher: an order mail, or a payment that a moderator looks at."""
