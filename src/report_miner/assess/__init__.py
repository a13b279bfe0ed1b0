"""Criteria: which of them a place meets, by its figures and by what its report states, each with its evidence."""

from __future__ import annotations

from report_miner.assess.assessment import assess
from report_miner.assess.criteria import CriteriaSet, check_criteria_file, find_criteria, load_criteria

__all__ = ["CriteriaSet", "assess", "check_criteria_file", "find_criteria", "load_criteria"]
