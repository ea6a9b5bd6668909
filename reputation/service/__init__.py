"""Running the service: its processes, its health, its figures, its doctor."""
