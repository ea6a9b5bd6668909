"""Why the service does not start: a stable code and what to do about it."""


class StartRefused(Exception):
    """The service will not start like this. The words are for whoever runs it and hold no secret."""

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(f"{code}: {advice}")
        self.code = code
        self.advice = advice
