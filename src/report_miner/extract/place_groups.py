"""Tells which mentions stand together: side by side, each in the one printed behind it, or at the ends of a way."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from report_miner.extract.gazetteer import Gazetteer, Level, Vintage
from report_miner.extract.place_evidence import in_force
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.words_around import WordsAround

_BESIDE = re.compile(r"[ ]?[,;]?[ \n](?:và |với |hoặc )?|[ ]?[,;][ \n](?:ở |tại )|[ ](?:và|với|hoặc) (?:ở |tại )")
_ABOVE = re.compile(r"[ \n]?[,(-][ \n]?(?:thuộc |của )?|[ \n]+(?:thuộc |của )?")
_AND_PROVINCES = re.compile(r"(?:,| và)? (?:các (?:tỉnh )?)?(?:từ )?")
RANK: dict[str, int] = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 4}
_LOCAL = 5
_LONGEST_ROAD = 60


class MentionGroups:
    """Groups the mentions of one document.

    Args:
        text: the shadow's text.
        openings: where its paragraphs begin, in order.
        gazetteer: the units.
        vintage: the units in force when the document was written.
    """

    def __init__(self, text: str, openings: Sequence[int], gazetteer: Gazetteer, vintage: Vintage) -> None:
        self._text = text
        self._openings = openings
        self._around = WordsAround(text, gazetteer.words.regexes)
        self._gazetteer = gazetteer
        self._vintage = vintage

    def group(self, mentions: Sequence[PlaceMention], position: int) -> list[PlaceMention]:
        """Return the mention at `position` with those that stand side by side with it: "các xã A, B và C"."""
        group = [mentions[position]]
        if group[0].sort in (Sort.BODY, Sort.GENERIC, Sort.NATION):
            return group
        for index in range(position + 1, len(mentions)):
            mention = mentions[index]
            gap = self._text[group[-1].end : mention.start]
            if (
                not _BESIDE.fullmatch(gap)
                or gap == " "
                or (len(group) == 1 and gap == ", " and self.is_set_apart(group[0]))
                or self._is_parted(group[-1], mention)
                or (self.rank(mention) != self.rank(group[0]) and not self._is_mixed(group[0], gap, mention))
                or (mention.sort == Sort.ABROAD) != (group[0].sort == Sort.ABROAD)
                or mention.sort in (Sort.BODY, Sort.GENERIC, Sort.NATION)
            ):
                break
            group.append(mention)
        return group

    def above(self, mentions: Sequence[PlaceMention], position: int, group: list[PlaceMention]) -> list[PlaceMention]:
        """Return the mentions from `position` on that name what a group lies in: "xã A, huyện B"."""
        above: list[PlaceMention] = []
        if group[0].sort not in (Sort.UNIT, Sort.LOCAL):
            return above
        last = group[-1]
        for mention in mentions[position : position + 3]:
            gap = self._text[last.end : mention.start].lstrip(")")
            if (
                not (mention.sort == Sort.UNIT or (mention.sort == Sort.ABROAD and not last.candidates))
                or not _ABOVE.fullmatch(gap)
                or self._is_parted(last, mention)
                or self.rank(mention) >= self.rank(last)
                or not (self._lies_in(last, mention) or mention.type or gap.startswith("("))
            ):
                break
            above.append(mention)
            last = mention
        return above

    def ends_of_route(self, mentions: Sequence[PlaceMention], position: int) -> int:
        """Return how many of the bare names from here on are the ends of a way: "Hà Nội - Hải Phòng"; 0 for none."""
        pair = mentions[position : position + 2]
        if any(mention.type or mention.sort != Sort.UNIT for mention in pair[:1]):
            return 0
        if len(pair) == 2 and pair[1].type is None and pair[1].sort == Sort.UNIT:
            gap = self._text[pair[0].end : pair[1].start]
            apart = self.rank(pair[0]) == self.rank(pair[1]) or not (
                self._lies_in(pair[0], pair[1]) or self._lies_in(pair[1], pair[0])
            )
            if gap.strip() == "-" and apart:
                return 2
        start = pair[0].start
        beside = position > 0 and start - mentions[position - 1].end < len(" - ") + 1
        if beside or "-" not in self._text[max(0, start - 3) : start]:
            return 0
        return int(self._around.before("road", start, _LONGEST_ROAD) is not None)

    def stretch(self, mentions: Sequence[PlaceMention], position: int) -> list[PlaceMention]:
        """Return the provinces at the ends of a stretch of the country and what stands beside it, if there is one.

        "Bắc Bộ và các tỉnh từ Thanh Hóa đến Phú Yên" is one, the way "từ Hà Nội đến Hải Phòng" is none.
        """
        group = [mentions[position]]
        for mention in mentions[position + 1 : position + 4]:
            gap = self._text[group[-1].end : mention.start]
            if group[-1].sort == Sort.UNIT and mention.sort == Sort.UNIT:
                joined = gap.strip() in ("đến", "tới") or (
                    gap.strip() == "-" and self._around.after("weather", mention.end)
                )
                provinces = self.rank(group[-1]) == self.rank(mention) == RANK[Level.PROVINCE]
                if not (joined and provinces and self._are_provinces(group[-1])):
                    return []
                return [*group, *self.group(mentions, position + len(group))]
            if group[-1].sort != Sort.REGION or not _AND_PROVINCES.fullmatch(gap):
                return []
            group.append(mention)
        return []

    def rank(self, mention: PlaceMention) -> int:
        """Return how deep a mention lies: from the country (0) to a hamlet (5)."""
        if mention.sort == Sort.LOCAL:
            return _LOCAL
        if mention.sort != Sort.UNIT:
            return 1 if mention.sort in (Sort.REGION, Sort.ABROAD) else 0
        levels = {unit.level for unit in mention.candidates} or {mention.level or Level.COMMUNE}
        return min(map(RANK.__getitem__, levels))

    def is_set_apart(self, mention: PlaceMention) -> bool:
        """Whether a clause sets another place against what it is about: "Khác với A, B …"."""
        return self._around.before("set_apart", mention.start, len("Ngược với ")) is not None

    def _are_provinces(self, first: PlaceMention) -> bool:
        """Whether provinces are told, and not the ends of a way."""
        return first.type == "tỉnh" or bool(self._around.before("provinces", first.start, 20))

    def _is_parted(self, first: PlaceMention, second: PlaceMention) -> bool:
        """Whether a paragraph begins between two mentions."""
        return bisect_right(self._openings, first.end) < bisect_right(self._openings, second.start)

    def _is_mixed(self, first: PlaceMention, gap: str, second: PlaceMention) -> bool:
        """Whether a region and a province stand side by side ("Bắc Bộ và Thanh Hóa")."""
        return (
            gap == " và "
            and {first.sort, second.sort} == {Sort.REGION, Sort.UNIT}
            and self.rank(first) + self.rank(second) == 3
        )

    def _lies_in(self, mention: PlaceMention, area: PlaceMention) -> bool:
        """Whether the one may lie in the other, as far as the table knows both."""
        units, areas = (in_force(each.candidates, self._vintage) for each in (mention, area))
        return not units or not areas or any(self._gazetteer.within(u, above) for u in units for above in areas)
