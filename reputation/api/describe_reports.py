"""What the schema says about the operations that tell of cases."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe import OPERATOR
from reputation.api.schemas import TEXT, WHOLE, array_of, object_of, or_null, problems, query
from reputation.reports.case_figures import Period, Tally, document

EMPTY = document(Period(2026, 1), 0, Tally())


def _shape(of: object) -> dict[str, Any]:
    """The shape of a report, read off one: what is counted may be null, because it is too small to be told."""
    if isinstance(of, dict):
        return object_of(**{name: _shape(inner) for name, inner in of.items()})
    return TEXT if isinstance(of, str) else or_null(WHOLE)


REPORT: dict[str, Any] = {
    "operation_id": "report",
    "tags": ["Cases"],
    "summary": "Read the report about cases in a half-year",
    "description": "How many reviews were challenged and what came of it, from the public log alone. A figure that is "
    "null is not told: it is under `smallest`, or would give away one that is. Every figure follows from the first "
    "`log_size` entries. `periods`: the half-years that are over, whose reports stay.",
    "parameters": [query("period", OpenApiTypes.STR, "A half-year such as 2026H1; without it, the one that runs.")],
    "responses": {
        200: object_of(operator=OPERATOR, periods=array_of(TEXT), report=_shape(EMPTY)),
        **problems(400, 404, 422),
    },
}
