"""How many random documents are tried: 300 of each kind, and 20,000 with HYPOTHESIS_PROFILE=full.

`HYPOTHESIS_PROFILE=full pytest -n 4 tests/property` takes about ten minutes on four cores.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PARTS = 4
_TOO_MUCH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

for name, examples in (("ci", 300), ("full", 20_000)):
    settings.register_profile(
        name, max_examples=examples // PARTS, deadline=None, database=None, suppress_health_check=_TOO_MUCH
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
