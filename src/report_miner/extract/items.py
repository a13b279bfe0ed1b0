"""What a number measures: the item, chosen among the phrases that can name it.

A number is named by what follows it ("97 xã đạt chuẩn"), by the phrase before its verb ("kim ngạch xuất khẩu đạt
25 tỷ USD"), by both ("đã bắt giữ 40 vụ buôn lậu"), or by an earlier number that it only adds to ("(giảm 60%)"). Which
of these holds depends on the words between; a linear model over their classes decides (scripts/train_items.py). It
sees no words of a document, only classes, lengths and positions, so it does not learn a document's vocabulary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path

from report_miner.extract.context import Span, Surroundings, any_of
from report_miner.extract.units import Family, Unit
from report_miner.model import Block, BlockKind
from report_miner.patterns import ItemWords

# Where a name can come from, by the side of the number that it stands on.
SIDES = {
    "after": ("unit_tail", "unit_clause", "tail", "clause"),
    "before": ("near", "wide", "head", "subject", "lead"),
    "both": ("unit_near", "unit_head", "unit_subject", "unit_tail_near", "near_tail"),
    "inherited": ("previous", "same_unit", "first", "before", "opening", "known", "heading", "unit_heading"),
    "alone": ("unit",),
}
SIDE_OF = {source: side for side, sources in SIDES.items() for source in sources}
_WHITE = re.compile(r"\s+")
_LONGEST_ITEM = 160
_UNLIKELY = 5.0
_LONGEST_HEADING = 90
_NUMBERING = re.compile(r"^\s*(?:[-+*•#]+|[IVX]+[.)]|\(?\d+(?:\.\d+)*[.)/]?|[a-zđ][.)])\s+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number of a sentence as the item stage sees it."""

    form: str
    unit: Unit | None
    unit_name: str | None
    change: bool
    around: Surroundings


@dataclass
class Memory:
    """What the text before a sentence hands on to its items.

    `before` are the items of the sentence before in the same paragraph, `heading` the words of the heading above,
    `by_unit` the last item of each counted unit in the document.
    """

    before: tuple[str, ...] = ()
    heading: str = ""
    by_unit: dict[str, str] = field(default_factory=dict)

    def enter(self, block: Block, text: str) -> None:
        """Begin a block of the document; `text` is its own."""
        self.before = ()
        if block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            self.heading = _WHITE.sub(" ", _NUMBERING.sub("", text))[:_LONGEST_HEADING].strip(" .:")

    def note(self, items: Sequence[tuple[Anchor, str]]) -> None:
        """Remember the items of a sentence."""
        self.before = tuple(item for _, item in items if item) or self.before
        for anchor, item in items:
            if anchor.unit_name and len(item) > len(anchor.unit_name) + 3:
                self.by_unit[anchor.unit_name] = item


@dataclass(frozen=True, slots=True)
class Item:
    """The chosen name, where it was taken from, and the probability that candidates like it are right."""

    text: str
    source: str
    certainty: float


