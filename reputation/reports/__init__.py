"""What is told of a business or the service from what the rooms hold. No tables; only reads."""
