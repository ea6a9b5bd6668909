"""HTTP and JSON over the domains' actions and queries."""
