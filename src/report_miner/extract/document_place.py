"""Decides which place a whole document is about.

The title counts most, then the register, the publisher and the first lines, then how often a place is named. Where
no province prevails the document is about a region, the whole country, or the country abroad that it names most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage, name_key
from report_miner.extract.place_mentions import PlaceMention, Sort, find_places
from report_miner.model import BlockKind, Document, Place

_TITLE_LENGTH = 300
_LEAD_LENGTH = 700
_TITLE, _LEAD, _BODY, _STATED = 12, 4, 2, 8
_PREVAILS = 0.5
# A unit prevails in its province with most of all mentions, or where hardly another unit of the province is named.
_MOST, _ALONE = 0.6, 0.9


@dataclass(frozen=True, slots=True)
class Subject:
    """The place that a document is about, `unit` when it is one of Vietnam's; the certainty lies in 0..1.

    `place` is None when the document speaks of countries abroad of which none prevails.
    """

    place: Place | None
    unit: Unit | None
    source: str
    certainty: float
    abroad: bool = False
    region: bool = False

    @property
    def national(self) -> bool:
        """Whether the document is about the whole country."""
        return self.unit is None and not self.abroad and not self.region


def chain_of(unit: Unit, gazetteer: Gazetteer, names: dict[str, str] | None = None) -> Place:
    """Return the unit with the units above it; `names` (reference → printed name) prevail over the table's."""
    names = names or {}
    units = [unit, *gazetteer.ancestors(unit)]
    return Place(tuple(names.get(each.ref, each.full_name) for each in units), unit.ref)


def printed_names(mentions: Iterable[PlaceMention], vintage: Vintage) -> dict[str, str]:
    """Return for each unit that mentions name beyond doubt the form that they print most often, with its type.

    A full name prevails over an abbreviation ("TP HCM"), however often that is printed.
    """
    forms: dict[str, Counter[tuple[bool, str]]] = {}
    for mention in mentions:
        unit = _certain(mention, vintage)
        if unit is not None:
            full = name_key(mention.name) == name_key(unit.name)
            forms.setdefault(unit.ref, Counter())[full, printed_name(mention, unit)] += 1
    return {ref: max(counts, key=lambda form: (form[0], counts[form]))[1] for ref, counts in forms.items()}


def printed_name(mention: PlaceMention, unit: Unit) -> str:
    """Return a unit's name as a mention prints it, with its type; in capitals only where the table has them."""
    name = unit.name if mention.name.isupper() and name_key(mention.name) == name_key(unit.name) else mention.name
    if mention.type or name_key(name) == name_key(unit.name):
        return f"{unit.type} {name}"
    return name


def _certain(mention: PlaceMention, vintage: Vintage) -> Unit | None:
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


