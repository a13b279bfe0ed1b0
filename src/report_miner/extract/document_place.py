"""Decides which place a whole document is about.

The title counts most, then the register, the publisher and the first lines, then how often a place is named. Where
no province prevails the document is about a region, the whole country, or the country abroad that it names most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage, name_key
from report_miner.extract.place_evidence import LEAD, TITLE, Evidence, Weighing, certain_unit, in_force, unit_inside
from report_miner.extract.place_mentions import find_places
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.model import Document, Place

_PREVAILS = 0.5
# A unit prevails in its province with most of all mentions, or where hardly another unit of the province is named.
_MOST, _ALONE = 0.6, 0.9
_GUESSED = 0.4
_JOINTS = (",", "-", "(", "")
_SHORT = re.compile(r"[A-ZĐ]{2}")


@dataclass(frozen=True, slots=True)
class Subject:
    """The place that a document is about, `unit` when it is one of Vietnam's; the certainty lies in 0..1.

    `place` is None when the document speaks of countries abroad of which none prevails; `scene` tells that it is only
    where the single event happened that the document begins with.
    """

    place: Place | None
    unit: Unit | None
    source: str
    certainty: float
    abroad: bool = False
    region: bool = False
    scene: bool = False

    @property
    def national(self) -> bool:
        """Whether the document is about the whole country."""
        return self.unit is None and not self.abroad and not self.region


class Scene(NamedTuple):
    """A place that the first lines of an event name: with those above it, and the unit that it is or that holds it.

    `several` tells that the unit stands for communes named side by side.
    """

    names: tuple[str, ...]
    unit: Unit
    several: bool


def chain_of(unit: Unit, gazetteer: Gazetteer, names: dict[str, str] | None = None) -> Place:
    """Return the unit with the units above it; `names` (reference → printed name) prevail over the table's."""
    names = names or {}
    units = [unit, *gazetteer.ancestors(unit)]
    return Place(tuple(names.get(each.ref, each.full_name) for each in units), unit.ref)


def printed_names(mentions: Iterable[PlaceMention], vintage: Vintage) -> dict[str, str]:
    """Return for each unit that mentions name beyond doubt the form that they print most often, with its type.

    A full name prevails over an abbreviation ("TP HCM"), a district's with its type over a bare one, however often
    these are printed.
    """
    forms: dict[str, Counter[tuple[bool, str]]] = {}
    for mention in mentions:
        unit = certain_unit(mention, vintage)
        if unit is not None:
            told = mention.type is not None or unit.level == Level.PROVINCE
            full = told and name_key(mention.name) == name_key(unit.name)
            forms.setdefault(unit.ref, Counter())[full, printed_name(mention, unit)] += 1
    return {ref: max(counts, key=lambda form: (form[0], counts[form]))[1] for ref, counts in forms.items()}


def printed_name(mention: PlaceMention, unit: Unit) -> str:
    """Return a unit's name as a mention prints it, with its type; in capitals only where the table has them.

    A name of the past ("Sài Gòn"), that of a site ("Nội Bài") or one in short ("TP.HCM") is the table's; the type of
    that time stays.
    """
    told, known = name_key(mention.name).split(), name_key(unit.name).split()
    same = told == known
    other = told[:1] != known[:1] and told[-1:] != known[-1:]
    short = not same and _SHORT.search(mention.name)
    name = unit.name if other or short or mention.name.isupper() else mention.name
    if mention.type and mention.level == unit.level != Level.PROVINCE and not mention.type.startswith(unit.type):
        return f"{mention.type} {name}"
    respelt = unit.level == Level.PROVINCE and len(told) == len(known)  # "Đắc Lắc"
    if mention.type or respelt or name_key(name) == name_key(unit.name):
        return f"{unit.type} {name}"
    return name


