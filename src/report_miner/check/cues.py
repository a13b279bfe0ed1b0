"""The cues of patterns/checks.yaml by name: what ties two figures together."""

from __future__ import annotations

import re
from functools import cache

from report_miner.patterns import load_patterns


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the compiled pattern `name`, for text in lower case.

    Raises:
        KeyError: no such pattern; a mistake in the program.
    """
    return {entry.name: entry for entry in load_patterns().checks.checks}[name].regex


@cache
def family_of(unit: str) -> str:
    """Return the kind of thing that `unit` (lower case) counts; a unit of no family is its own kind."""
    families = load_patterns().checks.families
    first = unit.split(",")[0].strip()
    return next((name for name, units in families.items() if first in units), unit)


@cache
def is_body(unit: str) -> bool:
    """Whether `unit` (lower case) names a body of which each place has one."""
    return unit in load_patterns().checks.bodies


def most_of(unit: str) -> int | None:
    """Return how many of `unit` (lower case) the country had at most, or None where there is no such number."""
    return load_patterns().checks.most.get(unit)
