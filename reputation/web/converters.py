"""What parts of addresses look like."""

from uuid import UUID

from django.urls import register_converter

from reputation.reports.case_figures import Period


class Id:
    """A random id as it stands in the log: canonical lower-case text and nothing else."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID | str) -> str:
        return str(value)


class Position:
    """The position of an entry in the log."""

    regex = "0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(int(value))


class Host:
    """A domain as it is proved: lower case, ASCII, with a dot."""

    regex = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class HalfYear:
    """A half-year as it stands in the log: 2026H2."""

    regex = "2[01][0-9]{2}H[12]"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period | str) -> str:
        return str(value)


# Here, so that whichever list of addresses is read first knows them.
register_converter(Id, "id")
register_converter(Position, "entry")
register_converter(Host, "host")
register_converter(HalfYear, "half")
