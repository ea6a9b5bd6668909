"""What we tell people by mail: one outbox, templates in two languages, sending."""
