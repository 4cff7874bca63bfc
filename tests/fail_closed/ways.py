"""The whole table of the ways."""

from __future__ import annotations

from .ways_of_adopted import ADOPTED
from .ways_of_checkov import CHECKOV
from .ways_of_plans import PLANS
from .ways_of_reading import READING
from .ways_of_rules import SETTINGS, VALIDATORS, WAIVERS

WAYS = (*CHECKOV, *ADOPTED, *READING, *PLANS, *VALIDATORS, *SETTINGS, *WAIVERS)
