"""The words around a number, cut into the parts that can name what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from report_miner.extract.word_trie import Finder, any_of, any_word
from report_miner.language.word_classes import Word, WordClasses
from report_miner.patterns import ItemWords

Span = tuple[int, int]

# No noun phrase is longer; what lies further from the number than this is not looked at.
_REACH = 400
_LINK_REACH = 36
_LONGEST_THEME = 80
_SHORT_NOUNS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?(?:, [^\W\d_]+(?: [^\W\d_]+)?){1,3}\s*")
_BY_A_DAY = r"trước(?=\s{4})"  # "hoàn thành cầu trước ngày 30/9", the day blanked out
# What is left of the noun of the figure before, with more than a word behind it: "9 vụ cháy | rừng, thiêu rụi 40 ha".
_REST = re.compile(r"(?: [^\W\d_]+){1,2},(?= [^\W\d_]+ [^\W\d_])")
# What people suffer: "làm | chết 12 người".
SUFFERED = r"(?:bị )?(?:chết|thương|tử vong|mất tích|thiệt mạng)(?!\w)"
# What only leads from the figure before to a phrase: "mời 40 hộ và | nhắc nhở 6 hộ".
_JOINED_ON = re.compile(rf"(?:và\s(?=[^\W\d_]))?(?:làm\s(?={SUFFERED}))?")
_TELLING = "NVA"  # parts of speech
_WORD = re.compile(r"\b[^\W\d_][^\s,]*\s+(?=[^\W\d_])")


class Surroundings(NamedTuple):
    """What surrounds a number. Spans are offsets into the shadow and may be empty (start == end).

    near: the phrase before it, back to the last comma, bracket or figure, across commas in a list of short nouns
        ("cam, quýt"); where a parenthesis opens just before the number, the phrase before the parenthesis.
    wide: the same, back across commas to the last bracket, semicolon or figure with the rest of its noun.
    head: the stretch of `near` that begins with its first noun of quantity.
    subject: `wide` up to its first predicate ("tiếp tục tăng khá").
    named: the stretch of `head` up to the first predicate in it.
    tail: what follows the unit, up to the end of its phrase.
    clause: what follows the unit, up to the next comma, bracket or figure.
    listed: the same, across commas behind which another noun stands ("ngô, đậu tương bị ngập nước").
    word: the linking word next to the number.
    left: the punctuation or figure that `near` is parted by from what stands before it.
    right: the character behind the unit.
    links: the classes of the words between `near` and the number, from the number outwards.
    bracketed: the number stands in a parenthesis that opens just before it.
    joined: nothing parts `near` from the figure before it, so it may be that figure's own tail.
    """

    near: Span
    wide: Span
    head: Span
    subject: Span
    named: Span
    tail: Span
    clause: Span
    listed: Span
    word: str
    left: str
    right: str
    links: tuple[str, ...]
    bracketed: bool
    joined: bool


def heads_of(words: ItemWords, names: Iterable[str], classes: WordClasses) -> Finder:
    """What finds the heads of some classes; they do not end other words ("dịch vụ", but "tăng | giá")."""
    heads = frozenset(head for name in names for head in words.heads[name])
    own = {*heads, *words.predicates, *words.connectors["have"]}
    return Finder(heads, (word.text for word in classes.holding(heads) if word.text.split()[0] not in own))


class Surveyor:
    """Cuts the words around numbers, with the vocabulary of patterns/items.yaml and the parts of speech of words."""

    def __init__(self, words: ItemWords, classes: WordClasses) -> None:
        self._word_classes = classes
        self._classes = {form: name for name, forms in words.connectors.items() for form in forms}
        # The last word of "80 tuổi trở lên" leads to nothing.
        self._link = re.compile(rf"(?:(?<![\w-])(?<!trở ){any_of(self._classes)}|[\s\"']+|[:=])$")
        self._hard = re.compile(rf"[;:=()\[\]…!?]|\.(?=\s|$)|{any_word(words.hard)}")
        dash = rf"\s-\s(?!{any_of(words.paired)}(?!\w))"
        comma = rf",(?!\d)(?!{_coupled(words.coupled)})"
        self._comma = re.compile(rf"{comma}|{dash}")
        self._phrase_end = re.compile(rf"[;:=()\[\]…!?\"]|\.(?!\d)|{comma}|{dash}")
        breaks = frozenset(words.breaks)
        ends = breaks - {*words.connectors["change"]}
        whole = (w.text for w in classes.holding(breaks) if _ends_in(w, ends) and w.text.split()[0] not in breaks)
        self._break = Finder(breaks, (*whole, *words.unbroken))
        self._opener = re.compile(rf"[\s,\"-]*{any_of(words.openers)}(?!\w)")
        self._saying = re.compile(rf"{any_word(words.saying)}[\s:,\"]*")
        self._head = heads_of(words, words.heads, classes)
        predicates = frozenset(words.predicates)
        nouns = (word.text for word in classes.holding(predicates) if word.part == "N")
        self._predicate = Finder(predicates, nouns)
        self._part = re.compile(rf"[;:=()\[\]…!?]|{comma}|\.(?=\s|$)|(?<!\w)(?:so|so với)(?!\w)")
        self._stop = re.compile(r"[;:=()\[\]…!?\n\d]|\.(?=\s|$)")
        self._conjunction = re.compile(rf"{any_of(words.conjunctions)}(?!\w)")
        self._remaining = re.compile(rf"\s*{any_of(words.remaining)}(?!\w)")
        self._dangling = re.compile(rf"(?:(?<!\w)(?:{any_of(words.dangling)}(?!\w)|{_BY_A_DAY})[\s,\"'-]*)+$")
        self._leading = re.compile(r"(?:\d+|(?<!\S)[a-zđ])[.)]\s|[\s,\"'\-+•*]*(?:trở (?:lên|xuống)(?!\w)[\s,]*)?")
        verbs = (*words.predicates, *words.saying, *words.connectors["have"], *words.connectors["be"])
        self._theme_stop = re.compile(rf"[;:=()\[\]…!?]|\d(?!\d?\s(?:tháng\s)?tuổi)|\.(?=\s|$)|{any_word(verbs)}")
        self._turn = re.compile(rf";|{any_of(words.turns)}(?!\w)")
        self._link_ends = _ends(self._classes)
        self._wholes = words.wholes
        self._longest_link = max(map(len, self._classes))
        self._ended_by = frozenset(words.dangling)
        self._dangling_ends = _ends((*words.dangling, "trước"))

    def survey(self, lower: str, floor: int, number: Span, after: int, ceiling: int) -> Surroundings:
        """Return the surroundings of the number.

        Args:
            lower: the shadow in lower case, with periods and other mentions blanked out.
            floor: the end of the figure before it in the sentence, or the start of the sentence.
            number: the range of the number.
            after: the end of its unit.
            ceiling: the start of the next figure, or the end of the sentence.
        """
        floor = max(floor, number[0] - _REACH)
        # What stands behind a slash is set against it, with a number of its own: "45 ha/KH 50 ha".
        ceiling = after if lower.startswith("/", after) else min(ceiling, after + _REACH)
        links, word, edge, bracketed = self._links(lower, floor, number[0])
        hard = self._last(self._hard, lower, floor, edge)
        if hard == floor and lower[floor - 1 : floor].strip() and (rest := _REST.match(lower, floor, edge)):
            hard = rest.end()
        wide = self._without_openers(lower, self._last(self._saying, lower, hard, edge), edge)
        near = self._near(lower, floor, wide[0], edge)
        head = self._head.search(lower, *near)
        predicate = self._predicate.search(lower, *wide)
        past = self._past_remaining(lower, after, ceiling)
        return Surroundings(
            near=near,
            wide=wide,
            head=(head.start(), near[1]) if head else near,
            subject=self._trimmed(lower, wide[0], predicate.start()) if predicate else wide,
            named=self._named(lower, head.start() if head else near[0], edge),
            tail=self._tail(lower, after, past, ceiling),
            clause=self._clause(lower, after, past, ceiling),
            listed=self._listed(lower, after, ceiling),
            word=word,
            left=_mark(lower[max(floor, near[0] - 2) : near[0]])
            if near[0] > floor + 1
            else "figure"
            if floor
            else "start",
            right=_mark(lower[after : after + 2]),
            links=links,
            bracketed=bracketed,
            joined=near[0] < near[1] and not lower[floor : near[0]].strip(" \"'"),
        )

    def turn(self, lower: str, start: int, end: int) -> int:
        """Where the last clause of its own begins in a stretch of text, `start` if it holds one clause only."""
        return self._last(self._turn, lower, start, end)

    def theme(self, text: str, lower: str, start: int, end: int) -> Span:
        """Return what a clause speaks of first: up to a predicate, a sign or a figure, or to the verb behind a name.

        Args:
            text: the shadow, with periods and other mentions blanked out.
            lower: the same in lower case.
            start: where the clause begins.
            end: where its first number begins.
        """
        start, end = self._without_openers(
            lower, self._past_saying(text, lower, start, end), min(end, start + _REACH)
        )
        stop = self._theme_stop.search(lower, start, end)
        while stop and self._is_noun(text, lower, start, stop, end):
            stop = self._theme_stop.search(lower, stop.end(), end)
        end = stop.start() if stop else end
        for word in _WORD.finditer(text, start, end):
            named = word.start() > start and text[word.start()].isupper() and text[word.end()].islower()
            if named and self._is_verb_behind(lower, word.start(), word.end(), end):
                end = word.end()
                break
        return self._trimmed(lower, start, min(end, start + _LONGEST_THEME))

    def _past_saying(self, text: str, lower: str, start: int, end: int) -> int:
        """Where the statement itself begins, behind who makes it: "Sở Công Thương cho biết | kim ngạch"."""
        said = [match for match in self._saying.finditer(lower, start, end) if not text[match.start()].isupper()]
        return said[-1].end() if said else start

    def _is_noun(self, text: str, lower: str, start: int, verb: re.Match[str], end: int) -> bool:
        """Whether a verb is part of a name or a noun, "Cục | Thống kê", "doanh | thu", or heads one: "thu phí"."""
        if verb.start() > start and text[verb.start()].isupper():
            return True
        if not verb.group().isalpha():
            return False
        ending = self._word_classes.last(lower[max(start, verb.start() - _LINK_REACH) : verb.end()])
        beginning = self._word_classes.first(lower[verb.start() : end])
        head = self._head.search(lower, start, end) if verb.start() == start else None
        return (head is not None and head.start() == start) or any(
            word.part.startswith("N") and len(word.text) > len(verb.group()) for word in (ending, beginning)
        )

    def _is_verb_behind(self, lower: str, word: int, start: int, end: int) -> bool:
        """Whether a verb begins at `start`, which is no other syllable of the word there: "Nghị | quyết"."""
        whole = len(self._word_classes.first(lower[word:end]).text) > start - word
        return not whole and self._word_classes.first(lower[start:end]).part == "V"

    def _last(self, pattern: re.Pattern[str], lower: str, start: int, end: int) -> int:
        for match in pattern.finditer(lower, start, end):
            start = match.end()
        return start

    def _near(self, lower: str, floor: int, wide: int, edge: int) -> Span:
        """What stands behind the last comma, or the whole of a list of short nouns that a sign or word opens."""
        listed = lower[floor:wide].strip(" ,\n") and _SHORT_NOUNS.fullmatch(lower, wide, edge)
        if listed and all(self._may_be_noun(noun) for noun in listed.group().split(",")):
            return self._trimmed(lower, wide, edge)
        start, end = self._trimmed(lower, self._last(self._comma, lower, wide, edge), edge)
        lead = _JOINED_ON.match(lower, start, end)
        return (lead.end() if lead else start), end

    def _may_be_noun(self, phrase: str) -> bool:
        word = self._word_classes.first(phrase)
        return not word.text or word.part.startswith("N")

    def _links(self, lower: str, floor: int, position: int) -> tuple[tuple[str, ...], str, int, bool]:
        """Step leftwards over the linking words; return their classes, where they begin, and if a bracket opened."""
        links: list[str] = []
        nearest = ""
        bracketed = False
        while position > floor:
            match = None
            if not lower[position - 1].isalnum() or _ends_like(self._link_ends, lower, position):
                match = self._link.search(lower, max(floor, position - self._longest_link), position)
            if match is None:
                if lower[position - 1] != "(" or bracketed:
                    break
                bracketed = True
                position -= 1
                continue
            word, start = match.group(), match.start()
            first = word.find(" ")
            if first > 0 and lower.endswith(self._wholes, floor, start + first):  # "nông thôn mới | đạt"
                word, start = word[first + 1 :], start + first + 1
            elif self._ends_word(lower, floor, start, word):
                break
            if name := self._classes.get(word):
                links.append(name)
                nearest = nearest or word
            position = start
        return tuple(links), nearest, position, bracketed

    def _ends_word(self, lower: str, floor: int, start: int, word: str) -> bool:
        """Whether a linking word is the last syllable of another one ("nhiệt | độ", "công | cộng")."""
        end = start + len(word)
        if lower.endswith(self._wholes, floor, end):
            return True
        if not word.isalpha():
            return False
        longer = self._word_classes.last(lower[max(floor, start - _LINK_REACH) : start] + word)
        if longer.text in self._classes or (longer.part == "V" and self._classes[word] == "change"):
            return False
        printed = lower[max(floor, end - len(longer.text)) : end].replace("\n", " ")
        return _ends_in(longer, frozenset((word,))) and printed == longer.text

    def _without_openers(self, lower: str, start: int, end: int) -> Span:
        """Leave out leading clauses of time, source or manner."""
        while (comma := self._comma.search(lower, start, end)) and (
            self._opener.match(lower, start, comma.start()) or not lower[start : comma.start()].strip()
        ):
            start = comma.end()
        return self._trimmed(lower, start, end)

    def _trimmed(self, lower: str, start: int, end: int) -> Span:
        lead = self._leading.match(lower, start, end)
        return self._without_end(lower, lead.end() if lead else start, end)

    def _without_end(self, lower: str, start: int, end: int) -> Span:
        """Leave out signs and dangling words at the end."""
        last = end
        while start < last and (lower[last - 1] in ",\"'-" or lower[last - 1].isspace()):
            last -= 1
        if _ends_like(self._dangling_ends, lower, last) and not lower.endswith(self._wholes, start, last):
            floor = max(start, end - _LINK_REACH)
            dangling = self._dangling.search(lower, floor, end)
            whole = self._word_classes.last(lower[floor:last])
            end = dangling.start() if dangling and not _ends_in(whole, self._ended_by) else end
        while start < end and lower[end - 1] in " ,\"'-\n":
            end -= 1
        return start, max(start, end)

    def _until(self, sign: re.Pattern[str], lower: str, start: int, ceiling: int) -> int:
        """Where the first sign stands, or else the words that link the next figure to what is before them."""
        stop = sign.search(lower, start, ceiling)
        return stop.start() if stop else self._links(lower, start, ceiling)[2]

    def _past_remaining(self, lower: str, after: int, ceiling: int) -> int:
        """The end of "còn lại" right behind the unit, `after` where that leads to the next figure or is not there."""
        remaining = self._remaining.match(lower, after, ceiling)
        return remaining.end() if remaining and remaining.end() < self._links(lower, after, ceiling)[2] else after

    def _clause(self, lower: str, start: int, past: int, ceiling: int) -> Span:
        """What follows the unit up to a sign; words up to `past` belong to it, whatever they are."""
        begin, end = self._trimmed(lower, start, self._until(self._part, lower, past, ceiling))
        return (end, end) if start == past and self._conjunction.match(lower, begin, end) else (begin, end)

    def _named(self, lower: str, start: int, edge: int) -> Span:
        first = lower.find(" ", start, edge)
        predicate = self._predicate.search(lower, first, edge) if first >= 0 else None
        return self._trimmed(lower, start, predicate.start() if predicate else edge)

    def _listed(self, lower: str, start: int, ceiling: int) -> Span:
        """What follows the unit when it goes on behind a comma with another noun; empty where it does not."""
        stop = self._stop.search(lower, start, ceiling)
        end = stop.start() if stop else ceiling
        saying = self._saying.search(lower, start, end)
        commas = self._comma.finditer(lower, start, saying.start() if saying else end)
        cuts = [*(comma.start() for comma in commas), *([] if saying else [end])]
        joined = 0
        for comma, following in pairwise(cuts):
            if not self._word_classes.first(lower[comma + 1 : following]).part.startswith("N"):
                break
            joined = following
        return self._trimmed(lower, start, joined) if joined else (end, end)

    def _tail(self, lower: str, start: int, past: int, ceiling: int) -> Span:
        """What follows the unit up to the end of its phrase; words up to `past` belong to it."""
        sign = self._phrase_end.search(lower, past, ceiling)
        stop = self._break.search(lower, past, sign.start() if sign else ceiling) or sign
        end = stop.start() if stop else self._links(lower, past, ceiling)[2]
        while start < end and lower[start] in " \n\"'":
            start += 1
        return self._without_end(lower, start, end)


def _coupled(pairs: Iterable[str]) -> str:
    """A pattern for the second words of pairs, behind the comma that parts them from the first: "xuất, | nhập"."""
    halves = (pair.split(", ") for pair in pairs)
    seconds = [rf"(?<=\b{first},)\s{second}" for first, second in halves]
    return rf"(?:{'|'.join(seconds)})(?!\w)"


def _ends_in(word: Word, last: frozenset[str]) -> bool:
    """Whether a word that tells something ends with another: "lấn | chiếm"."""
    return " " in word.text and word.part[0] in _TELLING and word.text.split()[-1] in last


def _ends(words: Iterable[str]) -> frozenset[str]:
    """The last two characters of each word, by which most texts that end with none of them are told at once."""
    return frozenset(word[-2:] for word in words)


def _ends_like(ends: frozenset[str], lower: str, end: int) -> bool:
    return lower[end - 2 : end] in ends or lower[end - 1 : end] in ends


def _mark(text: str) -> str:
    """The first sign of punctuation in a few characters, "word" where there is none."""
    return next((character for character in text if not character.isalnum() and character not in " \n"), "word")
