"""How well extracted figures agree with figures annotated by hand.

A figure is *found* when it overlaps an annotated one and has its numbers (value, value_to, total). A found figure's
*record* is right when its unit, item, change, bound, status, place and period are. Optional annotations count neither
for nor against; an annotation that lists several values accepts each of them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from report_miner.errors import UsageError
from report_miner.patterns import Patterns
from report_miner.store.rows import record
from report_miner.texts import say

Row = Mapping[str, Any]
"""A figure as the exported files have it; numbers may be Decimal, int or float."""

RECORD = ("unit", "item", "change", "bound", "status", "place", "period")
FIELDS = ("kind", *RECORD, "versus")
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
ALIKE = 0.5
"""The likeness from which on two items are the same."""
SURE = 0.9
"""The confidence from which on a figure counts as sure."""

_NUMBERS = ("value", "value_to", "total")
_PLAIN = {"change": "none", "bound": "=", "status": "actual"}
_GOLD_ENDING = ".gold.jsonl"
_PUNCTUATION = re.compile(r"[“”\"'‘’(),.;:]")
_FILLERS = frozenset(
    "của và các những về trong trên ở tại cho đã được là có số tỷ tỉ lệ với do bị".split()  # noqa: SIM905
)
_PLACE_TYPE = re.compile(r"\A(?:tỉnh|thành phố|tp|thị xã|tx|thị trấn|huyện|quận|xã|phường|thôn|ấp|bản|khu phố) ")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one figure: `missed`, `extra`, or the name of a field."""

    doc: str
    what: str
    start: int
    text: str
    detail: str


