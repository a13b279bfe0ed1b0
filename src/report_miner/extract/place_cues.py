"""What the words right before a place say about it: looked up in sets, since a search for each would be slow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.patterns import PlaceWords

_WINDOW = 60
_BRACKET = 14
_LONGEST_CUE = 5
_LONGEST_FIRM = 12
_OPENING = "(\"'["


class Role(StrEnum):
    """What a place does in its sentence."""

    PLAIN = "plain"
    AT = "at"
    COMPARED = "compared"
    PASSING = "passing"
    LISTED = "listed"


# A name between such a word and a number is what the number is about: "kế đến là Nga 247 nghìn tấn".
_BEFORE_PAIR = re.compile(r"(?:[,;:]|\b(?:là|và|của|còn|đến))\s$")
_NUMBER_OF_PAIR = re.compile(r"\s\(?(?!(?:19|20)\d\d\b|\d+[-/:]\d)\d")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?\n;] ?)(?:(?:Ở|ở|Tại|tại|Còn) )?$")
# What parts a country from the one listed before it ("khách Nga chiếm 38%, kế đến là Lào"), and what then follows it.
_JOINT = re.compile(r",?\s(?:và|hay|hoặc|cùng|là|còn|kế đến|tiếp đến|rồi đến)\s$|[,;]\s$")
_SENTENCE_ENDS = re.compile(r"[!?\n]|\.(?!\d)")
_ITEM_GOES_ON = re.compile(
    r"\s?(?:[,;.()\d]|$|(?:và|chiếm|đạt|với|có|là|tăng|giảm|gần|hơn|trên|khoảng|chừng|cùng)\s)"
)
_LONGEST_LINK = 90
_COMES_FROM = re.compile(
    r"(?<!\w)(?:về|đến|(?<!xảy )ra|vào|chuyển|chở|nhập|mua|nhận|lấy)\s(?:[^\W\d_]+\s)?từ\s"
    r"(?!\d|ngày|tháng|năm|đầu|nay|lúc|khi|trước|sáng|chiều|tối|đêm)"
    r"(?:(?!đã|sẽ|đang|bị|được|có)[^\s,;:()]+\s){1,6}(?:ở|tại|thuộc|của)\s(?:các\s)?$"
)
_SENT_TO = re.compile(
    r"(?<!\w)(?:chuyển|đưa)\s(?:[^\s.;:()]+\s){0,4}?(?:về|lên|đến|tới|sang|ra|vào)\s(?:các\s)?"
    r"(?:[bB]ệnh viện|BV)\s(?:[^\s.;:()]+\s){0,6}$"
)


def has_own_number(text: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` and the number right behind it are one of several pairs."""
    return bool(_NUMBER_OF_PAIR.match(text, end) and _BEFORE_PAIR.search(text, max(0, start - 6), start))


def is_side_told(text: str, start: int, end: int) -> bool:
    """Whether "phía Nam" is a part of the country: it has its own number or opens a sentence ("Ở phía Nam, …")."""
    opens = text.startswith(",", end) and _SENTENCE_BEFORE.search(text, max(0, start - 6), start)
    return bool(opens) or has_own_number(text, start, end)


def _is_listed(gap: str) -> bool:
    """Whether a list goes on with the name behind `gap`, right behind the one before or behind its number."""
    joint = _JOINT.search(gap)
    return bool(
        joint
        and not _SENTENCE_ENDS.search(gap)
        and (joint.start() == 0 or any(map(str.isdigit, gap[: joint.start()])))
    )


def words_before(text: str, start: int) -> list[str]:
    """Return the words of its paragraph right before `start`; none when something else than a space parts them."""
    before = text[max(0, start - _WINDOW) : start].rpartition("\n\n")[2]
    return before.split() if before[-1:].isspace() else []


class CueSet:
    """Cues of one or more words, asked for the longest that a run of words ends in."""

    def __init__(self, cues: Collection[str]) -> None:
        self._cues = frozenset(cues)
        self.last_words = frozenset(cue.split()[-1] for cue in cues)

    def ending(self, words: list[str]) -> str | None:
        """Return the longest cue that `words` end in."""
        if not words or words[-1].lstrip(_OPENING) not in self.last_words:
            return None
        for count in range(min(_LONGEST_CUE, len(words)), 0, -1):
            tail = " ".join(words[-count:]).lstrip(_OPENING)
            if tail in self._cues:
                return tail
        return None


