"""The addresses of pages."""

from __future__ import annotations

from urllib.parse import urlencode


def link(path: str, **values: object) -> str:
    """Return an address with its parameters, those that are empty left out."""
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path
