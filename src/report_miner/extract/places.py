"""Decides which place a number is about.

Mentions are joined to phrases (`thôn A, xã B, huyện C` is one place, `các huyện A, B và C` a group). A phrase speaks
for the numbers of its clause, of its sentence when it stands before them, and of the sentences after when it opens
one; where no phrase speaks, the heading does, then the document's own place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from report_miner.clean.alphabet import UPPER
from report_miner.clean.shadow import Shadow
from report_miner.extract.document_place import Subject
from report_miner.extract.gazetteer import Gazetteer
from report_miner.extract.place_cues import Role
from report_miner.extract.place_mentions import find_places
from report_miner.extract.place_phrases import Phrase
from report_miner.extract.place_story import PlaceStory
from report_miner.extract.place_topics import NUMBER, PlaceReading, PlaceTopics
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.place_world import WorldTalk
from report_miner.extract.tellings import told_again
from report_miner.extract.words_around import WordsAround
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document, Place

__all__ = ["PlaceMention", "PlaceReading", "PlaceResolver", "find_places"]

# Bare numbers side by side share one noun: "với 8.730 và 6.115 việc".
_BESIDE = re.compile(r"%?(?:,| và) ")
_END_OF_CLAUSE = re.compile(r"[;:]|[.]\s|$")
# A list of places, each with its own number in a bracket.
_NUMBERED_LIST = re.compile(rf" ?\(\d[^()]*\)(?:,| và) (?:[^\W\d_{UPPER}]+ ){{0,2}}[{UPPER}][^()\d]*\(\d")
_BREAK = re.compile(rf"[;….](?:(?<=;)|(?:(?<=…)|(?<=\.)\.\.)[\"')]*\s+(?=[{UPPER}]))")
# A place behind one of these may look back ("1 người ở xã A mất tích; …"), and what parts it from the next item of a
# list ("3 người ở xã A, 5 người …").
_WHERE = ("ở ", "tại ")
_GOES_ON = re.compile(rf" [^\W\d_{UPPER}]")
_NEXT_ITEM = re.compile(r",(?: và)? | và ")
# What a share may be a share of: "chiếm 60% sản lượng của tỉnh".
_WHOLES = (Sort.GENERIC, Sort.NATION, Sort.REGION)
_BEGIN = itemgetter(0)
# What a figure's record names in its own field, so that its item does not repeat it.
_NAMED = (Sort.UNIT, Sort.LOCAL, Sort.REGION, Sort.ABROAD)
# How far back a quotation may begin, and from which rank of place on it is told of its speaker's own.
_QUOTATION = 600
_LOCAL = 3
_REACH = 100
# The sources of what the text itself says of a number.
_TOLD = ("clause", "sentence", "paragraph")


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence with its phrases, where its segments begin, and where its first number stands."""

    index: int
    phrases: list[Phrase]
    starts: list[int]
    breaks: list[int]
    first_number: int

    def segment(self, position: int) -> int:
        """Return where the segment around an offset begins."""
        return self.breaks[max(0, bisect_left(self.breaks, position) - 1)]

    def above(self, rank: int) -> _Scene:
        """Return the same with those phrases only that lie above `rank`."""
        phrases = [phrase for phrase in self.phrases if phrase.rank < rank]
        return replace(self, phrases=phrases, starts=[phrase.start for phrase in phrases])