@dataclass
class Score:
    """Counts over one document, or over all.

    `fields` counts the found figures that have the field right; `sure` and `sure_right` the figures by confidence
    bin and those of them whose whole record is right.
    """

    gold: int = 0
    found: int = 0
    extra: int = 0
    records: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    binned: Counter[float] = field(default_factory=Counter)
    binned_right: Counter[float] = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:
        self.gold += other.gold
        self.found += other.found
        self.extra += other.extra
        self.records += other.records
        self.fields += other.fields
        self.binned += other.binned
        self.binned_right += other.binned_right
        return self

    @property
    def extracted(self) -> int:
        """How many figures were extracted, those at optional annotations aside."""
        return self.found + self.extra

    @property
    def precision(self) -> float:
        """The share of the extracted figures that are found."""
        return _share(self.found, self.extracted)

    @property
    def recall(self) -> float:
        """The share of the annotated figures that are found."""
        return _share(self.found, self.gold)

    @property
    def found_f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.found, self.gold + self.extracted)

    @property
    def record_f1(self) -> float:
        """The same of whole records."""
        return _share(2 * self.records, self.gold + self.extracted)

    def measure(self, name: str) -> float:
        """The measure called `name`: found, record, or a field."""
        if name in FIELDS:
            return _share(self.fields[name], self.found)
        return {"found": self.found_f1, "record": self.record_f1}[name]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents together and of each, and every mistake."""

    total: Score
    documents: dict[str, Score]
    mistakes: list[Mistake]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def load_gold(folder: Path) -> dict[str, list[Row]]:
    """Return the annotations in `folder` (NAME.gold.jsonl) by NAME.

    Raises:
        UsageError: there are none, or a line is no JSON.
    """
    gold = {path.name.removesuffix(_GOLD_ENDING): _rows(path) for path in sorted(folder.glob("*" + _GOLD_ENDING))}
    if not gold:
        raise UsageError(say("cli.no_gold", folder=folder), remedy=say("cli.no_gold_remedy"))
    return gold


def load_figures(path: Path) -> list[Row]:
    """Return the figures of a `figures.jsonl`.

    Raises:
        UsageError: the file cannot be read, or a line is no JSON.
    """
    return _rows(path)


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [_row(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise _bad_rows(path, 1, error) from error


def _row(path: Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
        if row["start"] < row["end"]:
            return cast("Row", row)
    except (ValueError, KeyError, TypeError) as error:
        raise _bad_rows(path, number, error) from error
    raise _bad_rows(path, number, "start >= end")


def _bad_rows(path: Path, number: int, reason: object) -> UsageError:
    return UsageError(say("cli.bad_rows", file=path, line=number, reason=reason), remedy=say("cli.bad_rows_remedy"))


def mine_figures(docs: Path, patterns: Patterns) -> Iterator[Row]:
    """Yield the figures that the program finds in the documents under `docs`.

    Raises:
        UsageError: there is no such folder.
    """
    from report_miner.inputs import sources
    from report_miner.work import Mined, Task, mine_source

    if not docs.is_dir():
        raise UsageError(say("cli.no_docs", folder=docs), remedy=say("cli.no_docs_remedy"))
    task = Task(patterns)
    for source in sources([str(docs)]):
        outcome = mine_source(source, task)
        if isinstance(outcome, Mined):
            yield from map(record, outcome.figures)


def evaluate(gold: Mapping[str, Sequence[Row]], figures: Iterable[Row]) -> Evaluation:
    """Score the figures of the documents that have annotations; the rest is left aside."""
    by_document: dict[str, list[Row]] = {name: [] for name in gold}
    for figure in figures:
        path = Path(str(figure.get("doc", "")))
        name = path.name if path.name in by_document else path.stem
        if name in by_document:
            by_document[name].append(figure)
    result = Evaluation(Score(), {}, [])
    for name, annotated in gold.items():
        score, mistakes = _score(name, annotated, by_document[name])
        result.documents[name] = score
        result.mistakes.extend(mistakes)
        total = result.total
        total += score
    return result


def _score(name: str, annotated: Sequence[Row], figures: Sequence[Row]) -> tuple[Score, list[Mistake]]:
    score, mistakes = Score(), []
    pairs, extra = _aligned(annotated, figures)
    for gold, figure in pairs:
        if gold.get("optional"):
            continue
        score.gold += 1
        if figure is None:
            mistakes.append(Mistake(name, "missed", gold["start"], gold["text"], f"{gold['unit']} | {gold['item']}"))
            continue
        score.found += 1
        right = {each for each in FIELDS if is_right(each, gold.get(each), figure.get(each))}
        score.fields.update(right)
        whole = right.issuperset(RECORD)
        score.records += whole
        _bin(score, figure, right=whole)
        for wrong in (each for each in FIELDS if each not in right):
            detail = f"gold {gold.get(wrong)!r} got {figure.get(wrong)!r}"
            mistakes.append(Mistake(name, wrong, gold["start"], gold["text"], detail))
    for figure in extra:
        score.extra += 1
        _bin(score, figure, right=False)
        detail = f"{figure.get('unit')} | {figure.get('item')}"
        mistakes.append(Mistake(name, "extra", figure["start"], str(figure.get("text")), detail))
    return score, mistakes


def _bin(score: Score, figure: Row, *, right: bool) -> None:
    confidence = float(figure.get("confidence") or 0.0)
    lower = max(edge for edge in BINS if edge <= max(confidence, BINS[0]))
    score.binned[lower] += 1
    score.binned_right[lower] += right


def _aligned(annotated: Sequence[Row], figures: Sequence[Row]) -> tuple[list[tuple[Row, Row | None]], list[Row]]:
    """Give each annotation the first free figure at its place with its numbers.

    Returns:
        The annotations with their figures, and the figures left over that stand at no optional annotation.
    """
    free = list(figures)
    pairs: list[tuple[Row, Row | None]] = []
    for gold in annotated:
        hit = next((each for each in free if _overlap(gold, each) and _same_numbers(gold, each)), None)
        if hit is not None:
            free.remove(hit)
        pairs.append((gold, hit))
    optional = [gold for gold in annotated if gold.get("optional")]
    return pairs, [each for each in free if not any(_overlap(gold, each) for gold in optional)]


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _same_numbers(gold: Row, figure: Row) -> bool:
    return all(_same_number(gold.get(name), figure.get(name)) for name in _NUMBERS)


def _same_number(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    try:
        a, b = float(one), float(other)
    except (TypeError, ValueError):
        return False
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def is_right(name: str, gold: Any, got: Any) -> bool:
    """Whether `got` is what the annotation says of the field `name`; a list `gold` accepts each of its values."""
    accepted = gold if isinstance(gold, list) else [gold]
    same = _SAME.get(name, _same_value)
    default = _PLAIN.get(name)
    return any(same(each or default, got or default) for each in accepted)


def _same_value(gold: Any, got: Any) -> bool:
    return bool(gold == got)


def _both_or_neither(compare: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    """Compare where both have a value; two that have none are the same."""
    return lambda gold, got: compare(str(gold), str(got)) if gold and got else not gold and not got


def _same_unit(gold: str, got: str) -> bool:
    """One names the other, perhaps with more words."""
    one, other = set(_words(gold)), set(_words(got))
    return one <= other or other <= one


def likeness(gold: str, got: str) -> float:
    """How much of the content words of two items is the same: 0 to 1, their F1."""
    one, other = Counter(_content(gold)), Counter(_content(got))
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _same_item(gold: str, got: str) -> bool:
    return likeness(gold, got) >= ALIKE


def _same_place(gold: str, got: str) -> bool:
    """The most specific names are the same, whatever the type word."""
    one, other = (_PLACE_TYPE.sub("", " ".join(_words(name.split("<")[0]))) for name in (gold, got))
    return one == other


def _same_time(gold: str, got: str) -> bool:
    return gold.strip() == got.strip()


def _same_period(gold: Any, got: Any) -> bool:
    """A period that the annotation leaves open is not held against who inferred one."""
    return not gold or _SAME["versus"](gold, got)


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    "unit": _both_or_neither(_same_unit),
    "item": _both_or_neither(_same_item),
    "place": _both_or_neither(_same_place),
    "versus": _both_or_neither(_same_time),
    "period": _same_period,
}


def _words(text: str) -> list[str]:
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text).casefold()).split()


def _content(text: str) -> list[str]:
    words = _words(text)
    return [word for word in words if word not in _FILLERS] or words


def parse_floors(given: Iterable[str]) -> dict[str, float]:
    """Return floors like `found=0.95` by their names.

    Raises:
        UsageError: a name is no measure, or a value no number.
    """
    floors = {}
    for each in given:
        name, _, value = each.partition("=")
        try:
            floors[name] = float(value)
        except ValueError:
            name = ""
        if name not in ("found", "record", *FIELDS):
            names = ", ".join(("found", "record", *FIELDS))
            raise UsageError(say("cli.bad_floor", given=each), remedy=say("cli.bad_floor_remedy", names=names))
    return floors


def below(result: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each measure below its floor."""
    return [
        say("cli.below_floor", name=name, value=f"{result.total.measure(name):.3f}", floor=f"{floor:.3f}")
        for name, floor in floors.items()
        if result.total.measure(name) < floor
    ]