class PlaceCues:
    """The words of patterns/places.yaml that stand before places, ready to be looked up."""

    def __init__(self, words: PlaceWords) -> None:
        self._roles = dict.fromkeys(words.at, Role.AT)
        self._roles |= dict.fromkeys((*words.residence, *words.passing), Role.PASSING)
        self._roles |= dict.fromkeys(words.next_in_row, Role.PLAIN)
        self._roles |= dict.fromkeys(words.compared, Role.COMPARED)
        self._role_cues = CueSet(self._roles)
        self._between = frozenset(words.between)
        self._events = tuple(f" {event} " for event in words.events)
        ranks = rf"(?<!\w)(?:{'|'.join(words.ranks)})\s(?:\d+(?:/\d+)?|{'|'.join(words.rank_numbers)})\s$"
        self._ranked = re.compile(ranks, re.IGNORECASE)
        self._all = CueSet(words.all)
        self._all_of = CueSet((*words.all, *words.own_of))
        self._whole = CueSet((*words.all, *words.whole))
        self._bodies = CueSet((*words.all, *words.whole, *words.whole_bodies))
        self._seats = CueSet(words.seats)
        self._general = CueSet(words.general)
        self._not_after = CueSet((*words.not_after, *words.still_after))
        self._still_after = frozenset(words.still_after)
        self._surnames = frozenset(words.surnames)
        self._firms = CueSet(words.firms)
        self._countries = CueSet(words.country_titles)
        self._residence = CueSet(words.residence)
        self._located = CueSet(words.located)
        self._asides = CueSet((*words.asides, *map(_capitalised, words.asides)))
        self._bodies_of_regions = CueSet(words.bodies_of_regions)
        self._bodies_of_units = CueSet(words.bodies_of_units)
        self._areas = frozenset(word for area in (*words.region_areas, *words.region_types) for word in area.split())
        self._origins = CueSet((*words.origins, *map(_capitalised, words.origins)))
        self._makers = CueSet(words.makers)
        self._markets = CueSet((*words.markets, *map(_capitalised, words.markets)))
        self._country_of = {name: country for country, names in words.country_names.items() for name in names}
        self._from = frozenset(words.origin_links)
        self._never_in_names = frozenset(words.never_in_names)
        persons = "|".join(words.persons)
        self._person = re.compile(rf"(?<!\w)(?:{persons})(?: [^\W\d_]+){{1,5}} \((?:[^()]+, )?(?:[^\W\d_]+ )?$")
        self._delegate = words.regexes["delegate"]

    def role(self, text: str, start: int) -> Role:
        """Return what the place at `start` does in its sentence."""
        if "(" in text[max(0, start - _BRACKET) : start] and self._delegate.search(
            text, max(0, start - _WINDOW), start
        ):
            return Role.PASSING
        words = words_before(text, start)
        if self._ranked.search(text, max(0, start - _BRACKET), start):
            return Role.COMPARED
        listed = bool(words) and words[-1].endswith(",")
        while words:
            cue = self._role_cues.ending(words)
            if cue is not None:
                role = self._roles[cue]
                return Role.PASSING if role == Role.AT and self._is_event(text, start) else role
            word = words.pop()
            if word not in self._between and not (listed and word[:1].isupper()):
                break
        return Role.PLAIN

    def _is_event(self, text: str, start: int) -> bool:
        before = text[max(0, start - _WINDOW) : start].replace("\n", " ")
        clause = " " + before[max(before.rfind("."), before.rfind(";")) + 1 :]
        return any(map(clause.__contains__, self._events))

    def is_general(self, text: str, start: int) -> bool:
        """Whether the type word at `start` speaks of units in general: "các huyện", "12 xã"."""
        words = words_before(text, start)
        return bool(words) and (words[-1][-1].isdigit() or self._general.ending(words) is not None)

    def is_all(self, text: str, start: int) -> bool:
        """Whether the type word at `start` speaks of all of a unit, whatever follows: "toàn tỉnh, ..."."""
        return self._all.ending(words_before(text, start)) is not None

    def is_all_of(self, text: str, start: int) -> bool:
        """Whether it speaks of all of a village, or of something of it: "cả làng", "nhân khẩu của làng"."""
        return self._all_of.ending(words_before(text, start)) is not None

    def is_whole(self, text: str, start: int, *, bodies: bool) -> bool:
        """Whether the type word at `start` points back to a unit: "toàn tỉnh"; with `bodies`: "UBND huyện"."""
        return (self._bodies if bodies else self._whole).ending(words_before(text, start)) is not None

    def is_seat(self, text: str, start: int) -> bool:
        """Whether the type word at `start` tells whose body stands before it: "UBND xã"."""
        return self._seats.ending(words_before(text, start)) is not None

    def is_other_thing(self, text: str, start: int) -> bool:
        """Whether the name at `start` is a street's, a company's or a person's."""
        words = words_before(text, start)
        other = self._not_after.ending(words)
        if (other is not None and other not in self._still_after) or self._goes_on(words, self._firms):
            return True
        for word in reversed(words[-3:]):
            if not (word[0].isupper() and word.isalpha()):
                return False
            if word in self._surnames:
                return True
        return False

    def is_country(self, text: str, start: int) -> bool:
        """Whether the name at `start`, which may be a person's, is a country's: "Tổng thống Nga", "nước Đức"."""
        return self._countries.ending(words_before(text, start)) is not None

    def country_of(self, name: str) -> str:
        """Return the country that `name` is another name of, or a city in; the name itself where it is neither."""
        return self._country_of.get(name, name)

    def is_residence(self, text: str, start: int) -> bool:
        """Whether somebody lives at the place at `start`, or was born there: "trú tại Nam Định"."""
        return self._residence.ending(words_before(text, start)) is not None

    def is_of_person(self, text: str, start: int) -> bool:
        """Whether the place at `start` stands in brackets behind somebody's name: "chị Lan (quận 1)"."""
        return self._person.search(text, max(0, start - _WINDOW), start) is not None

    def is_located(self, text: str, start: int) -> bool:
        """Whether something is or happens at the place at `start`: "tại Nga"."""
        return self._located.ending(words_before(text, start)) is not None

    def is_aside(self, text: str, start: int) -> bool:
        """Whether the place at `start` is only counted with another, or left out: "cộng cả Ninh Thuận cũ"."""
        return self._asides.ending(words_before(text, start)) is not None

    def is_of_body(self, text: str, start: int, sort: Sort) -> bool:
        """Whether the region or unit at `start` is part of a body's name: "Đài Khí tượng khu vực Nam Bộ"."""
        words = words_before(text, start)
        if sort == Sort.UNIT:
            return self._goes_on(words, self._bodies_of_units)
        while words and words[-1] in self._areas:
            words.pop()
        return self._goes_on(words, self._bodies_of_regions)

    def is_come_from(self, text: str, start: int) -> bool:
        """Whether somebody or something comes from where the place at `start` is: "về từ vùng dịch ở Hải Dương"."""
        return _COMES_FROM.search(text, max(0, start - _WINDOW), start) is not None

    def is_sent_to(self, text: str, start: int) -> bool:
        """Whether somebody is brought to a hospital at the place at `start`: "chuyển về Bệnh viện K Hà Nội"."""
        return _SENT_TO.search(text, max(0, start - _WINDOW), start) is not None

    def is_origin(self, text: str, start: int) -> bool:
        """Whether the country at `start` only tells where something is from: "xe nhập từ Nhật", "hãng xe của Đức"."""
        words = words_before(text, start)
        while words and words[-1] in self._from:
            words.pop()
        return self._origins.ending(words) is not None or self._goes_on(words, self._makers)

    def is_market(self, text: str, start: int) -> bool:
        """Whether something is sold to the country at `start`: "thị trường Mỹ", but "tại thị trường Mỹ"."""
        words = words_before(text, start)
        market = self._markets.ending(words)
        return market is not None and self._located.ending(words[: -len(market.split())]) is None

    def origins(self, text: str, mentions: Iterable[PlaceMention]) -> set[int]:
        """Where countries stand that only are origins, and those listed behind: "Khách Nga chiếm 38%, Lào 5%"."""
        found: set[int] = set()
        last: int | None = None
        for mention in mentions:
            start, end = mention.start, mention.end
            listed = last is not None and start - last < _LONGEST_LINK and _is_listed(text[last:start])
            if mention.sort == Sort.ABROAD and (
                self.is_origin(text, start) or (listed and _ITEM_GOES_ON.match(text, end))
            ):
                found.add(start)
                last = end
            else:
                last = None
        return found

    def _goes_on(self, words: list[str], names: CueSet) -> bool:
        """Whether a name that opens with one of `names` goes on to the end of `words`: "Công ty Vàng bạc" Sài Gòn."""
        for count in range(len(words), max(0, len(words) - _LONGEST_FIRM), -1):
            word = words[count - 1]
            if word in self._never_in_names or not word.isalpha():
                return False
            if word in names.last_words and names.ending(words[:count]) is not None:
                return True
        return False


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]