class PlaceResolver:
    """Answers for each number of a document which place it is about.

    Args:
        document: the document as read.
        shadow: the shadow of its text.
        sentences: its sentences, in order.
        gazetteer: the units.
    """

    def __init__(
        self, document: Document, shadow: Shadow, sentences: Sequence[Sentence], gazetteer: Gazetteer
    ) -> None:
        self._openings = [after.start for before, after in pairwise(sentences) if before.block != after.block]
        self.mentions = find_places(shadow, gazetteer, self._openings)
        self._document = document
        self._shadow = shadow
        self._text = shadow.text
        self._gazetteer = gazetteer
        self._around = WordsAround(shadow.text, gazetteer.words.regexes)
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._scene: _Scene | None = None

    @cached_property
    def _story(self) -> PlaceStory:
        return PlaceStory(self._document, self._shadow, self.mentions, self._openings, self._gazetteer)

    @property
    def subject(self) -> Subject:
        """What the document is about."""
        return self._story.subject

    @property
    def names(self) -> list[tuple[int, int]]:
        """Where names of places stand: no site's, which tells what is counted ("khách qua sân bay Nội Bài")."""
        sites = self._gazetteer.words.site_names
        named = (mention for mention in self.mentions if mention.name and mention.sort in _NAMED)
        return [(mention.start, mention.end) for mention in named if mention.type or mention.name not in sites]

    def place_of(self, start: int, end: int) -> PlaceReading:
        """Return the place that the number at `start:end` of the shadow is about."""
        if not self._sentences:
            return self._default()
        if quoted := self._story.quoted_at(start):
            return PlaceReading(quoted.place, "clause", 0.9)
        index = max(0, bisect_right(self._starts, start) - 1)
        if self._scene is None or self._scene.index != index:
            self._scene = self._set_scene(index)
        if self._is_of_world(self._scene, start, end):
            return PlaceReading(None, "clause", 0.8)
        told = self._in_sentence(self._scene, start, end) if self._scene.phrases else None
        if told is None or told.source != "clause":
            told = self._spoken_at(start) or told
        if told is None and self.subject.source == "register" and self._is_title(index):
            told = self._told_again(start, end, self._sentences[index].end)
        return told or self._above_counted(self._topics.topic(index), end)

    def _is_title(self, index: int) -> bool:
        return self._document.blocks[self._sentences[index].block].kind is BlockKind.TITLE

    def _told_again(self, start: int, end: int, behind: int) -> PlaceReading | None:
        """A title's number usually returns in the text; there its place stands beside it.

        It is not looked for where the document's place is that of an event which the text itself tells.
        """
        again = next(told_again(self._shadow.lower, start, end, behind), None)
        index = bisect_right(self._starts, again) - 1 if again is not None else -1
        if again is None or index < 0:
            return None
        scene = self._set_scene(index)
        told = self._in_sentence(scene, again, again + end - start) if scene.phrases else None
        told = told or self._topics.topic(index)
        return told._replace(certainty=told.certainty * 0.9) if told.source in _TOLD else None

    @cached_property
    def _topics(self) -> PlaceTopics:
        return PlaceTopics(self._document, self._shadow, self._sentences, self._story, self._gazetteer)

    @cached_property
    def _world(self) -> WorldTalk:
        return WorldTalk(self._text, self._gazetteer.words.world)

    def _is_of_world(self, scene: _Scene, start: int, end: int) -> bool:
        """Whether a number is told of the whole world, and of no place named nearer to it."""
        position = bisect_left(scene.starts, start)
        opened = max(scene.segment(start), scene.starts[position - 1] if position else 0)
        return self._world.tells(start, end, opened)

    def _above_counted(self, reading: PlaceReading, end: int) -> PlaceReading:
        """What lies above the units that a number counts, where it is said of one of these: "một trong 11 xã"."""
        place = reading.place
        counted = self._around.after("counted_rank", end) if place and len(place.names) > 1 else None
        if not place or not counted or not place.names[0].startswith(f"{counted[counted.lastindex or 0]} "):
            return reading
        unit = self._gazetteer.units.get(place.code or "")
        above = self._gazetteer.ancestors(unit)[0] if unit else self.subject.unit
        return reading._replace(place=Place(place.names[1:], above.ref if above else None))

    def _spoken_at(self, start: int) -> PlaceReading | None:
        """What somebody speaks of who is named behind the quotation: "Nhà tôi hái 2 tạ", ông A ở xã B nói."""
        position = bisect_right(self._quotations, start, key=_BEGIN) - 1
        if position < 0 or start > self._quotations[position][1]:
            return None
        _, close, last = self._quotations[position]
        speaker = next((phrase for phrase in self._story.between(close, last) if phrase.rank >= _LOCAL), None)
        return PlaceReading(speaker.place, "sentence", 0.8) if speaker else None

    @cached_property
    def _quotations(self) -> list[tuple[int, int, int]]:
        """Where the quotations begin and end that are followed by their speaker, and where the sentence ends."""
        found = []
        for match in self._around.every("speaker"):
            close = match.start()
            begin = self._text.rfind("“" if match[0][0] == "”" else '"', max(0, close - _QUOTATION), close)
            last = min(len(self._text), match.end() + _QUOTATION)
            end = _END_OF_CLAUSE.search(self._text, match.end(), last)
            if begin >= 0:
                found.append((begin, close, end.start() if end else last))
        return sorted(found)

    def _set_scene(self, index: int) -> _Scene:
        sentence = self._sentences[index]
        phrases = [p for p in self._story.between(sentence.start, sentence.end) if p.sort != Sort.BODY]
        breaks = [match.start() for match in _BREAK.finditer(self._text, sentence.start, sentence.end)]
        number = NUMBER.search(self._text, sentence.start, sentence.end)
        return _Scene(
            index,
            phrases,
            [phrase.start for phrase in phrases],
            [sentence.start, *breaks],
            number.start() if number else sentence.end,
        )

    def _default(self) -> PlaceReading:
        return PlaceReading(self.subject.place, self.subject.source, self.subject.certainty)

    def _in_sentence(self, scene: _Scene, start: int, end: int) -> PlaceReading | None:
        if self._around.within("others", max(scene.breaks[0], start - 60), start):
            return None
        counted = self._around.after("counted_rank", end)
        if counted and counted.lastindex:
            scene = scene.above(counted.lastindex + 1)
        opened = scene.segment(start)
        position = bisect_left(scene.starts, start)
        spoken = scene.phrases[bisect_left(scene.starts, opened) : position]
        closed = {phrase for phrase in scene.phrases[:position] if self._is_closed(scene, phrase, start)}
        spoken = [phrase for phrase in spoken if phrase not in closed]
        before = next((phrase for phrase in reversed(spoken) if self._reaches(phrase, start, opened)), None)
        reach = scene.phrases[position : bisect_left(scene.starts, end + _REACH)]
        if "%" in self._text[start : end + 1] and self._around.before("share", start, 40):
            reach = [phrase for phrase in reach if phrase.sort not in _WHOLES]
        after = next((phrase for phrase in reach if self._answers(phrase, end, before)), None)
        if after is not None:
            return PlaceReading(after.place, "clause", 0.9)
        if before is not None:
            return PlaceReading(self._member(before, start), "clause", 0.95)
        open_ones = [phrase for phrase in scene.phrases[:position] if phrase not in closed]
        fronted = self._story.fronted(open_ones, scene.first_number)
        return PlaceReading(fronted.place, "sentence", 0.85) if fronted else None

    def _reaches(self, phrase: Phrase, start: int, opened: int) -> bool:
        """Whether a phrase speaks for a number after it, in a segment that begins at `opened`."""
        if phrase.parenthesis is None:
            return True
        left, right = phrase.parenthesis
        if start < right or self._text[left] == "[":
            return start < right
        looks_back = self._closes(right) and NUMBER.search(self._text, opened, left)
        return not (looks_back or self._holds_number(phrase))

    def _holds_number(self, phrase: Phrase) -> bool:
        """Whether the bracket around a phrase has a number besides those of its names ("quận 7")."""
        left, right = phrase.parenthesis or (phrase.start, phrase.end)
        return any(NUMBER.search(self._text, *gap) for gap in ((left, phrase.start), (phrase.end, right)))

    def _is_closed(self, scene: _Scene, phrase: Phrase, start: int) -> bool:
        """Whether a phrase looks back at a number, and the next clause, or item of a list, has the one at `start`."""
        begin, end = phrase.start, phrase.end
        if not self._text.endswith(_WHERE, 0, begin):
            return False
        opened = scene.segment(begin)
        part = _GOES_ON.match(self._text, end) if scene.segment(start) > opened else None
        if not part and not _NEXT_ITEM.fullmatch(self._text, end, start):
            return False
        clause = max(self._text.rfind(joint, opened, begin) for joint in (", ", ": "))
        return NUMBER.search(self._text, max(clause, opened), begin) is not None

    def _closes(self, right: int) -> bool:
        """Whether a bracket closes a clause, so that it looks back at the clause's numbers."""
        rest = self._text[right + 1 : right + 3].lstrip()
        return not rest or rest[0] in ',;.…:)"'

    def _answers(self, phrase: Phrase, end: int, before: Phrase | None) -> bool:
        """Whether a phrase after a number speaks for it, against the phrase before it."""
        gap = self._text[end : phrase.start]
        if self._around.within("turn", end, phrase.start) or phrase.open_end:
            return False
        if _NUMBERED_LIST.match(self._text, phrase.end):  # "17 thôn của các huyện A (7 thôn), B (6)"
            return False
        if phrase.parenthesis and phrase.parenthesis[0] >= end:
            if self._text[phrase.parenthesis[0]] == "[" or self._around.after("counts_units", end):
                return False
            within_clause = "," not in self._text[end : phrase.parenthesis[0]]
            closes = before is None and self._closes(phrase.parenthesis[1])
            return (within_clause or closes) and not self._holds_number(phrase)
        if "," in gap or "(" in gap or ")" in gap or "." in gap.rstrip("."):
            return False
        if gap.endswith(" là ") and self._around.after("counts_units", end):
            return False
        if phrase.role == Role.AT:
            return True
        return before is None and len(gap) <= 30

    def _member(self, phrase: Phrase, start: int) -> Place:
        """The place of a group that a number belongs to: the n-th of n when each has its own number."""
        told = self._around.within("respectively", phrase.end, start)
        if phrase.members and (told or self._has_own_numbers(phrase)):
            count = sum(1 for _ in NUMBER.finditer(self._text, told.end() if told else phrase.end, start))
            if count < len(phrase.members):
                return phrase.members[count]
        return phrase.place

    def _has_own_numbers(self, phrase: Phrase) -> bool:
        """Whether the clause goes on with as many bare numbers side by side as there are places."""
        end = _END_OF_CLAUSE.search(self._text, phrase.end)
        numbers = list(NUMBER.finditer(self._text, phrase.end, end.start() if end else len(self._text)))
        return len(numbers) == len(phrase.members) and all(
            _BESIDE.fullmatch(self._text, before.end(), after.start()) for before, after in pairwise(numbers)
        )
