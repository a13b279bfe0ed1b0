"""Dead encodings at reading: the text of a file is converted once, and what was done is said in the notes."""

from __future__ import annotations

import unicodedata

from report_miner.clean.legacy import Conversion, Piece, convert
from report_miner.read.encoding import Decoded
from report_miner.texts import say


def unicode_text(decoded: Decoded) -> tuple[str, Conversion]:
    """Return the NFC text of a plain file, each line of a dead encoding converted, and what was converted."""
    lines = decoded.text.split("\n")
    if decoded.charset:
        conversion = Conversion(lines, {decoded.charset: sum(map(bool, lines))})
    else:
        conversion = convert([Piece(line, number) for number, line in enumerate(lines)])
    text = "\n".join(conversion.texts)
    return (text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)), conversion


def conversion_notes(conversion: Conversion) -> tuple[str, ...]:
    """What a reader of the results should know of a conversion."""
    notes = [
        say("read.converted", count=count, charset=charset.value) for charset, count in conversion.converted.items()
    ]
    if conversion.undecided:
        notes.append(say("read.undecided", count=conversion.undecided))
    return tuple(notes)
