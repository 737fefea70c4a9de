"""schemathesis asks the API what its document allows, and what it doesn't: never an error of the server's own."""

from __future__ import annotations

import pytest
from desk_kinds import Running
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis")

EACH = 8


@pytest.fixture
def api(desk: Running) -> object:
    """The document that a running desk serves."""
    return schemathesis.openapi.from_url(f"{desk.address}api/v1/openapi.json")


def test_no_question_breaks_the_server(desk: Running, api: object) -> None:
    """A bounded number of calls of every operation, the same every time; answers fit the document and are never 5xx."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance

    operations = [found.ok() for found in api.get_all_operations()]  # type: ignore[attr-defined]
    assert len(operations) > 15
    for operation in operations:

        @settings(
            max_examples=EACH, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: object) -> None:
            case.call_and_validate(checks=[not_a_server_error, response_schema_conformance])  # type: ignore[attr-defined]

        given(case=operation.as_strategy())(ask)()
    assert desk.observatory.verify() == []