class DocumentPlace:
    """Decides by what the mentions of a document weigh; the arguments are those of `Weighing`."""

    def __init__(
        self, document: Document, shadow: Shadow, mentions: Sequence[PlaceMention], gazetteer: Gazetteer
    ) -> None:
        self.gazetteer = gazetteer
        self.vintage = Vintage.of(document.published)
        self.names = printed_names(mentions, self.vintage)
        self._document = document
        self._weighing = Weighing(document, shadow, mentions, gazetteer)
        self.lead_end = self._weighing.lead_end
        self.origins = self._weighing.origins

    def decide(self) -> Subject:
        """Return the place that the document is about."""
        registered = self._registered(self._document.place) if self._document.place else None
        if registered and not self._weighing.titles_nation():
            return self._of_lost_district(registered)
        evidence = self._weighing.weigh()
        if local := self._local(evidence):
            return self._of_lost_district(local)
        return (
            self._abroad(evidence) or self._region(evidence) or self._unplaced(evidence) or self._national(evidence)
        )

    def _local(self, evidence: Evidence) -> Subject | None:
        """The province that prevails, or the unit in it."""
        provinces: Counter[Unit] = Counter()
        for unit, weight in (evidence.units + evidence.publisher).items():
            provinces[self._province(unit)] += weight
        if not provinces:
            return None
        best, weight = provinces.most_common(1)[0]
        weight += evidence.own
        if weight < LEAD:
            return None
        share = weight / (provinces.total() + evidence.own + evidence.nation + evidence.abroad.total())
        if share <= _PREVAILS:
            return None
        units = evidence.units + self._cleared(evidence.unclear, best)
        weight -= sum(n for unit, n in evidence.publisher.items() if self.gazetteer.within(unit, best))
        return self._of_commune(self._inside(best, units, weight, share))

    def _cleared(self, unclear: Iterable[tuple[PlaceMention, int]], province: Unit) -> Counter[Unit]:
        """What may be several units, but only one in that province."""
        cleared: Counter[Unit] = Counter()
        for mention, weight in unclear:
            if unit := unit_inside(mention, province, self.vintage, self.gazetteer):
                cleared[unit] += weight
        return cleared

    def _abroad(self, evidence: Evidence) -> Subject | None:
        """The country that is named more than this one and all in it; no place where several are and none prevails.

        One that is named once may be where a maker is from, unless something happens there; nor does it count where a
        document from here names it as a market.
        Bodies of the country ("Quốc hội") may be another's where it is not named itself.
        """
        if not evidence.abroad:
            return None
        name, weight = evidence.abroad.most_common(1)[0]
        home = evidence.nation if evidence.named else evidence.nation // 2
        least = LEAD if evidence.scene and not evidence.nation else 2 * LEAD
        sold = evidence.markets[self._weighing.country_of(name)] if evidence.named or evidence.units else 0
        if weight - sold < least or weight - sold <= home + evidence.units.total():
            return None
        prevails = weight >= _PREVAILS * evidence.abroad.total()
        part = self._weighing.part_abroad(name) if prevails else None
        names = (part, name) if part else (name,)
        return Subject(Place(names) if prevails else None, None, "document", 0.6, abroad=True)

    def _region(self, evidence: Evidence) -> Subject | None:
        if not evidence.regions:
            return None
        name, weight = evidence.regions.most_common(1)[0]
        others = 0 if self._weighing.titles_region(name) else evidence.nation + evidence.units.total()
        if weight < max(TITLE, _PREVAILS * others):
            return None
        return Subject(Place((name,)), None, "document", 0.7, region=True)

    def _unplaced(self, evidence: Evidence) -> Subject | None:
        """The one unit that is named by its type, where nothing tells which of those of that name it is."""
        weights: Counter[str] = Counter()
        for mention, weight in evidence.unclear:
            weights[mention.printed] += weight
        if not weights or evidence.units or evidence.publisher or evidence.abroad:
            return None
        name, weight = weights.most_common(1)[0]
        prevails = weight >= TITLE and weight > _PREVAILS * (weights.total() + evidence.nation)
        return Subject(Place((name,)), None, "document", 0.6) if prevails else None

    def _national(self, evidence: Evidence) -> Subject:
        """The country of the publisher; no place where a document names others and not that one.

        Nor is there one where it speaks of "toàn tỉnh" or "trên địa bàn" and tells nowhere of which province it is
        or of the country.
        """
        at_home = evidence.named or evidence.units or evidence.foreign < max(LEAD, evidence.nation)
        unnamed = not (evidence.named or evidence.units or evidence.nation)
        unknown = unnamed and (evidence.own or self._weighing.tells_of_area())
        place = Place((self.gazetteer.words.nation.name,)) if at_home and not unknown else None
        total = evidence.nation + evidence.units.total()
        certainty = 0.5 + 0.4 * evidence.nation / total if total else _GUESSED
        return Subject(place, None, "document", certainty, abroad=not at_home)

    def at_scene(self, subject: Subject, scenes: Iterable[Scene]) -> Subject:
        """Return the narrowest place of a single event, in which all lies that its first lines name.

        One around another is that of a body ("Công an huyện"), unless several communes in it are named.
        """
        if subject.unit is None or not self._weighing.tells_event():
            return subject
        told = [
            scene
            for scene in scenes
            if (scene.unit.level != Level.PROVINCE or len(scene.names) > 1)
            and self.gazetteer.within(scene.unit, subject.unit)
        ]
        around = {names for scene in told for names in _suffixes(scene.names[1:])}
        inside = [scene for scene in told if scene.several or scene.names not in around]
        if not inside:
            return subject
        shortest, unit, _ = min(inside, key=lambda scene: len(scene.names))
        shared = (
            names for names in _suffixes(shortest) if all(each.names[-len(names) :] == names for each in inside)
        )
        common = next(shared, ())
        known = {chain_of(u, self.gazetteer, self.names).names: u for u in (unit, *self.gazetteer.ancestors(unit))}
        if not common or known.get(common) == subject.unit:
            return subject
        if common in known:
            return replace(self._subject(known[common], "document", 0.7), scene=True)
        return Subject(Place(common), unit, "document", 0.7, scene=True)

    def _registered(self, text: str) -> Subject | None:
        """The place that the register states, if it names one: a unit, a region, the nation or a country."""
        mentions = find_places(shadow_of(text), self.gazetteer)
        known = [unit for mention in mentions if (unit := certain_unit(mention, self.vintage)) is not None]
        self.names |= printed_names(mentions, self.vintage)
        inside = [
            unit
            for mention in mentions
            for unit in in_force(mention.candidates, self.vintage)
            if any(self.gazetteer.within(unit, area) for area in known)
        ]
        if known:
            stated = max([*known, *inside], key=_depth)
            titled = self._weighing.titled(stated)
            if titled and (own_type := self._weighing.own_type(titled)):
                self.names[titled.ref] = f"{own_type} {titled.name}"
            subject = self._subject(titled or stated, "register", 0.95)
            return self._of_commune(subject) if subject.unit == stated else subject
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

    def _of_commune(self, subject: Subject) -> Subject:
        """Narrow the subject to the commune, no district, whose name is the title's; it need be in no table."""
        if subject.unit is None or subject.place is None or subject.unit.level == Level.COMMUNE:
            return subject
        if lost := self._weighing.lost_commune(subject.unit):
            return replace(subject, place=Place((lost.printed, *subject.place.names)))
        name = self._weighing.title_of_commune()
        if name is None:
            return subject
        known = [unit for unit in self.gazetteer.named(name) if self.gazetteer.within(unit, subject.unit)]
        if any(unit.level != Level.COMMUNE for unit in known):
            return subject
        if communes := in_force(known, self.vintage):
            return self._subject(communes[0], subject.source, 0.85) if len(communes) == 1 else subject
        district = None if known else self._weighing.sole_district(subject.unit)
        if district is None:
            return subject
        above = chain_of(district, self.gazetteer, self.names)
        return replace(subject, place=Place((f"xã {name}", *above.names)), unit=district, certainty=0.8)

    def _of_lost_district(self, subject: Subject) -> Subject:
        """Narrow a province to the district that the title names before it, though no table has it any more."""
        if subject.unit is None or subject.unit.level != Level.PROVINCE:
            return subject
        title = shadow_of(self._document.title or "")
        for first, second in pairwise(find_places(title, self.gazetteer)):
            lost = first.type and first.level == Level.DISTRICT and not first.candidates
            joined = title.text[first.end : second.start].strip() in _JOINTS
            if lost and joined and subject.unit in second.candidates:
                name = first.name.title() if first.name.isupper() else first.name
                above = chain_of(subject.unit, self.gazetteer, self.names)
                return replace(subject, place=Place((f"{first.type} {name}", *above.names)))
        return subject

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
            if votes < TITLE or not (alone or votes >= _MOST * weight):
                continue
            subject, weight = best, min(weight, votes)
        return self._subject(subject, "document", min(0.85, 0.5 + share / 2))


def _suffixes(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names with all above, then those above, up to the last one."""
    return (names[count:] for count in range(len(names)))


def _depth(unit: Unit) -> int:
    return list(Level).index(Level(unit.level))
