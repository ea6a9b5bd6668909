"""Who acts for a business: members and their roles, invitations, keys of the API, and what they did."""
