"""What all tests share: Hypothesis looks at the same examples every time in CI, and at new ones on a developer's machine."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci",
    parent=settings.get_profile("here"),
    derandomize=True,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a failure can take longer than the whole run
)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes go by their argument's name: what a test packs (gzip's clock, a WARC's ids) differs from worker to worker."""
    return argname if isinstance(val, bytes) else None
