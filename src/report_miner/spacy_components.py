"""The figures as a component of a spaCy pipeline.

nlp = spacy.blank("xx")
nlp.tokenizer = create_tokenizer()(nlp)
nlp.add_pipe("report_miner_figures", config={"published": "2024-07-05"})
doc = nlp("Toàn tỉnh có 86/110 xã đạt chuẩn nông thôn mới.")
doc._.figures         # list[Figure]; their offsets are those of doc.text
doc.spans["figures"]  # the tokens of each number, labelled with its kind
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from report_miner.clean.shadow import Shadow
from report_miner.errors import UsageError
from report_miner.extract.tools import tools_of
from report_miner.language.tokenizer import create_tokenizer
from report_miner.model import Block, Document, Figure
from report_miner.patterns import Patterns, load_patterns
from report_miner.pipeline import mine
from report_miner.texts import say

__all__ = ["FigureComponent", "create_figures", "create_tokenizer"]

_NAME = "report_miner_figures"
_LINE = re.compile(r"[^\n]+")
_CHARACTER = re.compile(r"\r\n|.[\u0300-\u036f]*", re.DOTALL)


@Language.factory(  # type: ignore[untyped-decorator]
    _NAME,
    default_config={"published": None, "publisher": None, "place": None, "patterns": None},
    assigns=["doc._.figures", "doc.spans"],
)
def create_figures(
    nlp: Language,  # noqa: ARG001 - spaCy passes pipeline and name to every factory
    name: str,  # noqa: ARG001
    *,
    published: str | None,
    publisher: str | None,
    place: str | None,
    patterns: str | None,
) -> FigureComponent:
    """Return the component.

    Args:
        nlp: the pipeline.
        name: the name of the component in the pipeline.
        published: the date of the documents, as `2024-07-05`.
        publisher: who published them ("UBND huyện Đô Lương").
        place: the place that they are about.
        patterns: a folder whose pattern files are laid over ours.

    Raises:
        UsageError: the date is none.
        PatternError: a file of patterns is broken.
    """
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise UsageError(say("spacy.date", value=published), remedy=say("spacy.date_remedy")) from error
    loaded = load_patterns(Path(patterns) if patterns else None)
    tools_of(loaded)
    return FigureComponent(loaded, day, publisher, place)


@dataclass(frozen=True)
class FigureComponent:
    """Sets `doc._.figures` and `doc.spans["figures"]`; each line of the text is a paragraph."""

    patterns: Patterns
    published: date | None = None
    publisher: str | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        if not Doc.has_extension("figures"):
            Doc.set_extension("figures", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Add the figures to a doc."""
        composed = _composed(doc.text)
        document = Document(
            name="",
            sha256=hashlib.sha256(doc.text.encode()).hexdigest(),
            media_type="text/plain",
            text=composed.text,
            blocks=tuple(Block(start=line.start(), end=line.end()) for line in _LINE.finditer(composed.text)),
            publisher=self.publisher,
            published=self.published,
            place=self.place,
        )
        figures = [_at_source(figure, composed) for figure in mine(document, patterns=self.patterns)]
        spans = [
            doc.char_span(figure.start, figure.end, label=figure.kind.value, alignment_mode="expand")
            for figure in figures
        ]
        doc._.figures = figures
        doc.spans["figures"] = SpanGroup(doc, name="figures", spans=spans)
        return doc


def _composed(text: str) -> Shadow:
    r"""The text in NFC with `\n` line ends, and a map back."""
    if "\r" not in text and unicodedata.is_normalized("NFC", text):
        return Shadow(text)
    pairs = [pair for match in _CHARACTER.finditer(text) for pair in _composed_from(match)]
    return Shadow("".join(character for character, _ in pairs), (*(offset for _, offset in pairs), len(text)))


def _composed_from(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    printed = match.group()
    new = "\n" if printed in ("\r\n", "\r") else unicodedata.normalize("NFC", printed)
    return ((character, match.start()) for character in new)


def _at_source(figure: Figure, composed: Shadow) -> Figure:
    """The figure with the offsets of the text that was composed."""
    if composed.offsets is None:
        return figure
    return replace(
        figure,
        start=composed.offsets[figure.start],
        end=composed.offsets[figure.end],
        sentence_start=composed.offsets[figure.sentence_start],
    )
