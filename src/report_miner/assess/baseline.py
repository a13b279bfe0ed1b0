"""Whether a change is measured against the time that a test asks for."""

from __future__ import annotations

import re

from report_miner.assess.criteria import Baseline
from report_miner.assess.measures import AssessWords
from report_miner.model import Figure
from report_miner.texts import say

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEHIND = 80


def baseline_doubt(figure: Figure, baseline: int | Baseline, words: AssessWords) -> str | None:
    """Return what speaks against setting the change against `baseline`, in Vietnamese; None when nothing does.

    Args:
        figure: the change or the pair.
        baseline: a year, or one of `Baseline`.
        words: those of patterns/assess.yaml.
    """
    wanted = _wanted(baseline)
    printed = _printed(figure, words)
    if figure.versus is not None:
        if str(figure.versus) == _expected(figure, baseline):
            return say("assess.one_year_only") if baseline is Baseline.PREVIOUS_YEARS else None
        return say("assess.other_baseline", printed=printed or figure.versus, wanted=wanted)
    if printed is None:
        return say("assess.no_baseline", wanted=wanted)
    if isinstance(baseline, Baseline) and re.search(words.same_as_year_before, printed.lower()):
        return say("assess.one_year_only") if baseline is Baseline.PREVIOUS_YEARS else None
    return say("assess.other_baseline", printed=printed, wanted=wanted)


def _wanted(baseline: int | Baseline) -> str:
    return (
        say(f"assess.baseline_{baseline.value}")
        if isinstance(baseline, Baseline)
        else say("assess.baseline", year=baseline)
    )


def _expected(figure: Figure, baseline: int | Baseline) -> str:
    if isinstance(baseline, int):
        return str(baseline)
    period = str(figure.period or "")
    versus = str(figure.versus)
    years = {int(year) for year in _YEAR.findall(period)}
    if len(years) == 1 and len(versus) == 4:
        return str(min(years) - 1)
    return _YEAR.sub(lambda match: str(int(match.group()) - 1), period)


def _printed(figure: Figure, words: AssessWords) -> str | None:
    """What the words behind the figure say that it is compared with."""
    end = figure.end - figure.sentence_start
    match = re.search(words.compared, figure.sentence[end : end + _BEHIND].lower())
    return match["base"].strip() if match else None
