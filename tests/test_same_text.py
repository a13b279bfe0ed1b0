"""The same text in another dress gives the same figures: blanks, dashes, quotes, line ends, spelling, wrapping."""

import random
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest

from report_miner.check import check
from report_miner.patterns import load_patterns
from report_miner.pipeline import mine
from report_miner.read import read_bytes

CORPUS = Path(__file__).parents[1] / "corpus"
DOCUMENTS = sorted(CORPUS.glob("*.txt"))[::16]
WHAT_AND_WHERE = attrgetter("value", "value_to", "total", "kind", "unit", "item", "place")
HOW_AND_WHEN = attrgetter("change", "bound", "status", "period", "versus")


def sometimes(new: Callable[[str], str], share: float) -> Callable[[re.Match[str]], str]:
    chance = random.Random(7)
    return lambda match: new(match.group()) if chance.random() < share else match.group()


def six_or_nine(found: re.Match[str]) -> str:
    return f"{'sáu' if found[1] == '6' else 'chín'} tháng "


def quarter(found: re.Match[str]) -> str:
    return f"{found[1]} {('I', 'II', 'III', 'IV').index(found[2].upper()) + 1}"


DRESSES = {
    "double spaces": lambda text: re.sub(" ", sometimes(lambda space: space * 2, 0.2), text),
    "spaces that do not break": lambda text: re.sub(" ", sometimes(lambda _: "\u00a0", 0.2), text),
    "invisible characters": lambda text: re.sub(r"\b(?=\w)", sometimes(lambda _: "\u200b", 0.05), text),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z])(?=[a-z])", sometimes(lambda _: "\u00ad", 0.05), text),
    "indented lines": lambda text: re.sub(r"(?m)^(?=.)", "    ", text),
    "lines that begin with a tab": lambda text: re.sub(r"(?m)^(?=.)", "\t", text),
    "spaces at the ends of lines": lambda text: re.sub(r"(?m)$", "  ", text),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "long dashes": lambda text: text.replace("-", "–"),
    "straight quotes": lambda text: re.sub("[“”]", '"', text),
    "blanks before commas": lambda text: re.sub(r"(?<=\w), (?=\w)", " , ", text),
    "no blanks behind commas": lambda text: re.sub(r"(?<=[^\W\d_]{2}), (?=[^\W\d_]{2})", ",", text),
    "no blanks behind full stops": lambda text: re.sub(r"(?<=[a-zà-ỹ0-9]{2})\. (?=[A-ZĐ][a-zà-ỹ])", ".", text),
    "blanks inside of brackets": lambda text: re.sub(r"\((\w[^()\n]*[\w%])\)", r"( \1 )", text),
    "no blanks around brackets": lambda text: re.sub(r"(?<=[^\W\d_]{2}) \((?=\w)", "(", text),
    "bullets without a blank": lambda text: re.sub(r"(?m)^([-+*•]) (?=[^\W\d_]{2})", r"\1", text),
    "other bullets": lambda text: re.sub(r"(?m)^[-+] ", "• ", text),
    "days in words": lambda text: re.sub(r"\bngày (\d+)/(\d+)/(\d{4})\b", r"ngày \1 tháng \2 năm \3", text),
    "months in words": lambda text: re.sub(r"\btháng (\d+)/(\d{4})\b", r"tháng \1 năm \2", text),
    "counted months in words": lambda text: re.sub(r"\b([69]) tháng (?=đầu|cuối|năm)", six_or_nine, text),
    "quarters in digits": lambda text: re.sub(r"(?i)\b(quý) (IV|I{1,3})\b", quarter, text),
    "years from … to …": lambda text: re.sub(r"giai đoạn (\d{4}) ?- ?(\d{4})", r"giai đoạn \1 đến \2", text),
    "a full stop behind the subject": lambda text: re.sub(r"(?m)^((?:BÁO CÁO|KẾ HOẠCH)\n+[^\n]*\w)$", r"\1.", text),
    "blanks before percent signs": lambda text: re.sub(r"(?<=\d)%", " %", text),
    "i for y": lambda text: re.sub(r"\b([Kk])([ỳỹỷ])\b", lambda found: found[1] + "ìĩỉ"["ỳỹỷ".index(found[2])], text),
}


def told(text: str) -> tuple[object, ...]:
    """What a text says: the fields of its figures, and what they say of one another."""
    document = read_bytes(text.encode(), "bao-cao.txt", patterns=load_patterns())
    figures = mine(document, patterns=load_patterns())
    findings = Counter((each.rule, each.verdict) for each in check(figures, document))
    return [(WHAT_AND_WHERE(figure), HOW_AND_WHEN(figure)) for figure in figures], findings


@pytest.fixture(scope="module")
def plain() -> dict[Path, tuple[object, ...]]:
    return {path: told(path.read_text("utf-8")) for path in DOCUMENTS}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_dress_of_a_text_changes_no_figure(dress, plain):
    texts = {path: path.read_text("utf-8") for path in DOCUMENTS}
    dressed = {path: DRESSES[dress](text) for path, text in texts.items()}
    assert dressed != texts
    assert {path: told(text) for path, text in dressed.items()} == plain


@pytest.mark.parametrize("name", ["hung-yen-kinh-te", "ba-to-giam-ngheo", "vinh-long-gia-nong-san"])
def test_a_wrapped_text_says_what_its_paragraphs_say(name):
    paragraphs = (CORPUS / f"{name}.txt").read_text("utf-8").split("\n\n")
    wrapped = "\n\n".join(textwrap.fill(each, 78, break_on_hyphens=False) for each in paragraphs)
    whole = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    assert wrapped != whole
    assert told(wrapped) == told(whole)
