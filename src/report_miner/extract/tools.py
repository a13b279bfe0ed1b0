"""What is built once from the patterns and serves every document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from report_miner.extract.cues import Cues
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.extract.indicators import IndicatorCatalogue
from report_miner.extract.kinds import KindReader
from report_miner.extract.masks import MaskScanner, mask_scanner
from report_miner.extract.matcher import PatternMatcher
from report_miner.extract.numbers import NumberGrammar, number_grammar
from report_miner.extract.pairs import PairReader
from report_miner.extract.statements import ItemReader, UnitReader
from report_miner.extract.tables import TableReader
from report_miner.patterns import Patterns


@dataclass(frozen=True)
class Tools:
    """The stages' tools, each made from its files of patterns/."""

    patterns: Patterns
    gazetteer: Gazetteer
    masks: MaskScanner
    matcher: PatternMatcher
    numbers: NumberGrammar
    cues: Cues
    units: UnitReader
    items: ItemReader
    kinds: KindReader
    pairs: PairReader
    tables: TableReader
    indicators: IndicatorCatalogue


@cache
def tools_of(patterns: Patterns) -> Tools:
    """Build the tools for `patterns`.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    return Tools(
        patterns=patterns,
        gazetteer=load_gazetteer(patterns),
        masks=mask_scanner(patterns),
        matcher=PatternMatcher(patterns.matcher),
        numbers=number_grammar(patterns),
        cues=Cues(patterns),
        units=UnitReader(patterns),
        items=ItemReader(patterns),
        kinds=KindReader(patterns.units),
        pairs=PairReader(patterns.units.pairs),
        tables=TableReader(patterns),
        indicators=IndicatorCatalogue(patterns),
    )