class DocumentPlace:
    """Weighs the mentions of a document.

    Args:
        document: its title, publisher, place and date are evidence besides the text.
        shadow: the shadow of its text.
        mentions: the places that the text names.
        gazetteer: the units.
    """

    def __init__(
        self, document: Document, shadow: Shadow, mentions: Sequence[PlaceMention], gazetteer: Gazetteer
    ) -> None:
        self._text = shadow.text
        self.gazetteer = gazetteer
        self.vintage = Vintage.of(document.published)
        self.names = printed_names(mentions, self.vintage)
        self._document = document
        self._mentions = mentions

    def decide(self) -> Subject:
        """Return the place that the document is about."""
        if self._document.place and (registered := self._registered(self._document.place)):
            return registered
        units, nation, abroad = self._weigh()
        regions, own = self._regions()
        provinces: Counter[Unit] = Counter()
        for unit, weight in units.items():
            provinces[self._province(unit)] += weight
        if provinces:
            best, weight = provinces.most_common(1)[0]
            weight += own
            provinces[best] += own
            share = weight / (sum(provinces.values()) + nation + sum(abroad.values()))
            if share > _PREVAILS:
                return self._inside(best, units, weight, share)
        if abroad:
            name, weight = abroad.most_common(1)[0]
            if weight > (nation if self._names_nation() else 0) + sum(provinces.values()):
                prevails = weight >= max(_LEAD, _PREVAILS * sum(abroad.values()))
                return Subject(Place((name,)) if prevails else None, None, "document", 0.6, abroad=True)
        if regions:
            name, weight = regions.most_common(1)[0]
            if weight >= max(_TITLE, _PREVAILS * (nation + sum(provinces.values()))):
                return Subject(Place((name,)), None, "document", 0.7, region=True)
        words = self.gazetteer.words.nation
        total = nation + sum(provinces.values())
        return Subject(Place((words.name,)), None, "document", 0.5 + 0.4 * nation / total if total else 0.5)

    def _registered(self, text: str) -> Subject | None:
        """The place that the register states, if it names one: a unit, a region, the nation or a country."""
        mentions = find_places(shadow_of(text), self.gazetteer)
        known = [unit for mention in mentions if (unit := _certain(mention, self.vintage)) is not None]
        inside = [
            unit
            for mention in mentions
            for unit in in_force(mention.candidates, self.vintage)
            if any(self.gazetteer.within(unit, area) for area in known)
        ]
        if known:
            return self._subject(max([*known, *inside], key=_depth), "register", 0.95)
        for mention in mentions:
            if mention.sort in (Sort.NATION, Sort.BODY, Sort.REGION, Sort.ABROAD):
                return Subject(
                    Place((mention.name,)),
                    None,
                    "register",
                    0.95,
                    abroad=mention.sort == Sort.ABROAD,
                    region=mention.sort == Sort.REGION,
                )
        return None

    def _subject(self, unit: Unit, source: str, certainty: float) -> Subject:
        return Subject(chain_of(unit, self.gazetteer, self.names), unit, source, certainty)

    def _province(self, unit: Unit) -> Unit:
        return (self.gazetteer.ancestors(unit) or [unit])[-1]

    def _inside(self, province: Unit, units: Counter[Unit], weight: int, share: float) -> Subject:
        """The province, or the district or commune in it that prevails as clearly."""
        subject = province
        for level in (Level.DISTRICT, Level.COMMUNE):
            below: Counter[Unit] = Counter()
            for unit, votes in units.items():
                for each in (unit, *self.gazetteer.ancestors(unit)):
                    if each.level == level and self.gazetteer.within(each, subject):
                        below[each] += votes
            if not below:
                continue
            best, votes = below.most_common(1)[0]
            alone = votes >= _ALONE * below.total() and votes >= weight - below.total()
            if votes < _TITLE or not (alone or votes >= _MOST * weight):
                continue
            subject = best
        return self._subject(subject, "document", min(0.85, 0.5 + share / 2))

    def _weigh(self) -> tuple[Counter[Unit], int, Counter[str]]:
        units: Counter[Unit] = Counter()
        abroad: Counter[str] = Counter()
        nation = 0
        title_end, lead_end = self._title_end()
        for mention in self._mentions:
            weight = _TITLE if mention.start < title_end else _LEAD if mention.start < lead_end else _BODY
            if mention.sort == Sort.ABROAD:
                abroad[mention.name] += weight
            elif mention.sort in (Sort.NATION, Sort.BODY):
                nation += weight if mention.sort == Sort.NATION else weight // 2
            elif (unit := _certain(mention, self.vintage)) is not None:
                units[unit] += weight if mention.type or unit.level == Level.PROVINCE else weight // 2
        stated = [self._document.publisher, *([] if title_end else [self._document.title])]
        for text in stated:
            for unit in self._units_in(text or ""):
                units[unit] += _STATED
        return units, nation, abroad

    def _names_nation(self) -> bool:
        """Whether text or publisher name the country: "Chính phủ" in the text alone may be anybody's."""
        names = self.gazetteer.words.nation.names
        publisher = find_places(shadow_of(self._document.publisher or ""), self.gazetteer)
        if any(mention.sort in (Sort.NATION, Sort.BODY) for mention in publisher):
            return True
        return any(mention.sort == Sort.NATION for mention in self._mentions) or any(n in self._text for n in names)

    def _regions(self) -> tuple[Counter[str], int]:
        """How often each region is named, and how often the document speaks of "toàn tỉnh" without naming one."""
        forms: dict[str, Counter[str]] = {}
        own = 0
        _, lead_end = self._title_end()
        areas = tuple(area + " " for area in self.gazetteer.words.region_areas)
        types = self.gazetteer.words.region_types
        for mention in self._mentions:
            if mention.sort == Sort.REGION:
                area = next((a for a in areas if self._text.endswith(a, 0, mention.start)), "")
                name = mention.name
                bare = next((name.removeprefix(t + " ") for t in types if name.startswith(t + " ")), name)
                forms.setdefault(bare, Counter())[area + name] += _LEAD if mention.start < lead_end else _BODY
            elif mention.sort == Sort.GENERIC and mention.level == Level.PROVINCE:
                own += _BODY
        regions = Counter({counts.most_common(1)[0][0]: counts.total() for counts in forms.values()})
        return regions, own

    def _title_end(self) -> tuple[int, int]:
        blocks = self._document.blocks
        title = next((b for b in blocks if b.kind == BlockKind.TITLE), blocks[0] if blocks else None)
        end = title.end if title and title.end - title.start <= _TITLE_LENGTH else 0
        return end, end + _LEAD_LENGTH

    def _units_in(self, text: str) -> list[Unit]:
        mentions = find_places(shadow_of(text), self.gazetteer) if text else []
        return [unit for mention in mentions if (unit := _certain(mention, self.vintage)) is not None]


def _depth(unit: Unit) -> int:
    return list(Level).index(Level(unit.level))
