"""Build `patterns/words.csv`: Vietnamese words with their usual part of speech.

    python scripts/build_words.py ZIP_OR_FOLDER...

The texts (*.txt) are tagged by underthesea; a word is kept when it was seen often enough, with the tag that it bears
most often. Names are left out: the list holds no one and no place. Tags are those of the Vietnamese treebank: N noun,
Nc classifier, Nu and Ny unit and abbreviation, V verb, A adjective, R adverb, E preposition, C conjunction,
P pronoun, M number, L determiner, T particle, X unknown.
"""

from __future__ import annotations

import argparse
import csv
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from report_miner.language.tagger import tag_words

WORDS = Path(__file__).parents[1] / "patterns" / "words.csv"
OFTEN = 8
LONGEST_WORD = 4  # syllables
NAME = 0.9  # a word that is tagged as a name more often than this is one
_STRETCH = re.compile(r"[^\n]{1,400}(?=[.!?;…\n]|\Z)")


def texts(sources: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of folders and ZIP archives."""
    for source in sources:
        if source.is_dir():
            yield from (path.read_text("utf-8") for path in sorted(source.rglob("*.txt")))
        else:
            with zipfile.ZipFile(source) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".txt"):
                        yield archive.read(name).decode("utf-8")


def usual_parts(texts: Iterable[str]) -> dict[str, str]:
    """The words of the texts with their usual part of speech."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for stretch in _STRETCH.finditer(text):
            for word, tag in tag_words(stretch.group()):
                seen[word.lower()][tag] += 1
    parts = {}
    for word, tags in seen.items():
        often = tags.total()
        plain = word.replace(" ", "").isalpha() and len(word.split()) <= LONGEST_WORD
        if plain and often >= OFTEN and tags.pop("Np", 0) <= NAME * often:
            parts[word] = tags.most_common(1)[0][0]
    return parts


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path)
    parts = usual_parts(texts(parser.parse_args().sources))
    with WORDS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "part"))
        writer.writerows(sorted(parts.items()))


if __name__ == "__main__":
    main()
