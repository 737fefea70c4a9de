"""The page on counting policies says what the tables say."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from marsad.ledger.policy import Policy, policies
from marsad.ledger.rules import LEAVE_OUT, PREFER, WIDEN_ONLY
from marsad.ledger.tally import FlagName

PAGE = Path(__file__).parents[2] / "docs" / "counting-policies.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", policies())
def test_every_policy_is_on_the_page_and_has_a_text(page: str, name: str) -> None:
    assert f"`{name}`" in page
    assert len(policies()[name].text) > 80


@pytest.mark.parametrize("name", get_args(FlagName))
def test_every_flag_is_on_the_page(page: str, name: str) -> None:
    assert f"`{name}`" in page


@pytest.mark.parametrize("policy", policies().values())
def test_policies_name_rules_that_there_are(policy: Policy) -> None:
    assert set(policy.leave_out) <= set(LEAVE_OUT)
    assert set(policy.widen_only) <= set(WIDEN_ONLY)
    assert set(policy.prefer) <= set(PREFER)


@pytest.mark.parametrize("field", Policy.__struct_fields__)
def test_every_setting_is_on_the_page(page: str, field: str) -> None:
    assert field in page
