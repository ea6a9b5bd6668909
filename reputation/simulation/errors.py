"""What the demonstration refuses."""


class NotADemonstration(Exception):
    """The settings or the log are those of a real service: nothing of it is ever removed."""

    code = "not-a-demonstration"

    def __init__(self) -> None:
        super().__init__(
            "This is not the demonstration log, so nothing was touched. `demo` removes everything before it builds; it "
            "runs with the demonstration origin only (LOG_ORIGIN unset), in a home folder of its own (REPUTATION_HOME)."
        )
