"""The badge a shop serves itself, and its facts for machines. No tables."""
