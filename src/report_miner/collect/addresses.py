"""Addresses of pages: one spelling for each, nothing secret in what is shown, and a readable name for its file."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

_SCHEMES = {"http": 80, "https": 443}
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]|"
_TRACKING = re.compile(r"(?i)(?:utm_\w+|fbclid|gclid|zarsrc)=")
_SECRET = re.compile(
    r"(?i)\b((?:access_|auth_)?token|api_?key|passw(?:or)?d|pwd|(?:client_)?secret|auth(?:orization)?|sig(?:nature)?)=[^&]+"
)
_USER = re.compile(r"//[^/?#\s]*@")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]+:[0-9a-f:.]*")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_NO_SITE = re.compile(r"[^a-z0-9.]+")
_SUFFIX = re.compile(r"\.[a-z]{2,5}\d?$")
_LONGEST = 2_000
_LONGEST_NAME = 80
_DIGEST = 12  # hexadecimal digits that tell files of one name apart


def clean(text: str, base: str = "") -> str | None:
    """Return an address in its one spelling: ASCII, no fragment, no user, no marks of tracking.

    Args:
        text: an address as it was found.
        base: the page that it was found on, which a relative address is relative to.

    Returns:
        The address, or None when it is none of a page on the web.
    """
    try:
        parts = urlsplit(urljoin(base, text.strip()))
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    scheme = parts.scheme.lower()
    if not text.strip() or scheme not in _SCHEMES or not _HOST.fullmatch(host) or len(text) > _LONGEST:
        return None
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port and port != _SCHEMES[scheme] else ""
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part))
    path = quote(parts.path or "/", safe=_PATH_SAFE)
    return urlunsplit((scheme, place, path, quote(query, safe=_QUERY_SAFE), ""))


def shown(text: str) -> str:
    """Return an address as it may be printed and stored: without user, password, and values that are keys."""
    return _SECRET.sub(r"\1=***", _USER.sub("//", text, count=1))


def origin(address: str) -> str:
    """Return scheme, host and port of a clean address: `https://bao.vn`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(address: str) -> str:
    """Return host and port of a clean address: `bao.vn`, `127.0.0.1:8000`."""
    return urlsplit(address).netloc


def site_of(address: str) -> str:
    """Return what a clean address says of its site to a reader: `bao.vn` for `https://www.bao.vn/tin`."""
    return host_of(address).removeprefix("www.")


def authorization(text: str) -> str | None:
    """Return the header by which the user and password in an address are sent, or None when it has none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def file_name(address: str, suffix: str) -> str:
    """Return the name of the file for a page: its site, the end of its path, and a digest that tells namesakes apart.

    The name depends on the address alone: `bao.vn/xay-dung-nong-thon-moi-2f6a01c79b3e.html`.
    """
    named = [name for part in urlsplit(address).path.split("/") if (name := _plain(unquote(part).lower()))]
    name = named[-1][:_LONGEST_NAME].strip("-") if named else "trang"
    digest = hashlib.sha256(shown(address).encode()).hexdigest()[:_DIGEST]
    site = _NO_SITE.sub("-", site_of(address))[:_LONGEST_NAME].strip("-.") or "trang"
    folder = f"{site}-" if site.endswith((".csv", ".jsonl")) else site  # which are names of files beside it
    return f"{folder}/{name}-{digest}{suffix}"


def _plain(part: str) -> str:
    """A part of a path in plain letters, without the suffix of a file."""
    letters = unicodedata.normalize("NFD", _SUFFIX.sub("", part).replace("đ", "d"))
    return _NO_NAME.sub("-", letters.encode("ascii", "ignore").decode()).strip("-")
