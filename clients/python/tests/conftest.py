"""How long tests look for what is wrong."""

import os

from hypothesis import HealthCheck, settings

# The gate tries the same cases every time: what a change breaks is found, not what chance finds.
settings.register_profile(
    "taskfold",
    max_examples=40,
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
settings.load_profile("taskfold")
