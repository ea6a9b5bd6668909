"""Pages for those who sign in: members of businesses, and people who work for the service."""
