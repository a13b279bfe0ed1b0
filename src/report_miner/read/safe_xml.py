"""XML of files that come from anywhere: nothing outside it is followed, and no entity unfolds."""

from __future__ import annotations

from typing import Any

from lxml import etree


def xml_root(source: bytes) -> Any:
    """Return the root element of a file of XML.

    Raises:
        etree.XMLSyntaxError: it is no XML, or its entities unfold to far more than it holds.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(source, parser)
