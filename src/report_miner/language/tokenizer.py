"""A spaCy tokenizer for Vietnamese: the words of underthesea, in tokens that give the text back to the character.

underthesea glues numbers to units and changes some characters, so only the extent of its words is taken, and only
where they stand in the text as they are; numbers, punctuation and all else are split by one expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

_PIECE = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_][\w\u0300-\u036f]*|_+|[^\w\s]|\s+")
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f-]*(?:[\s-]+[^\W\d_]+)+")
_CHUNK = re.compile(r"[^\n]{1,4000}(?=\s|\Z)|[^\n]{1,4000}")
# A word of underthesea that stands no nearer than this has been changed; its syllables stay apart.
_NEAR = 40


def create_tokenizer(words: bool = True) -> Callable[[Language], Tokenizer]:
    """Return what makes the tokenizer of a spaCy pipeline, known there as "report_miner.underthesea.v1".

    Args:
        words: join the syllables of a word ("an ninh" is one token); without, each syllable is a token.
    """
    return lambda nlp: Tokenizer(nlp.vocab, words=words)


class Tokenizer:
    """Turns a text into a spaCy Doc whose text is exactly the text given."""

    def __init__(self, vocab: Vocab, *, words: bool = True) -> None:
        self.vocab = vocab
        self.words = words

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text; one blank belongs to the token before it, other white space is a token."""
        tokens: list[str] = []
        spaces: list[bool] = []
        for piece in self._pieces(text):
            if piece == " " and tokens and not spaces[-1] and not tokens[-1].isspace():
                spaces[-1] = True
            else:
                tokens.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=tokens, spaces=spaces)

    def _pieces(self, text: str) -> Iterator[str]:
        position = 0
        for start, end in chain(_words(text) if self.words else (), [(len(text), len(text))]):
            while position < start:
                piece = _PIECE.match(text, position)
                assert piece is not None, "every character belongs to a piece"
                yield piece.group()
                position = piece.end()
            if position == start < end:
                yield text[start:end]
                position = end


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the words of several syllables, in order."""
    from underthesea import word_tokenize

    for chunk in _CHUNK.finditer(text):
        position = chunk.start()
        for word in word_tokenize(chunk.group()):
            found = text.find(word, position, position + len(word) + _NEAR)
            if found < 0:
                continue
            position = found + len(word)
            if (
                _WORD.fullmatch(word)
                and not text[found - 1 : found].isalnum()
                and not text[position : position + 1].isalnum()
            ):
                yield found, position
