"""Build patterns/places.csv: Vietnam's administrative units before and after 2025-07-01, and what became of each.

The source is the data folder of the package `vietnamadminunits` (MIT licence, by Hieu Tran). Fetch it by name and
pass the wheel, or the folder it was unpacked to:

    pip download vietnamadminunits==1.0.4 --no-deps -d build
    python scripts/build_places.py build/vietnamadminunits-1.0.4-py3-none-any.whl

The same input gives the same file, byte for byte. Columns of the table:

    vintage     old: 63 provinces, districts, communes, as of early 2025; new: 34 provinces, communes
    level       tinh (province), huyen (district), xa (commune)
    type        tỉnh, thành phố, quận, huyện, thị xã, xã, phường, thị trấn, đặc khu
    name        without the type, in the new tone placement
    code        of the General Statistics Office; unique within vintage and level, not across vintages
    parent      code of the unit above; empty for provinces
    successors  codes of the new unit or units that took it over, the main one first
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from report_miner.clean.shadow import shadow_of

DATA = ("dataset.db", "converter_2025.json")
COLUMNS = ("vintage", "level", "type", "name", "code", "parent", "successors")
OUTPUT = Path(__file__).parents[1] / "patterns" / "places.csv"

# The snapshot writes the province of Huế under the name that it bore for its last half year only.
RENAMED = {("old", "46"): ("tỉnh", "Thừa Thiên Huế")}

# Units of earlier years that reports still name and the snapshot no longer holds; a district that has only risen
# ("quận Thủ Đức") is found by its name.
FORMER = {
    ("old", "tinh", "tỉnh", "Hà Tây", "28", "", "01"),
    ("old", "huyen", "thành phố", "Huế", "474", "46", ""),
    ("old", "huyen", "quận", "9", "763", "79", ""),
}

Row = tuple[str, ...]


def data_folder(source: Path, scratch: Path) -> Path:
    """Return the folder that holds the package's data, unpacked to `scratch` when `source` is a wheel."""
    if source.is_file():
        with zipfile.ZipFile(source) as wheel:
            members = [f"vietnamadminunits/data/{name}" for name in DATA]
            wheel.extractall(scratch, members)
        source = scratch
    folder = next((path.parent for path in sorted(source.rglob(DATA[0]))), None)
    if folder is None:
        sys.exit(f"{source} holds no {DATA[0]}: pass the wheel or the folder it was unpacked to.")
    return folder


def successors(converter: dict[str, dict[str, Any]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield pairs of an old commune's key and the (province, commune) keys of a new one, main successors first."""
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            for old in olds:
                yield old, (province, new)
    for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in communes.items():
            for part in sorted(parts, key=lambda part: (not part["isDefaultNewWard"], part["newWardKey"])):
                yield old, (province, part["newWardKey"])


def unit_row(vintage: str, level: str, full_name: str, code: str, parent: str, after: str = "") -> Row:
    """Return one line of the table, the type and name as they stand in a running text."""
    full_name = shadow_of(unicodedata.normalize("NFC", full_name)).text.strip()
    kind = next(kind for kind in TYPES if full_name.lower().startswith(kind + " "))
    kind, name = RENAMED.get((vintage, code), (kind, full_name[len(kind) + 1 :]))
    return vintage, level, kind, name, code, parent, after


TYPES = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "xã", "phường", "thị trấn", "đặc khu")


def rows(folder: Path) -> set[Row]:
    """Return the lines of the table, in no order."""
    converter = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    with sqlite3.connect(folder / "dataset.db") as database:
        old = database.execute(
            "SELECT province, provinceCode, provinceKey, district, districtCode, districtKey, ward, wardCode,"
            " wardKey FROM admin_units_legacy"
        ).fetchall()
        new = database.execute(
            "SELECT province, provinceCode, provinceKey, ward, wardCode, wardKey FROM admin_units"
        ).fetchall()
    province_codes = {key: code for _, code, key, *_ in new}
    merged = {old: new for new, olds in converter["DICT_PROVINCE"].items() for old in olds}
    commune_codes = {(province_key, key): code for _, _, province_key, _, code, key in new}
    after: dict[str, list[str]] = {}
    for key, successor in successors(converter):
        after.setdefault(key, []).append(commune_codes[successor])

    table: set[Row] = set(FORMER)
    table |= {unit_row("new", "tinh", province, code, "") for province, code, *_ in new}
    table |= {unit_row("new", "xa", ward, code, province_code) for _, province_code, _, ward, code, _ in new}
    for province, p_code, p_key, district, d_code, d_key, ward, w_code, w_key in old:
        table.add(unit_row("old", "tinh", province, p_code, "", province_codes[merged[p_key]]))
        codes = " ".join(after.get(f"{p_key}_{d_key}_{w_key or ''}", ()))
        if ward:
            table.add(unit_row("old", "xa", ward, w_code, d_code, codes))
        table.add(unit_row("old", "huyen", district, d_code, p_code, "" if ward else codes))
    return table


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description="Build patterns/places.csv from the wheel of vietnamadminunits.")
    parser.add_argument("source", type=Path, help="the downloaded wheel, or the folder it was unpacked to")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        table = sorted(rows(data_folder(options.source, Path(scratch))))
    with options.output.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)
    print(f"{options.output}: {len(table)} units")


if __name__ == "__main__":
    main()
