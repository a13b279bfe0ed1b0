"""Place the expected figures of `corpus/expected/*.yaml` in the documents of `corpus/`.

    python scripts/place_expected.py

Each YAML file quotes its document, with every figure marked ⟦so⟧, and lists the fields of the marked figures in
the order of the marks. A field that stands beside `in` holds for all figures of that quotation, one under
`defaults` for the whole document. What a field leaves out follows from the printed number (see `figure_of`).
White space and cell borders in a quotation match any white space or cell border of the document, so that an
annotation does not depend on how a reader lays out lines and tables.

Written are `corpus/expected/NAME.gold.jsonl`, one figure a line with its offsets into `Document.text`, and
`corpus/expected/contradictions.csv`, one line for each figure that a quotation marks with a `contradiction`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from report_miner.model import Document
from report_miner.read import read

CORPUS = Path(__file__).parents[1] / "corpus"
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
FIELDS = ("unit", "item", "change", "bound", "status", "place", "period", "versus")
DEFAULTS = {"change": "none", "bound": "=", "status": "actual"}
GAP = r"[\s|]+"

Fields = dict[str, Any]


def decimal_of(digits: str) -> Decimal:
    """The value of digits with `.` between thousands and a decimal `,`."""
    return Decimal(digits.replace(".", "").replace(",", "."))


def numbers_of(text: str) -> tuple[list[Decimal], Decimal]:
    """The numbers printed in a figure, without their scale, and the product of its scale words."""
    scale = Decimal(1)
    for word in text.split():
        scale *= SCALES.get(word, 1)
    return [decimal_of(digits) for digits in re.findall(r"\d[\d.,]*", text)], scale


def kind_of(text: str, unit: str | list[str | None] | None) -> str:
    """The kind that the printed number shows by itself."""
    if text.endswith("%"):
        return "percent"
    if "/" in text:
        return "tally"
    currency = {"đồng", "USD"}.intersection(unit if isinstance(unit, list) else [unit])
    return "money" if currency else "count"


def json_number(value: Decimal | float | None) -> int | float | None:
    """A number as JSON writes it, whole when it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def figure_of(text: str, fields: Fields) -> Fields:
    """The record of one figure: `fields`, and for what they leave out, what the printed number says.

    `scale` multiplies the number by what stands in the header of its column ("triệu đồng").
    """
    unit = fields.get("unit", "%" if text.endswith("%") else None)
    kind = fields.get("kind", kind_of(text, unit))
    numbers, scale = numbers_of(text)
    scale *= fields.get("scale", 1)
    first = numbers[0] * scale if numbers else None
    second = numbers[1] * scale if len(numbers) > 1 else None
    total = second if "/" in text else None
    value_to = second if "/" not in text else None
    record = {
        "text": text,
        "value": json_number(fields.get("value", first)),
        "value_to": json_number(fields.get("value_to", value_to)),
        "total": json_number(fields.get("total", total)),
        "kind": kind,
        "unit": unit,
    }
    record |= {name: fields.get(name, DEFAULTS.get(name)) for name in FIELDS if name != "unit"}
    return record | {"optional": fields.get("optional", False)}


def quotation_pattern(quotation: str) -> re.Pattern[str]:
    """A pattern with one group for each marked figure of the quotation."""
    words = GAP.join(re.escape(word) for word in quotation.split())
    return re.compile(words.replace("⟦", "(").replace("⟧", ")"))


def find_quotation(document: Document, quotation: str, position: int) -> re.Match[str]:
    """The quotation's next place after `position`, or its only place when it stands before (a footnote, say)."""
    pattern = quotation_pattern(quotation)
    following = pattern.search(document.text, position)
    if following:
        return following
    places = list(pattern.finditer(document.text))
    if len(places) != 1:
        raise SystemExit(f"{document.name}: stands {len(places)} times: {quotation}")
    return places[0]


def placed_figures(document: Document, annotations: Fields) -> Iterator[tuple[Fields, Fields]]:
    """Each expected figure's record with its offsets, and the fields that it was annotated with."""
    position = 0
    for entry in annotations["figures"]:
        match = find_quotation(document, entry["in"], position)
        shared = {name: value for name, value in entry.items() if name not in ("in", "of")}
        if len(entry["of"]) != len(match.groups()):
            raise SystemExit(
                f"{document.name}: {len(match.groups())} marks, {len(entry['of'])} records: {entry['in']}"
            )
        for group, own in enumerate(entry["of"], start=1):
            fields = annotations.get("defaults", {}) | shared | own
            start, end = match.span(group)
            yield {"start": start, "end": end} | figure_of(match[group], fields), fields
        position = max(position, match.end())


def main() -> None:
    """Write the placed figures of every annotated document, and the list of contradictions."""
    contradictions = []
    for source in sorted((CORPUS / "expected").glob("*.yaml")):
        annotations = yaml.safe_load(source.read_text("utf-8"))
        document = read(CORPUS / annotations["document"])
        placed = sorted(placed_figures(document, annotations), key=lambda pair: pair[0]["start"])
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record, _ in placed]
        source.with_suffix(".gold.jsonl").write_text("".join(lines), "utf-8")
        contradictions += [
            (annotations["document"], record["start"], record["text"], *fields["contradiction"].values())
            for record, fields in placed
            if "contradiction" in fields
        ]
        print(f"{annotations['document']}: {len(placed)} figures")
    with (CORPUS / "expected" / "contradictions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("document", "start", "text", "rule", "why"))
        writer.writerows(contradictions)


if __name__ == "__main__":
    main()