def report(result: Evaluation, *, per_doc: bool = False, errors: bool = False) -> Iterator[str]:
    """Yield the lines of the report."""
    if errors:
        for mistake in sorted(result.mistakes, key=lambda each: (each.doc, each.what, each.start, each.detail)):
            yield "\t".join((mistake.doc, mistake.what, str(mistake.start), mistake.text, mistake.detail))
    if per_doc:
        for name, score in result.documents.items():
            yield (f"{name:24} gold {score.gold:3} found F1 {score.found_f1:.3f} record F1 {score.record_f1:.3f}")
    total = result.total
    yield (
        f"found: P {total.precision:.3f} R {total.recall:.3f} F1 {total.found_f1:.3f}   "
        f"record F1 {total.record_f1:.3f}   ({total.gold} gold, {total.extracted} extracted)"
    )
    yield "fields of the found: " + "  ".join(f"{name} {total.measure(name):.3f}" for name in FIELDS)
    yield from _reliability(total)


def _reliability(score: Score) -> Iterator[str]:
    yield say("cli.reliability")
    for lower, upper in zip(BINS, (*BINS[1:], 1.0), strict=True):
        count = score.binned[lower]
        right = f"{_share(score.binned_right[lower], count):.3f}" if count else "-"
        yield f"  {lower:.1f}-{upper:.1f}  {count:6}  {right:>6}"
    yield say("cli.sure", sure=SURE, share=f"{_share(score.binned[SURE], score.extracted):.3f}")
