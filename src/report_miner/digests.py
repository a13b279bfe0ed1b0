"""From what results come: digests of a file's content, and of the patterns and the program behind each stage.

What a document's figures depend on tells whether it is mined again; its findings and verdicts depend on more, so a
change in the checks or the criteria alone leaves its figures as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from report_miner.patterns import Patterns
from report_miner.read import Source

_PROGRAM = Path(__file__).parent


class Stage(StrEnum):
    """What is done to a document; each later stage works on the results of mining."""

    MINE = "mine"
    CHECK = "check"
    ASSESS = "assess"


# Files and folders that only a later stage reads, in patterns/ and in the program; all others count for mining.
_PATTERNS_OF = {"checks.yaml": Stage.CHECK, "assess.yaml": Stage.ASSESS, "criteria": Stage.ASSESS}
_ROOMS_OF = {"check": Stage.CHECK, "assess": Stage.ASSESS, "report": None, "review": None, "_patterns": None}
_PATTERNS_BEHIND = {
    Stage.MINE: (Stage.MINE,),
    Stage.CHECK: (Stage.MINE, Stage.CHECK),
    Stage.ASSESS: (Stage.MINE, Stage.ASSESS),
}
_ROOMS_BEHIND = _PATTERNS_BEHIND | {Stage.ASSESS: tuple(Stage)}  # verdicts are worded with what check has


def fingerprint(source: Source, patterns: Patterns) -> str:
    """Return a digest of all that the figures of a file depend on, or "" where that cannot be known beforehand."""
    content = source.digest()
    return content and digest(content, repr(source.register), stage_digest(patterns, Stage.MINE))


@cache
def stage_digest(patterns: Patterns, stage: Stage) -> str:
    """Return a digest of the files of the patterns and of the program that the results of a stage come from.

    Another version of either may see other figures; what only shows results does not count.
    """
    folders = [folder for folder in (patterns.directory, patterns.over) if folder]
    own = [line for folder in folders for line in _files(folder, _PATTERNS_OF, _PATTERNS_BEHIND[stage])]
    return digest(*own, *_files(_PROGRAM, _ROOMS_OF, _ROOMS_BEHIND[stage]))


def _files(folder: Path, stage_of: Mapping[str, Stage | None], stages: Container[Stage | None]) -> Iterator[str]:
    """Name and digest of each file in the folder that belongs to one of the stages."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in name.parts and stage_of.get(name.parts[0], Stage.MINE) in stages:
            yield f"{name.as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def digest(*parts: str) -> str:
    """Return one digest of all the parts."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
