"""patterns/checks.yaml ready for use: what ties two figures together, and which units belong to one kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from report_miner.patterns import Patterns


@dataclass(frozen=True, eq=False, slots=True)
class CheckCues:
    """The patterns by name, for text in lower case, and what is known of units, in lower case too.

    `families` maps a unit to the kind of thing that it counts; `complements` are two words for the two halves of
    a whole; `bodies` are what each place has one of; `most` is how many of a unit the country had at most; `measures`
    are units that measure and do not count.
    """

    patterns: Mapping[str, re.Pattern[str]]
    families: Mapping[str, str]
    complements: tuple[tuple[str, str], ...]
    bodies: frozenset[str]
    most: Mapping[str, int]
    measures: frozenset[str]

    def family_of(self, unit: str) -> str:
        """Return the kind of thing that `unit` counts; a unit of no family is its own kind."""
        return self.families.get(unit.split(",")[0].strip(), unit)


@cache
def check_cues(patterns: Patterns) -> CheckCues:
    """Return the cues of `patterns`.

    Raises:
        PatternError: checks.yaml is broken.
    """
    checks = patterns.checks
    return CheckCues(
        patterns={entry.name: entry.regex for entry in checks.checks},
        families={unit: name for name, units in reversed(checks.families.items()) for unit in units},
        complements=checks.complements,
        bodies=frozenset(checks.bodies),
        most=checks.most,
        measures=frozenset(
            form for family in (*patterns.units.currencies, *patterns.units.measures) for form in family.forms
        ),
    )
