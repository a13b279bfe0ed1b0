"""How the cells of a workbook look: the font of a text and the format of a number, where the file says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_DIGITS = 15  # that a spreadsheet keeps of a number


@dataclass(frozen=True, slots=True)
class Look:
    """The font of a cell, and how many decimals of its number are shown; None where the file does not say."""

    font: str | None = None
    decimals: int | None = None
    percent: bool = False


class Looks:
    @classmethod
    def of(cls, data):
        return cls()

    def of_sheet(self, name):
        return {}


def printed(value: int | float, look: Look) -> str:
    """A number as it is shown, with a decimal comma and nothing between thousands."""
    number = Decimal(f"{value:.{_DIGITS}g}")
    if look.percent:
        number *= 100
    if look.decimals is not None:
        number = round(number, look.decimals)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text and look.decimals is None else text
    return text.replace(".", ",") + ("%" if look.percent else "")
