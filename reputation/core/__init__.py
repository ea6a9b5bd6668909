"""Clock, months, ids, errors and small database helpers."""
