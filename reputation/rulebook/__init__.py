"""Every published number and policy text, versioned, with its source."""
