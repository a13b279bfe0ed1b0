"""The notation of a token in patterns/matcher.yaml: words, or a spaCy token pattern that needs no trained model.

It is judged here without spaCy, so that a mistake is reported when the file is read and not when a pattern is tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from report_miner.texts import say

_WORDS = frozenset({"LOWER", "TEXT", "ORTH"})
_FLAGS = frozenset(
    {
        f"IS_{what}"
        for what in ("ALPHA", "DIGIT", "LOWER", "UPPER", "TITLE", "PUNCT", "SPACE", "BRACKET", "QUOTE", "CURRENCY")
    }
    | {"LIKE_NUM", "LIKE_URL", "LIKE_EMAIL"}
)
_CONDITIONS = frozenset({"IN", "NOT_IN", "REGEX", "==", "!=", ">=", "<=", ">", "<"})
_OP = re.compile(r"[!?+*]|\{\d+(?:,\d*)?\}|\{,\d+\}")
_MAY_BE_ABSENT = re.compile(r"[!?*]|\{0*[,}].*")


def token_mistake(token: Any) -> str | None:
    """Return what is wrong with a token of a pattern, in Vietnamese, or None."""
    if isinstance(token, str):
        return None if token.strip() else say("matcher.empty")
    if not isinstance(token, dict) or not token:
        return say("matcher.not_a_token", token=token)
    return next((mistake for key, value in token.items() if (mistake := _mistake(key, value))), None)


def words_of(token: str | Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words one of which stands wherever the token does; none where any may, or none at all."""
    if isinstance(token, str):
        return (token.lower(),)
    if _MAY_BE_ABSENT.fullmatch(token.get("OP", "+")):
        return ()
    for key in sorted(_WORDS & token.keys()):
        wanted = token[key]
        if choices := wanted.get("IN", ()) if isinstance(wanted, dict) else (wanted,):
            return tuple(word.lower() for word in choices)
    return ()


def _mistake(key: str, value: Any) -> str | None:
    if key == "OP":
        return None if isinstance(value, str) and _OP.fullmatch(value) else say("matcher.unknown_op", op=value)
    if key in _FLAGS:
        return None if isinstance(value, bool) else say("matcher.not_a_flag", key=key)
    if key == "LENGTH":
        known = isinstance(value, int) or (isinstance(value, dict) and value.keys() <= _CONDITIONS)
        return None if known else say("matcher.unknown_condition", key=key)
    if key not in _WORDS | {"SHAPE"}:
        return say("matcher.unknown_key", key=key)
    return _mistake_in_words(key, value)


def _mistake_in_words(key: str, value: Any) -> str | None:
    if isinstance(value, str):
        return None
    if not isinstance(value, dict):
        return say("matcher.not_words", key=key)
    if not value or not value.keys() <= {"IN", "NOT_IN", "REGEX"}:
        return say("matcher.unknown_condition", key=key)
    for condition, wanted in value.items():
        if condition == "REGEX":
            try:
                re.compile(wanted)
            except (re.error, TypeError) as error:
                return say("matcher.regex", reason=error)
        elif not isinstance(wanted, list) or not all(isinstance(word, str) for word in wanted):
            return say("matcher.not_words", key=f"{key} {condition}")
    return None
