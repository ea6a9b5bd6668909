"""The mailbox of a writer: what a codename opens. Everything is posted; nothing is in an address or a cookie."""
