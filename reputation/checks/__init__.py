"""The private check: published files in which anybody looks up any address without telling anyone which."""