def candidates(text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> dict[str, str]:
    """Return the phrases that can name the number, by source.

    Args:
        text: the shadow, with periods and other mentions blanked out.
        anchor: the number.
        earlier: the numbers before it in the sentence with their items.
        memory: what the text before the sentence hands on.
    """
    around = anchor.around
    spans = (around.near, around.wide, around.head, around.subject, around.lead, around.tail, around.clause)
    near, wide, head, subject, lead, tail, clause = (_phrase(text, span) for span in spans)
    found = {
        "near": near,
        "wide": wide,
        "head": head,
        "subject": subject,
        "lead": lead,
        "tail": tail,
        "clause": clause,
    }
    if anchor.unit and anchor.unit.family is Family.COUNTED:
        unit = anchor.unit_name or ""
        found["unit"] = unit
        parts = {"near": near, "head": head, "subject": subject, "tail": tail, "clause": clause}
        found |= {f"unit_{name}": f"{unit} {phrase}" for name, phrase in parts.items() if phrase}
        found["unit_tail_near"] = f"{unit} {tail} {near}" if tail and near else ""
    elif near and tail:
        found["near_tail"] = f"{near} {tail}"
    if earlier:
        found["previous"] = earlier[-1][1]
        found["first"] = earlier[0][1]
        same = [item for other, item in earlier if other.unit_name == anchor.unit_name]
        found["same_unit"] = same[-1] if same else ""
    if memory.before:
        found["before"], found["opening"] = memory.before[-1], memory.before[0]
    if anchor.unit and anchor.unit.family is Family.COUNTED:
        found["known"] = memory.by_unit.get(anchor.unit_name or "", "")
        found["unit_heading"] = f"{anchor.unit_name} {memory.heading}" if memory.heading else ""
    else:
        found["heading"] = memory.heading
    return {source: phrase[:_LONGEST_ITEM] for source, phrase in found.items() if phrase}


def _phrase(text: str, span: Span) -> str:
    return _WHITE.sub(" ", text[span[0] : span[1]]).strip(" \"',;:-")


def shape_of(anchor: Anchor) -> str:
    """The form of the number, marked for a change and for a missing unit."""
    return anchor.form + ("+" if anchor.change else "") + ("" if anchor.unit_name else "0")


def features(text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> list[str]:
    """Return what the model knows of a number: classes of words, lengths and positions."""
    around = anchor.around
    links = around.links
    first = links[0] if links else "-"
    outer = links[-1] if links else "-"
    shape = shape_of(anchor)
    near = _bucket(text, around.near)
    tail = _bucket(text, around.tail)
    previous = earlier[-1][0] if earlier else None
    relation = "-"
    if previous:
        relation = ("same" if previous.unit_name == anchor.unit_name else previous.form) + (
            "+" if previous.change else ""
        )
    gap = "joined" if around.joined else "bracket" if around.bracketed else "open"
    main = next((link for link in links if link in ("be", "have", "share", "with", "change", "level")), "-")
    order = "first" if not earlier else "later"
    sides = f"{shape}|{main}|{near != '0'}|{gap}"
    return [
        "bias",
        f"sides={sides}|{tail != '0'}|{order}",
        f"sides={sides}|{order}",
        f"sides={sides}|{tail != '0'}",
        f"shape={shape}",
        f"main={main}|{shape}",
        f"first={first}|{anchor.form}",
        f"outer={outer}|{near}",
        f"near={near}|{shape}",
        f"tail={tail}|{shape}",
        f"near={near}|tail={tail}|{anchor.form}",
        f"gap={gap}|near={near}",
        f"gap={gap}|{shape}|{relation}",
        f"relation={relation}|near={near}|{main}",
        f"relation={relation}|tail={tail}|{anchor.form}",
        f"main={main}|near={near}|tail={tail}",
        f"wide={_bucket(text, around.wide)}|near={near}",
        f"head={around.head != around.near}|{near}|{anchor.form}",
        f"subject={_bucket(text, around.subject)}|wide={_bucket(text, around.wide)}",
        f"lead={_bucket(text, around.lead)}|near={near}",
        f"tail={tail}|clause={_bucket(text, around.clause)}|{anchor.form}",
        f"begins={_begins(text, around.tail)}|{anchor.form}|near={near}",
        f"begins={_begins(text, around.clause)}|{anchor.form}|{main}",
        f"named={_named(text, around.near)}|{main}|{relation}",
        f"word={around.word}|{anchor.form}|near={near}",
        f"word={around.word}|tail={tail}",
        f"left={around.left}|near={near}|{anchor.form}",
        f"right={around.right}|{main}|{anchor.form}",
        f"left={around.left}|right={around.right}|{relation}",
        f"index={min(len(earlier), 2)}|{main}|{near}",
        f"known={bool(anchor.unit_name in memory.by_unit)}|tail={tail}|{near}|{anchor.form}",
        f"heading={bool(memory.heading)}|{bool(memory.before)}|{near}|{tail}",
    ]


def phrase_features(source: str, phrase: str, shape: str, words: PhraseWords) -> list[str]:
    """Return what the model knows of a candidate phrase itself."""
    lower = phrase.lower()
    tokens = lower.split()
    count = len(tokens)
    length = (
        "1"
        if count == 1
        else "2"
        if count <= 3
        else "4"
        if count <= 7
        else "8"
        if count <= 12
        else "13"
        if count <= 18
        else "19"
    )
    found = words.head.search(lower)
    head = found is not None and found.start() == 0
    measured = words.classes[found.group()] if found else "-"
    form = shape.rstrip("+0")
    predicates = len(words.predicate.findall(lower)[:3])
    side = SIDE_OF[source]
    return [
        source,
        f"{source}|{shape}",
        f"{source}|{length}",
        f"length={length}",
        f"head={head}|{side}",
        f"measured={measured}|{head}|{form}",
        f"measured={measured}|{head}|{shape}|{side}",
        f"predicates={predicates}",
        f"{source}|{predicates}",
        f"named={_named(phrase, (0, len(phrase)))}|{side}",
        f"digit={any(map(str.isdigit, phrase))}",
        f"opener={bool(words.opener.match(lower))}|{side}",
        f"comma={',' in phrase}|{side}",
        f"begins={_BEGINNINGS.get(tokens[0], '-')}|{side}",
        f"ends={_BEGINNINGS.get(tokens[-1], '-')}",
        f"repeats={len(set(tokens)) < 0.8 * count}",
        f"{length}|{head}|{predicates}",
    ]


_BEGINNINGS = {
    "của": "of",
    "về": "of",
    "trên": "of",
    "so": "than",
    "dự": "plan",
    "kế": "plan",
    "số": "number",
    "tổng": "number",
    "bị": "passive",
    "được": "passive",
    "đã": "verb",
    "có": "verb",
    "tham": "verb",
    "đạt": "verb",
    "tại": "at",
    "ở": "at",
    "trong": "at",
    "với": "with",
    "và": "and",
}


def _begins(text: str, span: Span) -> str:
    """The class of the first word of a phrase."""
    words = text[span[0] : span[1]].split(maxsplit=1)
    return _BEGINNINGS.get(words[0].lower(), "word") if words else "-"


def _named(text: str, span: Span) -> bool:
    """Whether the phrase is a proper name: every word of it begins with a capital."""
    words = text[span[0] : span[1]].replace("-", " ").replace(".", " ").split()
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words[:6])


def _bucket(text: str, span: Span) -> str:
    words = len(text[span[0] : span[1]].split())
    return "0" if words == 0 else "1" if words <= 2 else "3" if words <= 6 else "7" if words <= 12 else "13"


@dataclass(frozen=True)
class PhraseWords:
    """The vocabulary that marks a phrase as a name of a quantity, or as none."""

    head: re.Pattern[str]
    classes: Mapping[str, str]
    function: frozenset[str]
    predicate: re.Pattern[str]
    opener: re.Pattern[str]

    @classmethod
    def of(cls, words: ItemWords) -> PhraseWords:
        """Compile the vocabulary of patterns/items.yaml."""
        classes = {head: name for name, heads in words.heads.items() for head in heads}
        return cls(
            re.compile(rf"(?<!\w){any_of(classes)}(?!\w)"),
            classes,
            frozenset(words.function),
            re.compile(rf"(?<!\w){any_of(words.predicates)}(?!\w)"),
            re.compile(rf"{any_of(words.openers)}(?!\w)"),
        )


@dataclass(frozen=True)
class ItemModel:
    """Linear weights: context feature → one weight for each of `SOURCES`; phrase feature → one weight."""

    words: PhraseWords
    context: Mapping[str, Mapping[str, float]]
    phrase: Mapping[str, float]

    @classmethod
    def load(cls, words: ItemWords, path: Path = Path(__file__).with_name("item_weights.json")) -> ItemModel:
        """Read the trained weights that are shipped with the program."""
        weights = json.loads(path.read_text("utf-8"))
        return cls(PhraseWords.of(words), weights["context"], weights["phrase"])

    def choose(self, text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> Item | None:
        """Return the best candidate, None where nothing names the number."""
        phrases = candidates(text, anchor, earlier, memory)
        if not phrases:
            return None
        sides = dict.fromkeys(SIDES, 0.0)
        for feature in features(text, anchor, earlier, memory):
            for side, weight in self.context.get(feature, {}).items():
                sides[side] += weight
        shape = shape_of(anchor)
        weight = self.phrase.get
        scores = {
            source: sides[SIDE_OF[source]]
            + sum(weight(feature, 0.0) for feature in phrase_features(source, phrase, shape, self.words))
            for source, phrase in phrases.items()
        }
        return _most_agreed(phrases, scores, self.words.function)


def _most_agreed(phrases: Mapping[str, str], scores: Mapping[str, float], function: frozenset[str]) -> Item:
    """Choose the phrase that most of the probability agrees with: half of the content words the same.

    Candidates overlap ("kim ngạch xuất khẩu", "tổng kim ngạch xuất khẩu của tỉnh"), and where the model wavers between
    such, any of them is better than one that stands alone.
    """
    top = max(scores.values())
    likely = {source: exp(score - top) for source, score in scores.items() if score > top - _UNLIKELY}
    total = sum(likely.values())
    words = {source: frozenset(phrases[source].lower().split()) - function for source in likely}

    def agreement(one: str) -> float:
        mine = words[one]
        return sum(
            share for other, share in likely.items() if 4 * len(mine & words[other]) >= len(mine) + len(words[other])
        )

    chosen = max(likely, key=lambda source: (agreement(source), scores[source]))
    return Item(phrases[chosen], chosen, agreement(chosen) / total)
