"""Weighs what a document names: which places it may be about, and how much speaks for each.

A mention counts by where it stands: most in the title, then in the first lines. Under a picture it counts nothing,
nor does a country that somebody or something only comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, zip_longest
from operator import itemgetter

from report_miner.clean.alphabet import UPPER
from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage
from report_miner.extract.place_cues import Role
from report_miner.extract.place_mentions import find_places, finder_of
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.model import BlockKind, Document

TITLE, LEAD, BODY, STATED = 12, 4, 2, 8
_TITLE_LENGTH = 300
_LEAD_LENGTH = 700
_LONGEST_CAPTION = 300
_DASHES = ("-", "–")
_INCIDENTS = 2
_MOST_ABROAD = 0.6
# Of the type words that of the districts whose bare names many persons have.
_RURAL = "huyện"
_MANY_EVENTS = re.compile(r"(?<![\d/.-])\d{2,} vụ\b")
_CHAIN = 3  # characters between the units of one address
_CAPTION = re.compile(r"[ ]*\(?Ảnh\b(?!\s+hưởng)")
# A picture of something else stands under a sentence of the text.
_ILLUSTRATION = ("Ảnh minh họa", "Ảnh minh hoạ")
_NAME = re.compile(r"\s(\w+)\s\w+\s\w")
_NAME_OF_COMMUNE = re.compile(rf"[{UPPER}]\w*(?: [{UPPER}]\w*)+")
# What may stand between the beginning of a title, or its colon, and the country that it speaks of.
_OPENS_TITLE = re.compile(r"(?:^|:\s)(?:(?:[nN]ăm|[qQ]uý|[tT]háng)\s[\w/]+,?\s)?$")
_AREA = re.compile(r"(?i:trên địa bàn)(?! (?:nhiều|các|cả|một số|những|mọi)(?!\w))")
_SENTENCE = re.compile(r"[.!?…]['\")]*\s+|\n")


@dataclass(slots=True)
class Evidence:
    """The weight of each place that a document may be about.

    `publisher` holds the places that the publisher's name tells, `unclear` mentions that may be several units, with
    their weights. `nation` counts the country and its bodies, `named` says whether it is named itself; `abroad` holds
    countries with their cities under the name that is printed most often for each; `foreign` counts all that is named
    abroad, be it only as the origin of something; `scene` says whether title or first lines tell of what is "ở Nga";
    `own` is how often a document speaks of "toàn tỉnh".
    """

    units: Counter[Unit] = field(default_factory=Counter)
    publisher: Counter[Unit] = field(default_factory=Counter)
    unclear: list[tuple[PlaceMention, int]] = field(default_factory=list)
    nation: int = 0
    named: bool = False
    abroad: Counter[str] = field(default_factory=Counter)
    markets: Counter[str] = field(default_factory=Counter)
    foreign: int = 0
    scene: bool = False
    regions: Counter[str] = field(default_factory=Counter)
    own: int = 0


def certain_unit(mention: PlaceMention, vintage: Vintage) -> Unit | None:
    """Return the one unit that a mention may be, None where there are several."""
    if not mention.candidates:
        return None
    units = in_force(mention.candidates, vintage)
    if mention.type is None:
        units = [unit for unit in units if unit.level == Level.PROVINCE] or units
    return units[0] if len(units) == 1 else None


def in_force(units: Sequence[Unit], vintage: Vintage) -> list[Unit]:
    """Return the units of that vintage; after the reform, where there is none, those of before it (a district).

    No unit of after the reform is meant before it, although a commune elsewhere has the name.
    """
    own = [unit for unit in units if unit.vintage == vintage]
    return own if own or vintage == Vintage.OLD else list(units)


def unit_inside(mention: PlaceMention, area: Unit, vintage: Vintage, gazetteer: Gazetteer) -> Unit | None:
    """Return the one unit in `area` (or itself) that a mention may be, None where there are several or none."""
    inside = [unit for unit in in_force(mention.candidates, vintage) if gazetteer.within(unit, area)]
    return inside[0] if len(inside) == 1 else None


def is_caption(text: str, start: int, end: int) -> bool:
    """Whether the sentence `start:end` stands under a picture: it begins with "Ảnh", or the next one does."""
    return bool(_CAPTION.match(text, start) or _CAPTION.match(text, end))


def caption_ranges(text: str) -> list[tuple[int, int]]:
    """Return where captions stand: the sentences right before "Ảnh: …", in order."""
    ranges = []
    found = text.find("Ảnh")
    while found >= 0:
        if _CAPTION.match(text, found) and not text.startswith(_ILLUSTRATION, found):
            begin = max(0, found - _LONGEST_CAPTION)
            told = begin + len(text[begin:found].rstrip(" (."))
            before = [match.end() for match in _SENTENCE.finditer(text, begin, told)]
            ranges.append((before[-1] if before else begin, found))
        found = text.find("Ảnh", found + 1)
    return ranges


class Weighing:
    """Weighs the mentions of one document.

    Args:
        document: its title, publisher and date are evidence besides the text.
        shadow: the shadow of its text.
        mentions: the places that the text names.
        gazetteer: the units.
    """

    def __init__(
        self, document: Document, shadow: Shadow, mentions: Sequence[PlaceMention], gazetteer: Gazetteer
    ) -> None:
        self._document = document
        self._text = shadow.text
        self._mentions = mentions
        self._gazetteer = gazetteer
        self._vintage = Vintage.of(document.published)
        self._cues = finder_of(gazetteer).cues
        self._publisher = find_places(shadow_of(document.publisher or ""), gazetteer)
        captions = caption_ranges(shadow.text)
        self._caption_starts = [start for start, _ in captions]
        self._caption_ends = [end for _, end in captions]
        self.origins = self._cues.origins(shadow.text, mentions)
        self._title_start, self.title_end = map(shadow.position, self._title())
        self.lead_end = self.title_end + _LEAD_LENGTH

    def weigh(self) -> Evidence:
        """Return the weight of each place; "xã A, huyện B, tỉnh C" speaks for its first unit."""
        evidence = Evidence(named=self._names_nation())
        abroad: list[tuple[PlaceMention, int]] = []
        chain: Unit | None = None
        chain_end = 0
        routes = self._ends_of_routes()
        for mention, following in zip_longest(self._mentions, self._mentions[1:]):
            if self._in_caption(mention) or mention in routes:
                continue
            weight = self._weight(mention)
            part = mention.sort == Sort.LOCAL and mention.type in self._gazetteer.words.foreign_types
            known = part and mention.name in self._gazetteer.words.foreign_cities  # "bang California"
            if mention.sort == Sort.ABROAD or known or (mention.sort == Sort.SIGN and mention.name):
                abroad.append((mention, weight))
            elif part or mention.sort == Sort.SIGN:
                evidence.foreign += weight
            elif mention.sort in (Sort.NATION, Sort.BODY):
                whole = mention.sort == Sort.NATION or self._is_held(mention)
                evidence.nation += weight if whole else weight // 2
            elif mention.sort == Sort.GENERIC and mention.level == Level.PROVINCE:
                evidence.own += BODY
            elif unit := self._unit(mention):
                unit = self._namesake(mention, following) or unit
                if not (chain and mention.start - chain_end <= _CHAIN and unit in self._gazetteer.ancestors(chain)):
                    chain = unit
                chain_end = mention.end
                if mention.type or unit.level == Level.PROVINCE:
                    evidence.units[chain] += weight
                elif self._is_confirmed(unit):
                    evidence.units[chain] += weight // 2
            elif mention.type and len(mention.candidates) > 1:
                evidence.unclear.append((mention, weight))
        title = [] if self.title_end else find_places(shadow_of(self._document.title or ""), self._gazetteer)
        for stated, mentions in ((evidence.publisher, self._publisher), (evidence.units, title)):
            for mention in mentions:
                if (unit := certain_unit(mention, self._vintage)) is not None:
                    stated[unit] += STATED
        if any(self._is_country(mention) for mention, _ in abroad):
            evidence.foreign += sum(weight for _, weight in abroad)
            evidence.abroad = self._abroad(abroad)
            for mention, weight in abroad:
                if mention.start not in self.origins and self._cues.is_market(self._text, mention.start):
                    evidence.markets[self.country_of(mention.name)] += weight
            early = (mention for mention, weight in abroad if weight >= LEAD)
            evidence.scene = any(self._cues.is_located(self._text, mention.start) for mention in early)
        evidence.regions = self._regions()
        return evidence

    def country_of(self, name: str) -> str:
        """The country that `name` is another name of, or a city in."""
        return self._cues.country_of(name)

    def part_abroad(self, country: str) -> str | None:
        """The part of a country that title or first lines name with its type, and that outweighs all others."""
        if country in self._gazetteer.words.foreign_cities:
            return None
        weights: Counter[str] = Counter()
        typed: dict[str, str] = {}
        end = -_CHAIN
        for mention in self._mentions:
            if not self._is_part_abroad(mention) or self._in_caption(mention):
                continue
            if mention.start - end > _CHAIN:
                weights[mention.name] += self._weight(mention)
                if mention.type and mention.start < self.lead_end:
                    typed.setdefault(mention.name, mention.printed)
            end = mention.end
        best, weight = max(weights.items(), key=itemgetter(1), default=("", 0))
        return typed.get(best) if weight >= _MOST_ABROAD * weights.total() else None

    def _is_part_abroad(self, mention: PlaceMention) -> bool:
        """Whether a mention names a city, or a unit of some type that is none of this country's."""
        if self._cues.role(self._text, mention.start) == Role.PASSING:
            return False
        unknown = mention.sort == Sort.UNIT and mention.type is not None and not mention.candidates
        words = self._gazetteer.words
        return unknown or mention.type in words.foreign_types or mention.name in words.foreign_cities

    def titled(self, area: Unit) -> Unit | None:
        """The one unit inside `area` that the title names, and the text with its type: "Thẩm tra xã Mỹ Lộc"."""
        titles = [mention for mention in self._mentions if self._in_title(mention)]
        named = {unit_inside(mention, area, self._vintage, self._gazetteer) for mention in titles} - {None, area}
        unit = named.pop() if len(named) == 1 else None
        return unit if unit and (self._is_typed(unit) or self.own_type(unit)) else None

    def titles_region(self, name: str) -> bool:
        """Whether the title names the region `name` and no other place: what lies in it is told as part of it."""
        titles = [mention for mention in self._mentions if self._in_title(mention)]
        return bool(titles) and all(m.sort == Sort.REGION and m.name in name for m in titles)

    def titles_nation(self) -> bool:
        """Whether the title speaks of "cả nước" and names no place in it: what its publisher passes on."""
        titles = [mention for mention in self._mentions if self._in_title(mention)]
        if any(mention.sort in (Sort.UNIT, Sort.LOCAL, Sort.REGION, Sort.GENERIC) for mention in titles):
            return False
        nation = (mention.start for mention in titles if mention.sort == Sort.NATION)
        return any(_OPENS_TITLE.search(self._text, self._title_start, start) for start in nation)

    def _is_typed(self, unit: Unit) -> bool:
        return any(unit in mention.candidates for mention in self._mentions if mention.type)

    def own_type(self, unit: Unit) -> str | None:
        """The type word for a unit of which the text has only the bare name: "UBND huyện", "toàn huyện"."""
        text = [mention for mention in self._mentions if mention.start >= self.title_end]
        if self._is_typed(unit) or not any(unit in mention.candidates for mention in text):
            return None
        words = [mention.type for mention in text if mention.sort == Sort.GENERIC and mention.level == unit.level]
        return max(set(words), key=words.count) if words else None

    def title_of_commune(self) -> str | None:
        """The name with which the title opens and which the text repeats, where that tells of "cả xã"."""
        if not any(m.sort == Sort.GENERIC and m.level == Level.COMMUNE for m in self._mentions):
            return None
        name = _NAME_OF_COMMUNE.match(self._text, self._title_start, self.title_end)
        return name[0] if name and name[0] in self._text[self.title_end :] else None

    def lost_commune(self, area: Unit) -> PlaceMention | None:
        """The commune of the publisher that the title names, too, and that no table has in `area` any more."""
        titled = {(m.type, m.name.lower()) for m in self._mentions if self._in_title(m)}
        own = (m for m in self._publisher if m.level == Level.COMMUNE and (m.type, m.name.lower()) in titled)
        return next((m for m in own if not any(self._gazetteer.within(u, area) for u in m.candidates)), None)

    def sole_district(self, area: Unit) -> Unit | None:
        """The one district inside `area` that the text names."""
        named = {certain_unit(mention, self._vintage) for mention in self._mentions}
        inside = [u for u in named if u and u.level == Level.DISTRICT and self._gazetteer.within(u, area)]
        return inside[0] if len(inside) == 1 else None

    def tells_event(self) -> bool:
        """Whether title and first lines tell of a single event (a crime, an accident), not of "toàn tỉnh" or 57."""
        if any(
            m.sort == Sort.GENERIC and m.level == Level.PROVINCE and m.start < self.lead_end for m in self._mentions
        ):
            return False
        lead = self._text[: self.lead_end].lower()
        if _MANY_EVENTS.search(lead):
            return False
        return sum(1 for word in self._gazetteer.words.incidents if word in lead) >= _INCIDENTS

    def tells_of_area(self) -> bool:
        """Whether the text speaks of some area as of the one that its readers know: "các ngân hàng trên địa bàn"."""
        return _AREA.search(self._text) is not None

    def _unit(self, mention: PlaceMention) -> Unit | None:
        """The unit that a mention names as a place of what is told, and not of where somebody lives."""
        unit = certain_unit(mention, self._vintage)
        if unit is None or self._cues.is_residence(self._text, mention.start):
            return None
        aside = mention.start >= self.lead_end and self._cues.is_of_person(self._text, mention.start)
        return None if aside else unit

    def _ends_of_routes(self) -> set[PlaceMention]:
        """The bare names of units that are the ends of a way ("tàu Hà Nội - Lào Cai"), and not one in the other."""
        ends: set[PlaceMention] = set()
        for pair in pairwise(self._mentions):
            first, second = pair
            if first.type or second.type or self._text[first.end : second.start].strip() not in _DASHES:
                continue
            units = [certain_unit(mention, self._vintage) for mention in pair]
            if units[0] and units[1] and not self._gazetteer.within(units[0], units[1]):
                ends.update(pair)
        return ends

    @cached_property
    def _sure(self) -> set[Unit]:
        """The provinces that the text names, and the units that it names with their type or behind "tại"."""
        units = ((m, certain_unit(m, self._vintage)) for m in self._mentions)
        return {unit for m, unit in units if unit and (unit.level == Level.PROVINCE or self._is_place(m))}

    def _is_place(self, mention: PlaceMention) -> bool:
        return mention.type is not None or self._cues.is_located(self._text, mention.start)

    def _is_confirmed(self, unit: Unit) -> bool:
        """Whether the bare name of a district is one, and no person's: the text is sure of it or of its province."""
        return unit.type != _RURAL or not self._sure.isdisjoint((unit, *self._gazetteer.ancestors(unit)))

    def _namesake(self, mention: PlaceMention, following: PlaceMention | None) -> Unit | None:
        """The unit of that name and level in the area printed behind it, where it has another type by now."""
        area = following and following.start - mention.end <= _CHAIN and certain_unit(following, self._vintage)
        if not area or mention.type is None or mention.sort != Sort.UNIT:
            return None
        named = in_force(self._gazetteer.named(mention.name), self._vintage)
        inside = [u for u in named if u.level == mention.level and u != area and self._gazetteer.within(u, area)]
        return inside[0] if len(inside) == 1 else None

    def _weight(self, mention: PlaceMention) -> int:
        if self._in_title(mention):
            return TITLE
        return LEAD if mention.start < self.lead_end else BODY

    def _in_title(self, mention: PlaceMention) -> bool:
        return self._title_start <= mention.start < self.title_end

    def _in_caption(self, mention: PlaceMention) -> bool:
        position = bisect_right(self._caption_starts, mention.start) - 1
        return position >= 0 and mention.start < self._caption_ends[position]

    def _abroad(self, mentions: Sequence[tuple[PlaceMention, int]]) -> Counter[str]:
        """Countries with their cities."""
        groups: dict[str, Counter[str]] = {}
        for mention, weight in mentions:
            if mention.start in self.origins:
                continue
            groups.setdefault(self.country_of(mention.name), Counter())[mention.name] += weight
        return Counter({names.most_common(1)[0][0]: names.total() for names in groups.values()})

    def _is_country(self, mention: PlaceMention) -> bool:
        """Whether a name is beyond doubt a country's, and not a person's ("chị Nga")."""
        return (
            mention.sort == Sort.SIGN
            or mention.name not in self._gazetteer.words.countries_like_persons
            or mention.start < self.title_end
            or self._cues.is_country(self._text, mention.start)
        )

    def _names_nation(self) -> bool:
        """Whether text or publisher name the country: "Chính phủ" in the text alone may be anybody's."""
        if any(mention.sort in (Sort.NATION, Sort.BODY) for mention in self._publisher):
            return True
        nation = self._gazetteer.words.nation
        names = {*nation.names, *nation.own}
        return any(
            mention.sort == Sort.NATION
            or (mention.sort == Sort.BODY and self._text[mention.start : mention.end] in names)
            or self._is_held(mention)
            for mention in self._mentions
        )

    def _is_held(self, mention: PlaceMention) -> bool:
        """Whether an office of the nation is held by somebody of this country: "Phó Thủ tướng Trịnh Đình Dũng"."""
        name = _NAME.match(self._text, mention.end) if mention.sort == Sort.BODY else None
        return name is not None and name[1] in self._gazetteer.words.surnames

    def _regions(self) -> Counter[str]:
        """How often each region is named."""
        forms: dict[str, Counter[str]] = {}
        areas = tuple(area + " " for area in self._gazetteer.words.region_areas)
        types = self._gazetteer.words.region_types
        for mention in self._mentions:
            if mention.sort == Sort.REGION and not self._in_caption(mention):
                area = next((a for a in areas if self._text.endswith(a, 0, mention.start)), "")
                name = mention.name
                bare = next((name.removeprefix(t + " ") for t in types if name.startswith(t + " ")), name)
                weight = LEAD if mention.start < self.lead_end else BODY
                forms.setdefault(bare, Counter())[area + name] += weight
        return Counter({counts.most_common(1)[0][0]: counts.total() for counts in forms.values()})

    def _title(self) -> tuple[int, int]:
        """Where the title begins and ends in the document; the letterhead before it names who writes."""
        blocks = self._document.blocks
        title = next((b for b in blocks if b.kind == BlockKind.TITLE), blocks[0] if blocks else None)
        return (title.start, title.end) if title and title.end - title.start <= _TITLE_LENGTH else (0, 0)
