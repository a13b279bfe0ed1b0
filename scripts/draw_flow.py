"""Draw docs/flow.svg and docs/flow.vi.svg, the picture of the two READMEs, from docs/flow.yaml."""

from __future__ import annotations

from html import escape
from pathlib import Path

import yaml

DOCS = Path(__file__).parents[1] / "docs"
WIDTH, HEIGHT = 1178, 350
STYLE = """
  .paper { fill: #ffffff; stroke: #d0d7de }
  .box { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.2 }
  .stage { fill: #ddf4ff; stroke: #0969da; stroke-width: 1.2 }
  .known { fill: #fff8c5; stroke: #9a6700; stroke-width: 1.2 }
  .result { fill: #dafbe1; stroke: #1a7f37; stroke-width: 1.2 }
  .arrow { stroke: #57606a; stroke-width: 1.6; fill: none; marker-end: url(#tip) }
  text { font-family: "Segoe UI", "DejaVu Sans", Arial, sans-serif; fill: #1f2328 }
  text { font-size: 13px; text-anchor: middle }
  .head { font-weight: bold; font-size: 14px }
"""


def box(kind: str, spot: list[int], lines: list[str]) -> str:
    """A box at `[x, y, width, height]`; its first line is the heading."""
    x, y, width, height = spot
    top = y + height / 2 - 9 * (len(lines) - 1) + 5
    middle = x + width / 2
    words = [
        f'<text class="{"line" if row else "head"}" x="{middle:g}" y="{top + 18 * row:g}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    ]
    return "\n".join([f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>', *words])


def drawing(flow: dict[str, list], language: str) -> str:
    """The picture in one language."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' role="img" aria-label="{escape(flow["title"][language])}">',
        '<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">'
        '<path d="M0,0 L9,4 L0,8 z" fill="#57606a"/></marker></defs>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="10" ry="10"/>',
        *(f'<path class="arrow" d="{path}"/>' for path in flow["arrows"]),
        *(box(each["kind"], each["at"], each[language]) for each in flow["boxes"]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write both pictures."""
    flow = yaml.safe_load((DOCS / "flow.yaml").read_text("utf-8"))
    (DOCS / "flow.svg").write_text(drawing(flow, "en"), "utf-8")
    (DOCS / "flow.vi.svg").write_text(drawing(flow, "vi"), "utf-8")


if __name__ == "__main__":
    main()
