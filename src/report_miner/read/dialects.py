"""Office packages as other programs write them, put into the form that the readers know.

Strict OOXML has namespaces of its own (ISO/IEC 29500-1 for what ECMA-376 has in 2006), some servers number the main
part (`word/document2.xml`), and some exporters part folders by a backslash.
"""

from __future__ import annotations

import io
import re
import zipfile

from report_miner.read.detect import MAIN_PARTS, usual_name
from report_miner.read.package import member_bytes, member_head, open_package

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_MARKUP = (".xml", ".rels")
_HEAD = 4096  # bytes of a part that name its namespaces


def usual_package(data: bytes) -> bytes:
    """Return the package with the usual names and namespaces: `data` itself where it has them.

    Raises:
        DamagedDocument: no zip, or a truncated one.
        TooLarge: more unpacked bytes than a real document has.
    """
    with open_package(data) as archive:
        names = [name for name in archive.namelist() if not name.endswith(("/", "\\"))]
        members = {usual_name(name): name for name in sorted(names, key=lambda name: usual_name(name) == name)}
        is_strict = any(_is_strict(archive, members[main]) for main in MAIN_PARTS if main in members)
        if not is_strict and all(usual == name for usual, name in members.items()):
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for usual, name in members.items():
                content = member_bytes(archive, name)
                made.writestr(usual, _STRICT.sub(_TRANSITIONAL, content) if usual.endswith(_MARKUP) else content)
    return target.getvalue()


def _is_strict(archive: zipfile.ZipFile, name: str) -> bool:
    return _STRICT.search(member_head(archive, name, _HEAD)) is not None
