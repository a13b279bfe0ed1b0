"""Joins mentions to phrases that name one place, or several side by side, and says what each does in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from report_miner.extract.document_place import Subject, chain_of, printed_name
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage
from report_miner.extract.place_cues import Role
from report_miner.extract.place_evidence import unit_inside
from report_miner.extract.place_groups import RANK, MentionGroups
from report_miner.extract.place_mentions import finder_of
from report_miner.extract.place_units import UnitChooser
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.words_around import WordsAround
from report_miner.model import Place

_OPEN_END = re.compile(r"[ ]?(?:\.\.\.|…|,? v\.v)")
_PARENTHESIS = 150
_BRACKETS = (("(", ")"), ("[", "]"))
_REGION = "vùng"
# So far from its beginning a place opens a paragraph: "Còn tại huyện A, …".
_OPENING = 12
_QUOTES = ('"', "“", "”", "'")


class Phrase(NamedTuple):
    """A place, or several side by side (`members`), as a sentence names it.

    `unit` is the unit when it is one and certain, `area` that unit or the one that holds it where no table does;
    `rank` its depth from the country (0) to a hamlet (5); `parenthesis` the range of the brackets around it;
    `open_end` whether the enumeration goes on ("…").
    """

    start: int
    end: int
    sort: Sort
    place: Place
    unit: Unit | None
    rank: int
    role: Role
    area: Unit | None = None
    members: tuple[Place, ...] = ()
    parenthesis: tuple[int, int] | None = None
    open_end: bool = False


class PhraseReader:
    """Reads the mentions of one document in order.

    Args:
        text: the shadow's text.
        openings: where its paragraphs begin, in order.
        subject: what the document is about.
        gazetteer: the units.
        names: reference of a unit → the name that the document prints.
        vintage: the units in force when the document was written.
        origins: where countries stand that only tell where something is from.
    """

    def __init__(
        self,
        text: str,
        openings: Sequence[int],
        subject: Subject,
        gazetteer: Gazetteer,
        names: dict[str, str],
        vintage: Vintage,
        origins: Container[int],
    ) -> None:
        self._text = text
        self._origins = origins
        self._openings = openings
        self._subject = subject
        self._around = WordsAround(text, gazetteer.words.regexes)
        self._gazetteer = gazetteer
        self._names = names
        self._groups = MentionGroups(text, openings, gazetteer, vintage)
        self._cues = finder_of(gazetteer).cues
        self._units = UnitChooser(subject, gazetteer, names, vintage)
        self._vintage = vintage
        self._mentions: Sequence[PlaceMention] = ()
        self._region: Place | None = None
        self._local: Phrase | None = None
        self._before: Phrase | None = None
        self._paragraph = 0

    def read(self, mentions: Sequence[PlaceMention]) -> Iterator[Phrase]:
        """Yield the phrases of the document, in order."""
        mentions = self._mentions = [mention for mention in mentions if mention.sort != Sort.SIGN]
        position = 0
        while position < len(mentions):
            if group := self._groups.stretch(mentions, position):
                yield self._remembered(self._along(group))
                position += len(group)
                continue
            if ends := self._groups.ends_of_route(mentions, position):
                position += ends
                continue
            self._enter(mentions[position].start)
            group = self._groups.group(mentions, position)
            above = self._groups.above(mentions, position + len(group), group)
            phrase = self._phrase(group, above)
            if phrase is not None:
                yield self._remembered(phrase)
            position += len(group) + len(above)

    def _along(self, group: list[PlaceMention]) -> Phrase:
        start, end = group[0].start, group[-1].end
        if told := self._around.before("provinces_from", start, 20):
            start = told.start()
        place = Place((" ".join(self._text[start:end].split()),))
        role = self._cues.role(self._text, start)
        return Phrase(start, end, Sort.REGION, place, None, 1, role, parenthesis=self._parenthesis(start, end))

    def _phrase(self, group: list[PlaceMention], above: list[PlaceMention]) -> Phrase | None:
        first, last = group[0], (above or group)[-1]
        if first.sort == Sort.GENERIC:
            return self._antecedent(first)
        if first.type is None and self._is_quoted(first.start, last.end):
            return None
        areas = self._units.above(above)
        if first.sort == Sort.UNIT and first.type is None and not areas and self._groups.rank(first) > 2:
            group = [m for m in group if self._known(m)]
            if not group:
                return None
        members = tuple(dict.fromkeys(self._place(mention, above, areas) for mention in group))
        place, unit = members[0], None
        if len(members) == 1:
            unit = self._units.choose(first, areas)
        elif self._groups.rank(first) == RANK[Level.COMMUNE]:
            unit = self._units.common(group, areas)
            if unit is None:
                return None
            place = chain_of(unit, self._gazetteer, self._names)
        else:
            names = " ".join(self._text[group[0].start : group[-1].end].split())
            shared = {member.names[1:] for member in members}
            place = Place((names, *(shared.pop() if len(shared) == 1 else ())))
        return Phrase(
            first.start,
            last.end,
            first.sort,
            place,
            unit,
            self._groups.rank(first),
            self._role(first, members),
            unit or next(iter(areas), None),
            members if len(members) > 1 else (),
            self._parenthesis(first.start, last.end),
            len(members) > 1 and bool(_OPEN_END.match(self._text, last.end)),
        )

    def _role(self, first: PlaceMention, members: Sequence[Place]) -> Role:
        if len(members) > 1 and self._is_counted(first.start):
            return Role.LISTED
        if first.start in self._origins:
            return Role.PASSING
        if self._cues.is_aside(self._text, first.start) or self._groups.is_set_apart(first):
            return Role.COMPARED
        if first.sort in (Sort.REGION, Sort.UNIT) and self._cues.is_of_body(self._text, first.start, first.sort):
            return Role.PASSING
        if self._cues.is_come_from(self._text, first.start) or self._cues.is_sent_to(self._text, first.start):
            return Role.PASSING
        return self._cues.role(self._text, first.start)

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether a name stands alone in quotation marks: it is then shown, not spoken of."""
        return self._text[start - 1 : start] in _QUOTES and self._text[end : end + 1] in _QUOTES and start > 0

    def _known(self, mention: PlaceMention) -> bool:
        """Whether a bare district's name is that district: near the document's places, named before, or "tại X"."""
        unit = self._units.choose(mention, [])
        if unit is None:
            return False
        at = self._cues.role(self._text, mention.start) == Role.AT
        return at or self._units.was_named(unit) or self._units.is_near(unit)

    def _place(self, mention: PlaceMention, above: list[PlaceMention], areas: list[Unit]) -> Place:
        if mention.sort == Sort.NATION and self._is_of_subject(mention) and self._subject.place:
            return self._subject.place
        if mention.sort == Sort.NATION or mention.sort == Sort.BODY:
            return Place((self._gazetteer.words.nation.name,))
        region = self._subject.place if self._subject.region else None
        if mention.sort == Sort.REGION and region and mention.name in region.names[0]:
            return region
        if mention.sort in (Sort.REGION, Sort.ABROAD):
            return Place((mention.name,))
        unit = self._units.choose(mention, areas)
        if unit is not None and not self._is_lost(above):
            return self._printed(mention, unit)
        return Place((mention.printed, *(self._stated(above) or self._province(mention) or self._country(mention))))

    def _is_lost(self, above: Sequence[PlaceMention]) -> bool:
        """Whether the text prints a district around a commune that no table has any more."""
        return (
            bool(above) and above[0].type is not None and above[0].level == Level.DISTRICT and not above[0].candidates
        )

    def _province(self, mention: PlaceMention) -> tuple[str, ...]:
        """The province that the document is about, around a district that no table has any more."""
        unit = self._subject.unit
        if unit is None or mention.type is None or mention.level != Level.DISTRICT:
            return ()
        return chain_of((self._gazetteer.ancestors(unit) or [unit])[-1], self._gazetteer, self._names).names

    def _country(self, mention: PlaceMention) -> tuple[str, ...]:
        """The country of a city abroad, or of a part of the one that the document is about.

        A commune or a hamlet may bear such a name, too: "xã Sơn Đông".
        """
        country = self._cues.country_of(mention.name)
        foreign = mention.type in self._gazetteer.words.foreign_types
        if country != mention.name and (foreign or self._groups.rank(mention) < RANK[Level.COMMUNE]):
            return (country,)
        part = mention.sort == Sort.UNIT or foreign
        return self._subject.place.names[-1:] if part and self._subject.abroad and self._subject.place else ()

    def _printed(self, mention: PlaceMention, unit: Unit) -> Place:
        """The unit with those above it, by the name that the document prints first where it prints several."""
        self._names.setdefault(unit.ref, printed_name(mention, unit))
        return chain_of(unit, self._gazetteer, self._names)

    def _is_of_subject(self, mention: PlaceMention) -> bool:
        """Whether "cả nước", "đất nước" are those of the country abroad that the document is about."""
        nation = self._gazetteer.words.nation
        return self._subject.abroad and self._text[mention.start : mention.end] not in nation.names

    def _stated(self, above: Sequence[PlaceMention]) -> tuple[str, ...]:
        """The places printed above one that the table does not know, up to the first that it knows with its own."""
        if not above:
            return ()
        unit = self._units.choose(above[0], self._units.above(above[1:]))
        if unit is not None:
            return self._printed(above[0], unit).names
        return (self._place(above[0], [], []).names[0], *(self._stated(above[1:]) or self._province(above[0])))

    def _antecedent(self, mention: PlaceMention) -> Phrase | None:
        """What "toàn tỉnh", "huyện này", "Thành phố" point back to."""
        if mention.type == _REGION:
            return self._region_before(mention)
        if mention.type in self._gazetteer.words.local_types:
            return self._local_before(mention)
        unit = self._units.of_type(mention.type) or self._sole(mention)
        if unit is None:
            return None
        role = self._cues.role(self._text, mention.start)
        if role == Role.PLAIN and self._cues.is_all(self._text, mention.start):
            role = Role.AT
        return Phrase(
            mention.start,
            mention.end,
            Sort.GENERIC,
            chain_of(unit, self._gazetteer, self._names),
            unit,
            RANK[unit.level],
            role,
            unit,
            parenthesis=self._parenthesis(mention.start, mention.end),
        )

    def _sole(self, generic: PlaceMention) -> Unit | None:
        """The one unit of that type that the document names, where it does so only later: "Toàn huyện có 9 xã. …"."""
        area = self._subject.unit
        if area is None or self._subject.scene:
            return None
        named = {
            (mention.name, unit_inside(mention, area, self._vintage, self._gazetteer))
            for mention in self._mentions
            if mention.sort == Sort.UNIT and mention.type == generic.type
        }
        return named.pop()[1] if len(named) == 1 else None

    def _is_counted(self, start: int) -> bool:
        """Whether an enumeration only spells out a number of units ("4 huyện là A, B, C, D")."""
        return self._around.before("counted", start, 60) is not None

    def _region_before(self, mention: PlaceMention) -> Phrase | None:
        place = self._subject.place if self._subject.region else self._region
        if place is None:
            return None
        return Phrase(
            mention.start, mention.end, Sort.GENERIC, place, None, 1, self._cues.role(self._text, mention.start)
        )

    def _local_before(self, mention: PlaceMention) -> Phrase | None:
        """The village of that type that the same paragraph has named: "cả làng", "của bản"."""
        local = self._local
        if local is None or not local.place.names[0].startswith(f"{mention.type} "):
            return None
        return local._replace(start=mention.start, end=mention.end, sort=Sort.GENERIC, role=Role.AT, parenthesis=None)

    def _enter(self, start: int) -> None:
        """Note in which paragraph the mention at `start` stands; no place opens a new one yet."""
        paragraph = bisect_right(self._openings, start)
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self._local = self._before = None
            self._units.begin_paragraph(None)

    def _remembered(self, phrase: Phrase) -> Phrase:
        if self._lies_where(phrase):
            phrase = phrase._replace(role=Role.PASSING)
        self._before = phrase
        if phrase.sort == Sort.REGION:
            self._region = phrase.place
        if phrase.sort == Sort.LOCAL and not phrase.members:
            self._local = phrase
        begin = self._openings[self._paragraph - 1] if self._paragraph else 0
        if phrase.role == Role.AT and phrase.sort != Sort.GENERIC and phrase.start - begin <= _OPENING:
            self._units.begin_paragraph(phrase.unit)
        if phrase.unit is not None and phrase.role != Role.COMPARED:
            self._units.remember(phrase.unit)
        return phrase

    def _lies_where(self, phrase: Phrase) -> bool:
        """Whether it only tells where the place before it lies: "xã A nằm ở phía bắc huyện B"."""
        before = self._before
        if before is None or phrase.rank >= before.rank:
            return False
        lies = self._around.after("lies", before.end, phrase.start)
        return lies is not None and lies.end() == phrase.start

    def _parenthesis(self, start: int, end: int) -> tuple[int, int] | None:
        for opening, closing in _BRACKETS:
            left = self._text.rfind(opening, max(0, start - _PARENTHESIS), start)
            right = self._text.find(closing, end, end + _PARENTHESIS) if left >= 0 else -1
            if right >= 0 and closing not in self._text[left:start]:
                return (left, right)
        return None
