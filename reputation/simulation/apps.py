from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """Demonstration data."""

    name = "reputation.simulation"
    verbose_name = "Demonstration data"
    grants: dict[str, dict[str, str]] = {}
