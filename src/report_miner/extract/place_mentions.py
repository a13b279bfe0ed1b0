"""Finds the places that a text names.

One scan of an automaton over the whole text finds type words and the names that stand by themselves; each hit is
then read where it stands. A commune is a place only with its type word, or in a list that shares one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import ahocorasick

from report_miner.clean.alphabet import UPPER
from report_miner.clean.shadow import Shadow
from report_miner.extract.gazetteer import Gazetteer, Level, Unit
from report_miner.extract.place_cues import CueSet, PlaceCues, has_own_number, is_side_told, words_before
from report_miner.extract.place_listed import with_listed_communes
from report_miner.extract.place_persons import Namesakes
from report_miner.extract.place_words import PlaceKey, PlaceMention, Sort, place_words
from report_miner.extract.word_trie import any_of
from report_miner.patterns import PlaceType

_TOKEN = re.compile(r"[^\W\d_](?:[\w]|'(?=\w))*|\d{1,2}(?![\w%]|[.,/]\d)")
_GAP = re.compile(r"[ ]?-[ ]?(?=[^\W\d_])|[ ]{1,2}")
_AFTER_TYPE = re.compile(r"\.?[ ]{0,2}(?:số[ ])?")
_AFTER_LOCAL = re.compile(r"[ ]{0,2}(?:số[ ])?")
_OFFICE = re.compile(r"[ ](?:[uủ][yỷ]|đoàn|đội)[ ]", re.IGNORECASE)
_LIST_GAP = re.compile(r"[ ]?[,;][ ]|[ ](?:và|với|hoặc|hay)[ ]")
_CAPITAL = re.compile(f"[{UPPER}]")
_VOWELS = "aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
# What the name of a hamlet begins with; "bản Tundra", "bản SP2" are versions of something.
_SYLLABLE = re.compile(rf"(?:\d|[^\W\d_{_VOWELS}]*[{_VOWELS}]+[^\W\d_{_VOWELS}]*(?!\w))", re.IGNORECASE)
# … and so are "bản EL", while "thôn IV" is a hamlet.
_VERSION = re.compile(f"(?![IVX]+(?!\\w))[{UPPER}]{{2,}}(?!\\w)")
_CAPITAL_BEFORE = re.compile(rf"(?:^|[\s(\"])([{UPPER}][^\W\d_]*)[ ]$")
_LOWER_WORD_AFTER = re.compile(r"[ ](\w+)")
_DOMAIN = re.compile(r"\w\.$")
_CLAUSE_BEFORE = re.compile(r"(?:^|[.;:,!?\n][ \"“]{0,2}|[ \n](?:năm|nay|\d{4}) )$")
_GOES_ON = re.compile(r"[ ](?!(?:và|với|hay|hoặc|là)\b)[a-zà-ỹđ]")
_LONGEST_NAME = 6
# How long, and no date ("ấp 3 ngày 12/5") nor "ngày càng".
_LASTS = re.compile(
    r"[ ](?:ngày|đêm|tuần|giờ|ngày đêm)(?:[,.;]|[ ](?!\d|càng|một|nay|hôm|đó|mồng|mùng|trước|sau|đầu|cuối))"
)
# A quarter of the sky, and no part of the country: "gió Bắc đến Tây Bắc cấp 3".
_WIND = " cấp "


class MentionFinder:
    """Finds mentions with one automaton, built once for a gazetteer.

    Args:
        gazetteer: the units, and the words of patterns/places.yaml.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.words = gazetteer.words
        self.cues = PlaceCues(gazetteer.words)
        self._namesakes = Namesakes(self.words, self.cues)
        self._openers = CueSet(self.words.country_openers)
        self._region_types = CueSet(self.words.region_types)
        self._surnames = frozenset(self.words.surnames)
        self._elsewhere = self.words.site_names.union(*self.words.country_names.values())
        self._title_words = re.compile(rf"(?i:{any_of(self.words.title_words)})(?!\w)")
        self._lies = re.compile(rf" {any_of(self.words.lies)}(?= [{UPPER}])")
        self._openers_of_sentences = frozenset(self.words.openers)
        self._listed_types = tuple(f", {kind.word}" for kind in self.words.types)
        self._no_names_of_units = (*self.words.regions, *self.words.capital.words, *self.words.countries)
        self._province = next(kind for kind in self.words.types if not kind.any_level)
        self._automaton = ahocorasick.Automaton()
        for key, word in place_words(gazetteer):
            self._automaton.add_word(key, (len(key), word))
        self._automaton.make_automaton()

    def find(self, text: str, blocks: Sequence[int] = ()) -> list[PlaceMention]:
        """Return the mentions in the text of a shadow, in order and without overlap.

        A line break is a space, and a space before the offsets `blocks`, at which a block or a cell begins, a line
        break: no name crosses it.
        """
        edges = [0, *blocks, len(text)]
        parts = (text[first:last] for first, last in pairwise(edges))
        text = "".join(part[:-1].replace("\n", " ") + part[-1:].replace(" ", "\n") for part in parts)
        mentions = self._namesakes.without_persons(text, list(self._scan(text, self._automaton)))
        mentions = self._with_named_before(text, self._at_home(mentions))
        return with_listed_communes(text, mentions, self.gazetteer)

    def _at_home(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions; a bare name of a site or of what lies abroad is a commune's where the text names one so."""
        communes = {each.name: each for each in mentions if each.level == Level.COMMUNE and each.candidates}
        return [
            communes[each.name]._replace(start=each.start, end=each.end)
            if each.type is None and each.name in communes and each.name in self._elsewhere
            else each
            for each in mentions
        ]

    def _with_named_before(self, text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """Add the bare names of districts and communes that the text names with their type elsewhere."""
        typed: dict[str, PlaceMention] = {}
        for mention in mentions:
            if mention.sort == Sort.UNIT and mention.type and " " in mention.name and mention.level != Level.PROVINCE:
                typed.setdefault(mention.name, mention)
        names = [name for name in typed if name not in self._automaton and _stands_outside(name, text, mentions)]
        if not names:
            return mentions
        automaton = ahocorasick.Automaton()
        for mention in mentions:
            automaton.add_word(
                text[mention.start : mention.end], (mention.end - mention.start, PlaceKey(Sort.UNIT, decoy=True))
            )
        for name in names:
            automaton.add_word(name, (len(name), PlaceKey(Sort.LEARNED, name)))
        automaton.make_automaton()
        taken = {mention.start for mention in mentions}
        learned = [
            typed[found.name]._replace(start=found.start, end=found.end)
            for found in self._scan(text, automaton)
            if found.start not in taken
        ]
        return sorted([*mentions, *learned], key=lambda mention: mention.start) if learned else mentions

    def _scan(self, text: str, automaton: ahocorasick.Automaton) -> Iterator[PlaceMention]:
        done = 0
        length = len(text)
        hits: Iterable[tuple[int, tuple[int, PlaceKey]]] = automaton.iter_long(text)
        for last, (size, word) in hits:
            start, end = last - size + 1, last + 1
            if (
                start < done
                or (start and text[start - 1].isalnum())
                or (end < length and text[end].isalnum() and not (word.type and text[end].isdigit()))
            ):
                continue
            for mention in self._read(text, start, end, word):
                yield mention
                done = mention.end

    def _read(self, text: str, start: int, end: int, word: PlaceKey) -> Iterator[PlaceMention]:
        if word.decoy:
            return
        if word.type is not None:
            yield from self._typed(text, start, end, word.type)
        elif word.local is not None:
            name = self._free_name(text, end, numbered=True)
            foreign = word.local in self.words.foreign_types
            if (
                name
                and not (text[name[0]].isdigit() and self._is_amount(text, start, name))
                and not text[start:end].isupper()
                and (foreign or _SYLLABLE.match(text, *name))
                and not _VERSION.match(text, *name)
            ):
                yield PlaceMention(start, name[1], Sort.LOCAL, word.local, text[name[0] : name[1]])
            elif not name and not foreign and self.cues.is_all_of(text, start):
                yield PlaceMention(start, end, Sort.GENERIC, word.local, "")
        elif word.sort in (Sort.NATION, Sort.BODY):
            if _DOMAIN.search(text, max(0, start - 2), start):
                return
            named = text[start:end] in self.words.nation.names
            located = named and (
                self.cues.is_located(text, start)
                or _opens_clause(text, start, end)
                or has_own_number(text, start, end)
            )
            sort = Sort.NATION if located else word.sort
            yield PlaceMention(start, end, sort, None, self.words.nation.name)
        elif word.sort == Sort.GENERIC:
            yield PlaceMention(start, end, word.sort, "vùng", "")
        elif word.sort == Sort.SIGN:
            yield PlaceMention(start, end, word.sort, None, word.name)
        elif word.sort == Sort.REGION:
            if text.startswith(_WIND, end) or self.cues.is_other_thing(text, start):
                return
            if word.strict and not is_side_told(text, start, end):
                return
            if kind := self._region_types.ending(words_before(text, start)):
                start -= len(kind) + 1
            yield PlaceMention(start, end, word.sort, None, text[start:end])
        elif self._stands_alone(text, start, end, word):
            candidates = tuple(self.gazetteer.named(word.name)) if word.sort == Sort.UNIT else ()
            above = tuple(unit for unit in candidates if unit.level != Level.COMMUNE)
            printed = word.name if word.name == self.words.capital.name else text[start:end]
            yield PlaceMention(start, end, word.sort, None, printed, above)

    def _stands_alone(self, text: str, start: int, end: int, word: PlaceKey) -> bool:
        before = text[max(0, start - 40) : start]
        titled = word.sort == Sort.ABROAD and self.cues.is_country(text, start)
        if word.strict and not titled and not self._openers.ending(words_before(text, start)):
            return False
        if self.cues.is_other_thing(text, start):
            return False
        capital = _CAPITAL_BEFORE.search(before)
        if capital and word.name in self.words.countries_like_names and capital[1] not in self._openers_of_sentences:
            return False
        if word.sort == Sort.LEARNED and capital and capital[1] not in self._openers_of_sentences:
            return False
        after = _LOWER_WORD_AFTER.match(text, end)
        if after is None or not _CAPITAL.match(after[1]) or text[start:end].isupper():
            return not (word.strict and capital)
        return titled or after[1] in self._surnames or after[1] in self._openers_of_sentences or after[1].isupper()

    def _typed(self, text: str, start: int, end: int, kind: PlaceType) -> Iterator[PlaceMention]:
        short = text[start:end] in kind.short
        office = _OFFICE.match(text, end)
        if office and self._known_name(text, end + 1, kind):  # "phường Đoàn Kết"
            office = None
        stop = office.end() - 1 if office else end
        lies = self._lies.match(text, stop)
        position = _AFTER_TYPE.match(text, lies.end() if lies else stop)
        begin = position.end() if position else stop
        if begin == stop and not text[stop : stop + 1].isdigit():
            if self.cues.is_all(text, start) and not text.startswith(self._listed_types, end):
                yield from self._generic(text, start, end, kind)
            return
        if kind.any_level and text[max(0, start - 8) : start].lower().endswith(_PROVINCES_AND):
            yield from self._read_bare(text, begin)
            return
        # A full stop closes an abbreviation; behind a word it ends the sentence: "trụ sở của xã. Trang bị …".
        ended = not short and "." in text[stop:begin]
        name = None if ended else self._known_name(text, begin, kind)
        name = name or self._unknown_name(text, start, stop, begin, kind)
        if name is not None and text[name[0]].isdigit() and not self._is_numbered(text, start, name):
            return
        if name is None:
            if not short or kind.level == Level.PROVINCE:
                yield from self._generic(text, start, end, kind)
            return
        first, last = name
        yield self._mention(text, start, last, first, kind)
        yield from self._list(text, last, kind, tuple(self._candidates(text[first:last], kind)))

    def _read_bare(self, text: str, begin: int) -> Iterator[PlaceMention]:
        """The first of "các tỉnh, thành phố A, B": provinces all, so the type word does not carry on."""
        name = self._known_name(text, begin, self._province, Level.PROVINCE)
        if name is not None:
            units = [u for u in self.gazetteer.named(text[name[0] : name[1]]) if u.level == Level.PROVINCE]
            yield PlaceMention(name[0], name[1], Sort.UNIT, None, text[name[0] : name[1]], tuple(units))

    def _unknown_name(self, text: str, start: int, end: int, begin: int, kind: PlaceType) -> tuple[int, int] | None:
        """A name that the table does not hold.

        It cannot be the next sentence ("… địa bàn TP. Các cấp"), nor an abbreviation ("huyện NTM"), the words of a
        title ("CÁC TỈNH TRONG ĐÁNH GIÁ", "HUYỆN GIAI ĐOẠN 2021-2025"), a region, the capital or a country ("các tỉnh
        Bắc Bộ", "ba quận Thủ đô"), nor an office ("Huyện Đoàn") or its head ("UBND xã Lê Mai"), nor stand behind a
        letter alone ("T H B").
        """
        if text.startswith(self._no_names_of_units, begin):
            return None
        if end - start == 1 and "." not in text[end:begin]:
            return None
        if "." in text[end:begin] and (kind.level == Level.PROVINCE or text[end:begin].endswith(" ")):
            return None
        name = self._free_name(text, begin, numbered=False)
        if name is None or text[name[0] : name[1]] in self.words.offices:
            return None
        if text[name[0] : name[1]].split()[0] in self._surnames and self.cues.is_seat(text, start):
            return None
        titled = text[:end].endswith(kind.word.upper()) and kind.level != Level.PROVINCE
        if text[name[0] : name[1]].isupper() and (not titled or self._title_words.match(text, name[0])):
            return None
        return name

    def _generic(self, text: str, start: int, end: int, kind: PlaceType) -> Iterator[PlaceMention]:
        """A type word without a name, when it speaks of one unit and not of units in general."""
        if text.startswith(("/", " lộ", " ủy", " hội", " viên"), end) or self.cues.is_general(text, start):
            return
        above = kind.level != Level.COMMUNE
        told = (above and text[start].isupper()) or self.cues.is_whole(text, start, bodies=above)
        if told or ((after := _LOWER_WORD_AFTER.match(text, end)) and after[1] in self.words.own_after):
            yield PlaceMention(start, end, Sort.GENERIC, kind.word, "", level=kind.level)

    def _mention(self, text: str, start: int, end: int, first: int, kind: PlaceType) -> PlaceMention:
        name = text[first:end]
        candidates = tuple(self._candidates(name, kind))
        return PlaceMention(start, end, Sort.UNIT, kind.word, name, candidates, kind.level)

    def _candidates(self, name: str, kind: PlaceType) -> list[Unit]:
        """The units of that name and type; a district that has risen since bears another: "thị xã Phú Mỹ"."""
        units = self.gazetteer.named(name, kind.types)
        if units or kind.level != Level.DISTRICT or name[:1].isdigit():
            return units if kind.any_level else [unit for unit in units if unit.level == kind.level]
        return [unit for unit in self.gazetteer.named(name) if unit.level == Level.DISTRICT]

    def _known_name(self, text: str, begin: int, kind: PlaceType, level: str | None = None) -> tuple[int, int] | None:
        """The longest run of tokens from `begin` that names a unit of that kind, or any of that level."""
        if not (_CAPITAL.match(text, begin) or text[begin : begin + 1].isdigit()):
            return None
        ends = list(_token_ends(text, begin))
        for end in reversed(ends):
            units = self.gazetteer.named(text[begin:end]) if level else self._candidates(text[begin:end], kind)
            if units and (level is None or any(unit.level == level for unit in units)):
                return begin, end
        return None

    def _free_name(self, text: str, begin: int, *, numbered: bool) -> tuple[int, int] | None:
        """A run of capitalised syllables from `begin`, or a number: a name that the table does not hold."""
        position = _AFTER_LOCAL.match(text, begin)
        begin = position.end() if position else begin
        if numbered and text[begin : begin + 1].isdigit():
            token = _TOKEN.match(text, begin)
            return (begin, token.end()) if token else None
        end = begin
        for count, stop in enumerate(_token_ends(text, begin)):
            token_start = end if end == begin else _skip_gap(text, end)
            token_text = text[token_start:stop]
            if not _CAPITAL.match(token_text) and not (count and token_text.isdigit()):
                break
            if token_text in self._openers_of_sentences:
                break
            if (
                count == 4
                or (count and "-" in text[end:token_start])
                or (count >= 2 and token_text in self._surnames)
            ):
                break
            end = stop
        return (begin, end) if end > begin else None

    def _is_numbered(self, text: str, start: int, name: tuple[int, int]) -> bool:
        """Whether a type word and a number are a name ("Phường 5") and no enumeration ("3 phường 5 xã")."""
        if self.cues.is_general(text, start):
            return False
        after = _LOWER_WORD_AFTER.match(text, name[1])
        return text[start].isupper() or after is None or after[1] in self.words.after_number

    def _is_amount(self, text: str, start: int, name: tuple[int, int]) -> bool:
        """Whether a type word and a number tell how much there is of something: "thôn 12 km", "ở bản 16 ngày"."""
        after = _LOWER_WORD_AFTER.match(text, name[1])
        amount = (after is not None and after[1] in self.words.amounts) or _LASTS.match(text, name[1])
        return text[start].islower() and bool(amount)

    def _list(self, text: str, end: int, kind: PlaceType, first: tuple[Unit, ...]) -> Iterator[PlaceMention]:
        """Names after the first that share its type word."""
        while gap := _LIST_GAP.match(text, end):
            name = self._known_name(text, gap.end(), kind)
            if name is None or self._is_above(text[name[0] : name[1]], first, kind):
                return
            longer = self._known_name(text, gap.end(), self._province, Level.PROVINCE)
            if longer is not None and longer[1] > name[1]:  # "huyện Tân Thành, Bà Rịa - Vũng Tàu"
                return
            if (after := _LOWER_WORD_AFTER.match(text, name[1])) and _CAPITAL.match(after[1]):
                return
            mention = self._mention(text, name[0], name[1], name[0], kind)
            yield mention
            end = mention.end

    def _is_above(self, name: str, units: tuple[Unit, ...], kind: PlaceType) -> bool:
        """Whether `name` is that of a unit above one of `units`, or of a province beside districts."""
        if kind.level != Level.PROVINCE and any(u.level == Level.PROVINCE for u in self.gazetteer.named(name)):
            return True
        parents = {above.name for unit in units for above in self.gazetteer.ancestors(unit)}
        return name in parents


def _stands_outside(name: str, text: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether a text has `name` anywhere else than within `mentions`."""
    return text.count(name) > sum(text.count(name, mention.start, mention.end) for mention in mentions)


def _opens_clause(text: str, start: int, end: int) -> bool:
    """Whether what stands at `start:end` is what a clause speaks of: "Năm 2016, Việt Nam đã đón …"."""
    return bool(_CLAUSE_BEFORE.search(text, max(0, start - 6), start) and _GOES_ON.match(text, end))


_PROVINCES_AND = ("tỉnh, ", "tỉnh/", "tỉnh và ")


def _token_ends(text: str, begin: int) -> Iterator[int]:
    position = begin
    for _ in range(_LONGEST_NAME):
        token = _TOKEN.match(text, position)
        if token is None:
            return
        yield token.end()
        gap = _GAP.match(text, token.end())
        if gap is None:
            return
        position = gap.end()


def _skip_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


@cache
def finder_of(gazetteer: Gazetteer) -> MentionFinder:
    """Return the finder for a gazetteer, built once."""
    return MentionFinder(gazetteer)


def find_places(shadow: Shadow, gazetteer: Gazetteer, blocks: Sequence[int] = ()) -> list[PlaceMention]:
    """Return the places that a text names, in order; ranges are offsets into `shadow.text`.

    `blocks` are the offsets, in order, at which blocks begin.
    """
    return finder_of(gazetteer).find(shadow.text, blocks)
