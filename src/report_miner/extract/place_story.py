"""What a document says of places, in its order: what it is about, and which phrases may speak for its numbers.

A document is read on no further than it is asked for: most name places behind their last number, many hold none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain

from report_miner.clean.shadow import Shadow
from report_miner.extract.document_place import DocumentPlace, Scene
from report_miner.extract.gazetteer import Gazetteer, Level
from report_miner.extract.place_cues import Role, has_own_number
from report_miner.extract.place_phrases import Phrase, PhraseReader
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.words_around import WordsAround
from report_miner.model import Document

_OPENS = re.compile(r"(?:^|[.;,:\n(-][ ]?|trong khi |còn |và |như )$")
_ENDS_QUOTE = re.compile(r"\)|[;.,]\s(?![^()]*\))")
_PREDICATE = re.compile(r" (?!và |với |hay |hoặc )[^\W\d_A-ZĐ]")
_BRACKET = 80


class PlaceStory:
    """The phrases of one document that name places; `subject` is what the document is about.

    Args:
        document: the document as read.
        shadow: the shadow of its text; all offsets are offsets into it.
        mentions: the places that it names.
        openings: where its paragraphs begin, in order.
        gazetteer: the units.
    """

    def __init__(
        self,
        document: Document,
        shadow: Shadow,
        mentions: Sequence[PlaceMention],
        openings: Sequence[int],
        gazetteer: Gazetteer,
    ) -> None:
        weighing = DocumentPlace(document, shadow, mentions, gazetteer)
        self.subject = weighing.decide()
        self._text = shadow.text
        self._gazetteer = gazetteer
        self._around = WordsAround(shadow.text, gazetteer.words.regexes)
        reader = PhraseReader(
            shadow.text, openings, self.subject, gazetteer, weighing.names, weighing.vintage, weighing.origins
        )
        coming = reader.read(mentions)
        lead: list[Phrase] = []
        while (not lead or lead[-1].start < weighing.lead_end) and (phrase := next(coming, None)):
            lead.append(phrase)
        scenes = (
            Scene(p.place.names[p.sort == Sort.LOCAL :], p.area, bool(p.members))
            for p in lead
            if p.start < weighing.lead_end and p.area is not None and self._is_scene(p)
        )
        self.subject = weighing.at_scene(self.subject, scenes)
        self._coming = chain(lead, coming)
        self._reached = 0
        self._quoted: list[Phrase] = []
        self._quoted_ends: list[int] = []
        self._phrases: list[Phrase] = []
        self._starts: list[int] = []

    def between(self, start: int, end: int) -> list[Phrase]:
        """Return the phrases in `start:end` that may speak for numbers."""
        self._read_until(end)
        return self._phrases[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def fronted(self, phrases: Sequence[Phrase], first_number: int) -> Phrase | None:
        """Return the last phrase before the first number of a sentence, or else the only one."""
        free = [phrase for phrase in phrases if phrase.parenthesis is None]
        fronted = next((phrase for phrase in reversed(free) if phrase.start < first_number), None)
        if fronted is None and len({phrase.place for phrase in free}) == 1 and not free[0].members:
            aside = self._around.before("aside", free[0].start, 30)
            return None if aside else free[0]
        return fronted

    def quoted_at(self, start: int) -> Phrase | None:
        """Return the compared place in whose bracket the number at `start` stands."""
        self._read_until(start)
        position = bisect_right(self._quoted_ends, start) - 1
        if position < 0 or start - self._quoted_ends[position] > _BRACKET:
            return None
        return None if _ENDS_QUOTE.search(self._text, self._quoted_ends[position], start) else self._quoted[position]

    def _read_until(self, end: int) -> None:
        """Read on to the first phrase that begins at `end` or behind it."""
        while self._reached < end:
            phrase = next(self._coming, None)
            if phrase is None:
                self._reached = len(self._text)
                return
            self._reached = phrase.start
            if phrase.role == Role.COMPARED and self._is_quoted(phrase):
                self._quoted.append(phrase)
                self._quoted_ends.append(phrase.end)
            if self.subject.abroad and self._is_around(phrase) and phrase.role != Role.AT and self.subject.place:
                phrase = phrase._replace(place=self.subject.place)
            if self._speaks(phrase):
                self._phrases.append(phrase)
                self._starts.append(phrase.start)

    def _is_scene(self, phrase: Phrase) -> bool:
        """Whether something may have happened at a place, and not somebody be from it ("(SN 1990, ở xã A)")."""
        if phrase.sort not in (Sort.UNIT, Sort.LOCAL):
            return False
        if phrase.members and phrase.role in (Role.AT, Role.PLAIN, Role.LISTED):
            return phrase.unit is not None
        if phrase.role not in (Role.AT, Role.PLAIN):
            return False
        if phrase.sort == Sort.UNIT and phrase.unit is None:  # a commune in no table: its district tells it apart
            return bool(phrase.area and phrase.area.level == Level.DISTRICT) and not self._is_of_person(phrase)
        if phrase.area == self.subject.unit and phrase.role != Role.AT:
            return False
        return not self._is_of_person(phrase)

    def _is_of_person(self, phrase: Phrase) -> bool:
        """Whether a place stands among the particulars of somebody: "(sinh năm 1990, phường A)"."""
        return bool(phrase.parenthesis and self._around.within("person", phrase.parenthesis[0], phrase.start))

    def _is_quoted(self, phrase: Phrase) -> bool:
        """Whether a compared place has figures of its own: "hơn xã A (75 triệu)", "mức chung của cả nước là 5%"."""
        mean = self._around.before("mean", phrase.start, 20)
        return bool(self._around.after("quotes", phrase.end) or (mean and self._around.after("is", phrase.end)))

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether a phrase may be what figures are about, in this document."""
        if phrase.role in (Role.COMPARED, Role.PASSING, Role.LISTED) or self._is_of_person(phrase):
            return False
        goal = self._around.before("goal", phrase.start, 24)
        if goal and self._around.after("sets_goal", phrase.end):
            return False
        if phrase.sort == Sort.BODY:
            return self.subject.national
        if phrase.sort == Sort.ABROAD and self._is_origin(phrase):
            return False
        if phrase.sort == Sort.ABROAD and not self.subject.abroad:
            if self._around.before("origin", phrase.start, 60):
                return False
            like_name = phrase.place.names[0] in self._gazetteer.words.countries_like_names
            paired = has_own_number(self._text, phrase.start, phrase.end)
            told = paired or (not like_name and self._is_subject(phrase))
            return phrase.role == Role.AT or (told and self.subject.unit is None)
        above = self._is_around(phrase) or bool(
            phrase.unit and self.subject.unit and phrase.unit in self._gazetteer.ancestors(self.subject.unit)
        )
        return phrase.role == Role.AT or not above or self._is_told_of(phrase)

    def _is_origin(self, phrase: Phrase) -> bool:
        """Whether a country alone fills its brackets, behind no place: somebody or something is from there."""
        around = self._text[max(0, phrase.start - 1) : phrase.start] + self._text[phrase.end : phrase.end + 1]
        return around == "()" and not self._around.before("spot", phrase.start, _BRACKET)

    def _is_around(self, phrase: Phrase) -> bool:
        """Whether the document is about a part, in no table, of the unit or country that a phrase names."""
        return phrase.unit == self.subject.unit and bool(
            self.subject.place and phrase.place.names == self.subject.place.names[1:]
        )

    def _is_told_of(self, phrase: Phrase) -> bool:
        """Whether a phrase is the subject of its clause: "Năm 2021, Lào Cai xảy ra 3 vụ"."""
        return self._is_subject(phrase) and _PREDICATE.match(self._text, phrase.end) is not None

    def _is_subject(self, phrase: Phrase) -> bool:
        """Whether a phrase opens its clause; "trung ương và tỉnh" does not."""
        if phrase.sort == Sort.GENERIC and self._text.endswith("và ", 0, phrase.start):
            return False
        return _OPENS.search(self._text[max(0, phrase.start - 12) : phrase.start]) is not None
