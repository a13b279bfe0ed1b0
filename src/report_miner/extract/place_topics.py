"""What numbers without a place of their own are about, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from report_miner.clean.shadow import Shadow
from report_miner.extract.gazetteer import Gazetteer
from report_miner.extract.place_evidence import is_caption
from report_miner.extract.place_phrases import Phrase
from report_miner.extract.place_story import PlaceStory
from report_miner.extract.place_words import Sort
from report_miner.extract.words_around import WordsAround
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document, Place

# A number that may be a figure: no day, month or year, nor one behind "số" ("tổ số 3", but "tổng số 3").
NUMBER = re.compile(
    r"(?<![\d/])(?<![nN]gày )(?<![tT]háng )(?<![nN]ăm )(?<![qQ]uý )(?<![^g] số )"
    r"\d++(?! [tT]ết(?!\w))(?![\d/]*/(?:19|20)\d\d)(?!/(?:0?[1-9]|1[0-2])(?![\d/]|[.,]\d))(?:[.,]\d+)*"
)
_ITEM = re.compile(r"\s*[-+*•]\s")
_MEMORY = 2
# What a sentence says of a place so far from its start is not what the sentences after it go on about.
_FRONT = 60
_FIRST_WORD = 16
_MARK = 2  # what ends the sentence before, and the blank behind it


class PlaceReading(NamedTuple):
    """The place of a number, how it was found, and how certain that is (0..1)."""

    place: Place | None
    source: str
    certainty: float


@dataclass
class _Standing:
    """What holds where the walk stands.

    The place under the last `heading`, and the `topic`; the phrase that gave the topic (`spoken`), and that in which
    the last sentence counted something (`told`); the topic of the sentence that leads to a list (`listed`); the
    block, and how many sentences ago the topic was told (`age`).
    """

    heading: PlaceReading
    topic: PlaceReading
    spoken: Phrase | None = None
    told: Phrase | None = None
    listed: PlaceReading | None = None
    block: int = -1
    age: int = 0

    def fall_back(self, topic: PlaceReading | None = None) -> None:
        """Go back to what the heading is about, or to another topic that no phrase tells."""
        self.topic, self.spoken = topic or self.heading, None


class PlaceTopics:
    """Answers what each sentence of a document goes on about; reads no further than it is asked for.

    Args:
        document: gives the kinds of the blocks.
        shadow: the shadow of its text.
        sentences: its sentences, in order.
        story: the phrases that name places, and what the document is about.
        gazetteer: the units.
    """

    def __init__(
        self,
        document: Document,
        shadow: Shadow,
        sentences: Sequence[Sentence],
        story: PlaceStory,
        gazetteer: Gazetteer,
    ) -> None:
        self._blocks = document.blocks
        self._text = shadow.text
        self._sentences = sentences
        self._story = story
        self._gazetteer = gazetteer
        self._around = WordsAround(shadow.text, gazetteer.words.regexes)
        self._coming = self._walk()
        self._topics: list[PlaceReading] = []

    def topic(self, index: int) -> PlaceReading:
        """Return what numbers without a place of their own in the sentence `index` are about."""
        self._topics += islice(self._coming, max(0, index + 1 - len(self._topics)))
        return self._topics[index]

    def _walk(self) -> Iterator[PlaceReading]:
        subject = self._story.subject
        default = PlaceReading(subject.place, subject.source, subject.certainty)
        standing = _Standing(default, default)
        following = [*(sentence.start for sentence in self._sentences[1:]), len(self._text)]
        for sentence, after in zip(self._sentences, following, strict=False):
            self._enter(sentence, standing)
            part = self._around.after("part", sentence.start)
            yield PlaceReading(standing.told.place, "paragraph", 0.7) if part and standing.told else standing.topic
            phrases = self._story.between(sentence.start, sentence.end)
            if not part:
                standing.told = None
            if phrases and not is_caption(self._text, sentence.start, sentence.end):
                self._leave(sentence, phrases, standing, forecast=bool(self._around.after("forecast", after)))

    def _enter(self, sentence: Sentence, standing: _Standing) -> None:
        """Begin a sentence: a new block, an item of a list, or one too far from its topic goes back."""
        if sentence.block != standing.block:
            standing.block, standing.listed = sentence.block, None
            standing.fall_back()
        standing.age += not self._around.after("forecast", sentence.start)
        if standing.age > _MEMORY:
            standing.fall_back()
        if _ITEM.match(self._text, sentence.start):
            standing.fall_back(standing.listed)

    def _leave(self, sentence: Sentence, phrases: Sequence[Phrase], standing: _Standing, *, forecast: bool) -> None:
        """Note what a sentence that names places hands on; `forecast`: the next one tells of the weather there."""
        begin = max(sentence.start, self._text.rfind(":", sentence.start, phrases[-1].start) if forecast else 0)
        number = NUMBER.search(self._text, begin, sentence.end)
        first_number = number.start() if number else sentence.end
        fronted = self._story.fronted(phrases, first_number) or self._site(phrases, has_number=number is not None)
        if fronted is not None and fronted.sort == Sort.GENERIC:
            if self._leaves_scene(fronted):
                standing.heading = PlaceReading(fronted.place, "document", 0.6)
            fronted = next(phrase for phrase in phrases if phrase.place == fronted.place)
        opens = fronted if fronted and fronted.start < first_number else None
        standing.told = opens if number else None
        if opens and self._goes_on(opens, begin) and (forecast or not self._is_list(opens, phrases)):
            standing.topic, standing.spoken, standing.age = PlaceReading(opens.place, "paragraph", 0.75), opens, 0
            if self._blocks[standing.block].kind == BlockKind.HEADING:
                standing.heading = PlaceReading(opens.place, "heading", 0.8)
        elif all(self._lies_in(phrase, standing.spoken) for phrase in phrases):
            standing.age = 0
        else:
            standing.fall_back()
        if self._text.endswith(":", sentence.start, sentence.end):
            standing.listed = standing.topic

    def _site(self, phrases: Sequence[Phrase], *, has_number: bool) -> Phrase | None:
        """Where the one thing lies that a sentence without figures comes to: "Chúng tôi đến hồ A (huyện B)."."""
        only = phrases[0] if len(phrases) == 1 and not has_number else None
        return only if only and self._around.before("site", only.start, _FRONT) else None

    def _goes_on(self, phrase: Phrase, begin: int) -> bool:
        """Whether sentences after may be about it: no instance, and no country or region that is told in passing."""
        lead_in = phrase.start - begin
        if lead_in >= _FRONT or self._around.before("instance", phrase.start, lead_in):
            return False
        if self._around.after("in_front", phrase.end):
            return False
        subject = self._story.subject
        if phrase.sort == Sort.ABROAD and not subject.abroad:
            return self._around.before("opens_clause", phrase.start, lead_in + _MARK) is not None
        passing = not subject.region and phrase.rank == 1 and phrase.sort != Sort.ABROAD
        return not passing or phrase.start - begin < _FIRST_WORD

    def _leaves_scene(self, whole: Phrase) -> bool:
        """Whether the story of a single event goes over to "toàn tỉnh": what follows is no longer about the scene."""
        subject = self._story.subject
        scene = subject.unit if subject.scene else None
        return bool(scene and whole.unit and scene != whole.unit and self._gazetteer.within(scene, whole.unit))

    def _lies_in(self, phrase: Phrase, area: Phrase | None) -> bool:
        return bool(area and phrase.unit and area.unit and self._gazetteer.within(phrase.unit, area.unit))

    def _is_list(self, spoken: Phrase, phrases: Sequence[Phrase]) -> bool:
        """Whether the sentence names places beside the one that it opens with."""
        return bool(spoken.members) or any(
            p.rank == spoken.rank and p.place.names[0] != spoken.place.names[0] for p in phrases
        )
