"""People who sign in: they work for a business or for the service. Never consumers."""
