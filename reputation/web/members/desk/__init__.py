"""Pages of the people who work for the service: what waits, who decides, what was decided."""
