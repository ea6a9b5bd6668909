"""HTTP and HTML over the domains' actions and queries."""
