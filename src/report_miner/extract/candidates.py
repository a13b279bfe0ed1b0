"""The phrases among which the item of a number is chosen, and what the text before hands on to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from report_miner.extract.context import SUFFERED, Span, Surroundings
from report_miner.extract.frames import Frame
from report_miner.extract.units import Family, Unit
from report_miner.model import Block, BlockKind

# Where a name can come from, by the side of the number that it stands on.
SIDES = {
    "after": ("unit_tail", "unit_clause", "tail", "clause", "listed", "through", "across"),
    "before": ("near", "wide", "head", "subject", "named", "core", "apposed", "label"),
    "both": (
        *("unit_near", "unit_head", "unit_subject", "unit_tail_near", "near_tail"),
        *("unit_label", "label_near", "near_previous", "near_theme", "unit_theme", "first_near"),
    ),
    "inherited": (
        "previous",
        "second_last",
        "same_unit",
        "first",
        "before",
        "opening",
        "known",
        "heading",
        "unit_heading",
        "topic",
        "unit_topic",
        "title",
        "unit_title",
        "theme",
    ),
    "alone": ("unit",),
}
SIDE_OF = {source: side for side, sources in SIDES.items() for source in sources}
_PARTS = ("near", "wide", "head", "subject", "named", "tail", "clause", "listed")
_FRAMES = ("core", "apposed", "through", "across")
_PARTS_OF = attrgetter(*_PARTS)
_FRAMES_OF = attrgetter(*_FRAMES)
_PARTS_OF_UNIT = ("near", "head", "subject", "tail", "clause")
_BEHIND = ("listed", "through", "across")
_ENUMERATOR = re.compile(r"\d{1,2}")
_LONGEST_ITEM = 160
_LEAST_HEADING = 12  # characters of a line that leads to a list, for it to be the heading of that
_LONGEST_HEADING = 90
_DIGIT = re.compile(r"\d")
_STAMP = re.compile(r"\d{1,2}/\d{1,2}/\d{4}\W{1,3}\d{1,2}(?::|h)\d\d")  # when something was published, no heading
_OPENING = 400  # characters of a block in which its label or heading stands
_SHORT = 3  # words of a phrase that may need the thing it is said of
_HOLE = re.compile(r"(?:,? ,)+")  # where a time or a place is blanked out between commas
# What another number counts, and no more than that: "(45 tổ và) 1.250 hội viên".
_COUNTS = re.compile(r"\d[\d.,]*(?:\s[^\W\d_]+){0,2}$|\d[\d.,]*\s.*\d")
# Another number's share, with the verb that tells it: "(xã A đạt 90%, xã B) chiếm ít nhất với 12%".
_SHARE = re.compile(r"(?:đạt|chiếm)(?:\s[^\W\d_]+){0,5}\s\d[\d.,]*%$")
# What stands behind points and does not say which they are: "11 điểm ngập", but "5 điểm sau hai năm".
_LEADS_ON = re.compile(
    r"(?:sau|trước|trong|ở|tại|trên|để|là|so|khi|của|mà|vì|do|nhờ|từ|cho|qua|vẫn|đều|cách|với|trở)(?!\w)"
)
_NUMBER_OF = "số "  # "tăng 3% số vụ, 2% số người bị thương": what changed stands behind each
_SUFFERED = re.compile(SUFFERED)  # said of people, not of what was counted before
# Of which sort: "tỷ lệ trẻ suy dinh dưỡng | thể nhẹ cân 9%, | thể thấp còi 18%".
_SORT = re.compile(r"(?:thể|môn|vùng|mức độ|cấp|tuyến|khối|bậc|hạng|ở (?=đô thị|nông thôn|thành thị)) ?(?=[^\W_])")
_LABEL = re.compile(r"([^:.;()]{3,80}):\s")
_STATE = re.compile(r"tình hình (?=[^\W\d_])", re.IGNORECASE)  # a heading tells how things stand, an item names them
# Whose money it is: "ngân sách trung ương 94 tỷ, tỉnh 41 tỷ" goes on with that of the province.
_LEVEL = re.compile(r"trung ương|tw|tỉnh|thành phố|huyện|thị xã|quận|xã|phường|địa phương", re.IGNORECASE)
_PURSE = re.compile(
    rf"(?<!\w)(?:(?P<purse>(?:ngân sách|ns|vốn)(?: [^\W\d_]+)??) (?:{_LEVEL.pattern})|nstw)$", re.IGNORECASE
)
_STATE_PURSE = "ngân sách"  # what the abbreviation "NSTW" begins with
NUMBERING = re.compile(r"\s*(?:[-+*•#]+|[IVX]+[.)]|\(?\d+(?:\.\d+)*[.)/-]?|[a-zđ][.)])\s+")


class Anchor(NamedTuple):
    """A number of a sentence as the item stage sees it; `theme` is what its clause speaks of first."""

    form: str
    unit: Unit | None
    unit_name: str | None
    change: bool
    around: Surroundings
    frame: Frame
    theme: Span


@dataclass
class Memory:
    """What the text before a sentence hands on to its items.

    `before` are the items of the sentence before in the same paragraph, within a list those of what `leads` to it,
    `opening` the first item of the paragraph, `heading` the heading or the line with a colon above, `titled` its
    words in lower case, `topic` what it speaks of first, `title` what the title of the document does, `label` what
    stands before the colon that the paragraph opens with ("Cây ăn quả: trồng mới 310 ha"), `by_unit` the last item of
    each counted unit in the document, `sure` how certain each item was when it was last chosen.
    """

    before: tuple[str, ...] = ()
    opening: str = ""
    heading: str = ""
    titled: frozenset[str] = frozenset()
    topic: str = ""
    title: str = ""
    label: str = ""
    leads: bool = False
    led_from: tuple[str, ...] = ()
    by_unit: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)

    def enter(self, block: Block, text: str, topic: Callable[[], str]) -> None:
        """Begin a block of the document; `text` is its own, `topic` tells what it speaks of first."""
        listed = block.kind is BlockKind.LIST_ITEM
        self.led_from = () if not listed else self.before if self.leads else self.led_from
        self.before, self.label, self.leads = self.led_from, "", text.endswith(":")
        self.opening = ""
        text = text[:_OPENING]
        titled = block.kind in (BlockKind.HEADING, BlockKind.TITLE) and not _STAMP.search(text)
        if titled or ":" in text:
            numbering = NUMBERING.match(text)
            text = " ".join(text[numbering.end() if numbering else 0 :].split())
            text = text[state.end() :] if (state := _STATE.match(text)) else text
            label = _LABEL.match(text)
            self.label = label.group(1).strip() if label else ""
        if titled or (self.leads and _LEAST_HEADING < len(text) < _LONGEST_HEADING and not _DIGIT.search(text)):
            self.heading = text[:_LONGEST_HEADING].strip(" .:")
            self.titled = frozenset(self.heading.lower().split())
            self.topic = topic()
            if block.kind is BlockKind.TITLE:
                self.title = self.title or self.topic

    def note(self, items: Sequence[tuple[Anchor, str]]) -> None:
        """Remember the items of a sentence."""
        self.before = tuple(item for _, item in items if item) or self.before
        self.opening = self.opening or (self.before[0] if self.before else "")
        for anchor, item in items:
            if anchor.unit_name and len(item) > len(anchor.unit_name) + 3:
                self.by_unit[anchor.unit_name] = item


def candidates(text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> dict[str, str]:
    """Return the phrases that can name the number, by source.

    Args:
        text: the shadow, with periods and other mentions blanked out.
        anchor: the number.
        earlier: the numbers before it in the sentence with their items.
        memory: what the text before the sentence hands on.
    """
    around, unit = anchor.around, anchor.unit_name or ""
    spans = dict(zip((*_PARTS, *_FRAMES), (*_PARTS_OF(around), *_FRAMES_OF(anchor.frame)), strict=True))
    printed = {span: _phrase(text, span) for span in set(spans.values()) if span[0] < span[1]}
    bare = printed.get(around.near, "")
    purse = _purse(bare, earlier) if _is_money(anchor) else ""
    if purse:
        printed = {span: f"{purse} {bare}" if phrase == bare else phrase for span, phrase in printed.items()}
    found = {name: printed[span] for name, span in spans.items() if span in printed}
    if _COUNTS.match(found.get("through", "")):
        del found["through"]
    found = {name: phrase for name, phrase in found.items() if not _SHARE.match(phrase)}
    near, tail = found.get("near", ""), found.get("tail", "")
    counted = anchor.unit is not None and (anchor.unit.family is Family.COUNTED or bool(anchor.unit.group))
    if counted:
        noun = unit.split("/")[0]
        found["unit"] = unit
        found |= {f"unit_{name}": _counted(noun, found[name]) for name in _PARTS_OF_UNIT if found.get(name)}
        found |= {name: f"{noun} {found[name]}" for name in _BEHIND if found.get(name)}
        found["unit_tail_near"] = f"{noun} {tail} {near}" if tail and near else ""
        found["unit_label"] = _counted(noun, memory.label) if memory.label else ""
    else:
        points = anchor.unit is not None and anchor.unit.family is Family.SCORE
        if points and tail and not _LEADS_ON.match(tail):
            found["tail"] = f"{unit} {tail}"
        found["near_tail"] = f"{near} {tail}" if near and tail else ""
        found["label"] = memory.label
    if memory.label and near and near not in memory.label:
        found["label_near"] = f"{memory.label} {near}"
    if not (anchor.change and tail.startswith(_NUMBER_OF)):
        found |= _from_sentence(anchor, earlier)
    if earlier and near and not purse and near.count(" ") < _SHORT:
        first, last = earlier[0][1], earlier[-1][1]
        found["first_near"] = _continued(first, near) or f"{first} {near}"
        found["near_previous"] = _continued(last, near) or (f"{near} {last}" if last else "")
    theme = _phrase(text, anchor.theme)
    found |= _of_theme(found, f"{unit.split('/')[0]} {tail}".strip() if counted else "", theme)
    if counted and theme and not (near or tail or memory.label) and (done := _done_with(text, anchor, earlier)):
        found["unit_theme"] = _counted(unit.split("/")[0], done)
    if counted and _SUFFERED.fullmatch(near):
        found |= _harmed(found, earlier, theme)
    if memory.before:
        found["before"] = memory.before[-1]
    if counted:
        found["known"] = memory.by_unit.get(unit, "")
        found["unit_heading"] = _counted(unit, memory.heading) if memory.heading else ""
        found["unit_topic"] = _counted(unit, memory.topic) if memory.topic else ""
        found["unit_title"] = _counted(unit, memory.title) if memory.title else ""
    else:
        found |= {"heading": memory.heading, "topic": memory.topic, "title": memory.title}
    found["opening"] = memory.opening
    return {source: phrase[:_LONGEST_ITEM] for source, phrase in found.items() if phrase}


def _continued(item: str, near: str) -> str:
    """An item with the words before a later number in the place of the sort that they are another of, else ""."""
    sort = _SORT.match(near)
    before, _, known = item.rpartition(f" {sort[0]}") if sort else ("", "", "")
    return f"{before} {near}" if before and known.count(" ") < _SHORT else ""


def _harmed(found: Mapping[str, str], earlier: Sequence[tuple[Anchor, str]], theme: str) -> dict[str, str]:
    """Who is harmed, and by what: in "Tai nạn giao thông: 9 vụ, làm chết 3 người, bị thương 5 người"."""
    who = found["unit_near"]
    events = (item for anchor, item in reversed(earlier) if anchor.unit and anchor.unit.group == "events")
    what = next(events, "").partition(" ")[2]
    sources = [source for source in ("first_near", "near_previous") if source in found]
    harmed = dict.fromkeys(sources, f"{who} {what}".strip())
    return harmed | ({"unit_theme": f"{who} {theme}"} if "unit_theme" in found and who not in theme else {})


def _done_with(text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]]) -> str:
    """What was done with the sort that is counted just before, and so with this one: "khám phá 6 vụ, 9 đối tượng"."""
    before, item = earlier[-1] if earlier else (anchor, "")
    counted = before.unit is not None and before.unit.family is Family.COUNTED
    done = _phrase(text, before.around.near)
    return done if counted and set(anchor.around.links) <= {"with"} and item.endswith(done) else ""


def _purse(level: str, earlier: Sequence[tuple[Anchor, str]]) -> str:
    """What was said before to be a purse of the state, where only its level of government follows, else ""."""
    if not _LEVEL.fullmatch(level):
        return ""
    told = next(filter(None, (_PURSE.search(item) for _, item in reversed(earlier))), None)
    return (told["purse"] or _STATE_PURSE) if told else ""


def _is_money(anchor: Anchor) -> bool:
    return anchor.unit is not None and anchor.unit.family is Family.MONEY


def _counted(noun: str, phrase: str) -> str:
    """A phrase with the noun that is counted before it, unless it names that by itself: "số ổ dịch"."""
    return phrase if f" {noun} " in f" {phrase.lower()} " else f"{noun} {phrase}"


def _of_theme(found: Mapping[str, str], counted: str, theme: str) -> dict[str, str]:
    """What the clause speaks of first, and what is counted or measured of it; `counted` is the unit with its tail."""
    name = counted or found.get("core") or found.get("head") or found.get("near", "")
    joined = bool(name and theme) and name.count(" ") <= _SHORT and theme not in name
    return {"theme": theme, "unit_theme" if counted else "near_theme": _counted(name, theme) if joined else ""}


def _from_sentence(anchor: Anchor, earlier: Sequence[tuple[Anchor, str]]) -> dict[str, str]:
    """What the numbers before it in the sentence hand on."""
    if not earlier:
        return {}
    names = list(dict.fromkeys(item for _, item in reversed(earlier) if item))
    same = next((item for other, item in reversed(earlier) if other.unit_name == anchor.unit_name), "")
    return {
        "previous": earlier[-1][1],
        "first": earlier[0][1],
        "same_unit": same,
        "second_last": names[1] if len(names) > 1 else "",
    }


def _phrase(text: str, span: Span) -> str:
    phrase = " ".join(text[span[0] : span[1]].split()).strip(" \"',;:/=≥≤-")
    if " ," in phrase:
        phrase = _HOLE.sub(",", phrase)
    return "" if text.startswith(". ", span[1]) and _ENUMERATOR.fullmatch(phrase) else phrase
