"""What a reviewer does, in a real browser."""

import csv
import sqlite3
from dataclasses import fields

import pytest
from sqlalchemy import text

from report_miner.model import Block, Document, Figure, Finding, Locator, Period, Place, Verdict
from report_miner.store.database import Store
from report_miner.store.entries import entry_of

EVIL = '"\'><img src=x onerror="window.pwned=1" data-pwned><script>window.pwned=1</script></title>{{7*7}}'


@pytest.fixture
def address():
    """In files: what a browser sees does not depend on the database."""
    return


def first_card(page):
    return page.locator("#queue .item.now .card")


def test_a_reviewer_fixes_undoes_rejects_and_finds_the_decisions_again(page, served):
    page.goto(f"{served}/")
    page.fill("#who", "Nguyễn Thị Lan")
    page.press("#who", "Tab")
    page.click(".tile.go")
    assert "không khớp" in first_card(page).inner_text()
    number = first_card(page).locator("strong").inner_text()
    page.keyboard.press("e")
    page.fill(".item.now input[name=item]", "xã đạt chuẩn NTM")
    page.keyboard.press("Enter")
    fixed = page.locator(".card.d-fix")
    fixed.wait_for()
    assert "Nguyễn Thị Lan" in fixed.inner_text()
    page.keyboard.press("u")
    page.locator(".card.d-fix").wait_for(state="detached")
    page.locator("#queue .item").first.click(position={"x": 5, "y": 5})
    page.keyboard.press("x")
    page.locator(".card.d-reject").wait_for()
    page.goto(f"{served}/figures?decision=reject")
    assert number in page.locator("tbody tr").first.inner_text()
    page.goto(f"{served}/log")
    assert [row.split("\t")[3] for row in page.locator("tbody tr").all_inner_texts()] == [
        "loại",
        "hoàn tác #1",
        "sửa",
    ]


def test_a_place_is_suggested_while_typing(page, served):
    page.goto(f"{served}/review")
    page.keyboard.press("e")
    page.fill(".item.now input[name=place]", "giong trom")
    option = page.locator(".item.now datalist option[value^='huyện Giồng Trôm']")
    option.first.wait_for(state="attached")
    assert option.first.get_attribute("value") == "huyện Giồng Trôm < tỉnh Bến Tre"


def test_text_and_records_lead_to_one_another(page, served):
    page.goto(f"{served}/documents")
    page.click("text=GIẢM NGHÈO NĂM 2023 >> nth=0") if page.locator(
        "text=GIẢM NGHÈO NĂM 2023"
    ).count() else page.click("tbody tr:has-text('giam-ngheo') a >> nth=0")
    page.click("mark:text-is('1.250')")
    assert "1.250" in page.locator(".card.now").inner_text()
    page.locator(".card", has_text="18/20").click()
    assert page.locator("mark.now").inner_text() == "18/20"
    page.keyboard.press("j")
    assert page.locator("mark.now").inner_text() == "95%"


def test_a_missed_number_is_added_by_selecting_it(page, served, desk, rows):
    row = rows()["1.250"]
    with desk.reading() as database:
        database.execute(text("DELETE FROM lens WHERE key = :key"), {"key": row["key"]})
    page.goto(f"{served}/document?doc={row['doc']}")
    page.evaluate("""() => {
        const piece = [...document.querySelectorAll("[data-at]")].find((each) => each.textContent.includes("1.250"));
        const at = piece.firstChild.data.indexOf("1.250");
        document.getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 5);
    }""")
    page.click("#add")
    page.locator("mark.d-add").wait_for()
    assert page.locator("mark.d-add").inner_text() == "1.250"
    page.locator("form.edit").wait_for()


def test_a_search_is_filtered_and_downloaded(page, served):
    page.goto(f"{served}/figures")
    page.fill("form.filter input[name=q]", "ho ngheo")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ho+ngheo**")
    assert page.locator("#total").inner_text() == "1 số liệu"
    with page.expect_download() as download:
        page.click("a:text-is('CSV')")
    with open(download.value.path(), encoding="utf-8-sig") as lines:  # noqa: PTH123 - a path of playwright's
        assert [line["text"] for line in csv.DictReader(lines)] == ["1.250"]


def test_a_finding_is_marked(page, served):
    page.goto(f"{served}/findings")
    page.click("button:text-is('Máy đọc nhầm')")
    page.locator("button[aria-pressed=true]").wait_for()
    page.reload()
    assert page.locator("button[aria-pressed=true]").inner_text() == "Máy đọc nhầm"


def test_a_bar_of_a_chart_opens_its_evidence(page, served):
    page.goto(f"{served}/?indicator=NTM.XA_DAT")
    page.locator("svg a").first.click()
    page.wait_for_url("**/document?**")
    assert page.locator("mark.now").count() == 1


def test_everything_can_be_reached_by_keyboard_and_has_a_name(page, served):
    for path in ("/", "/review", "/figures", "/findings", "/documents"):
        page.goto(served + path)
        unnamed = page.evaluate("""() => [...document.querySelectorAll("a, button, input, select")].filter((each) =>
            each.offsetParent &&
            !(each.innerText || each.ariaLabel || each.labels?.length || each.textContent.trim()))
            .map((each) => each.outerHTML)""")
        assert unnamed == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip" or path == "/review"


def test_a_small_screen_does_not_scroll_sideways(page, served):
    page.set_viewport_size({"width": 380, "height": 700})
    for path in ("/", "/review", "/figures", "/findings", "/documents", "/criteria", "/log"):
        page.goto(served + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380, path


def test_killing_the_server_between_two_keys_loses_nothing(page, start_server, folder):
    process, address = start_server()
    page.goto(f"{address}/review")
    page.keyboard.press("a")
    page.locator(".card.d-accept").wait_for()
    process.kill()
    process.wait()
    page.keyboard.press("a")
    page.locator("#said.bad").wait_for()
    with sqlite3.connect(folder / "review.db") as database:
        assert database.execute("SELECT action FROM decisions").fetchall() == [("accept",)]
    _, address = start_server()
    page.goto(f"{address}/figures?decision=accept")
    assert page.locator("tbody tr").count() == 1


def hostile():
    """A document, figures, findings and failures whose every text is hostile."""
    text = f"{EVIL} 12 {EVIL} 13 {EVIL}"
    at = text.index(" 12 ") + 1
    doc = f"docs/{EVIL}.txt"
    document = Document(
        name=doc, sha256="0" * 64, media_type=EVIL, text=text, blocks=(Block(start=0, end=len(text)),),
        title=EVIL, publisher=EVIL, place=EVIL, notes=(EVIL,),
    )  # fmt: skip
    figure = Figure(
        doc=doc, sha256="0" * 64, start=at, end=at + 2, text="12", value=12, unit=EVIL, item=EVIL, kind="count",
        place=Place((EVIL, EVIL), EVIL), period=Period(EVIL), versus=Period(EVIL), sentence=text, indicator=EVIL,
        locator=Locator(page=1), pattern=EVIL, uncertain=("item",),
    )  # fmt: skip
    return document, figure


@pytest.fixture
def poisoned(folder):
    from report_miner.model import Assessment, Bound, Change, CriterionVerdict, Failure, Kind, Status

    document, figure = hostile()
    values = {each.name: getattr(figure, each.name) for each in fields(figure)}
    figure = Figure(
        **values | {"kind": Kind.COUNT, "change": Change.NONE, "bound": Bound.EQUAL, "status": Status.ACTUAL}
    )
    finding = Finding(
        id="f" * 16, doc=document.name, rule="share", verdict=Verdict.INCONSISTENT, figures=(figure.id,),
        starts=(figure.start,), computed=EVIL, message=EVIL,
    )  # fmt: skip
    verdict = CriterionVerdict(
        criteria_set=EVIL, level=EVIL, code=EVIL, test=EVIL, place=EVIL, period=EVIL, required=EVIL, found=EVIL,
        verdict=Assessment.MET, figures=(figure.id,), message=EVIL,
        details={"set": EVIL, "doc": document.name, "evidence": EVIL},
    )  # fmt: skip
    with Store(folder) as store:
        rule = next(store.findings()).rule
        finding = Finding(**{each.name: getattr(finding, each.name) for each in fields(finding)} | {"rule": rule})
        store.put(entry_of(document, [figure], [finding], [verdict]), fingerprint="x", checked="x", assessed="x")
        store.put_failure(Failure(doc=f"hỏng {EVIL}", stage="read", error=EVIL, remedy=EVIL))
    return document


def test_hostile_markup_in_every_field_is_only_text(poisoned, page, served, rows):
    from urllib.parse import urlencode

    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    doc = poisoned.name
    row = rows()["12"]
    page.goto(f"{served}/review?{urlencode({'doc': doc})}")
    page.evaluate("value => localStorage.setItem('who', value)", EVIL)
    page.goto(f"{served}/document?{urlencode({'doc': doc})}#f{row['key']}")
    page.keyboard.press("e")
    page.fill("form.edit input[name=item]", EVIL + "2")
    page.click("form.edit button[type=submit]")
    page.locator(".card.d-fix").wait_for()
    evil = urlencode(dict.fromkeys(("q", "place", "doc", "indicator", "year", "set", "verdict", "after"), EVIL))
    paths = [
        *("/", f"/?{urlencode({'indicator': EVIL, 'place': f'{EVIL} < {EVIL}', 'year': ''})}", "/review", "/figures"),
        *(
            f"/figures?{evil}",
            "/documents",
            f"/documents?{evil}",
            "/findings",
            "/criteria",
            "/log",
            "/review?decision=",
        ),
        f"/criteria?{urlencode({'set': EVIL})}",
    ]
    for path in paths:
        page.goto(served + path)
        assert page.evaluate("[window.pwned, document.querySelectorAll('[data-pwned]').length]") == [None, 0], path
    page.goto(f"{served}/criteria?{urlencode({'set': EVIL})}")
    assert EVIL[:20] in page.content().replace("&#34;", '"').replace("&#39;", "'").replace("&gt;", ">").replace(
        "&lt;", "<"
    )


@pytest.mark.usefixtures("poisoned")
def test_the_page_for_mail_is_whole_in_itself_and_escapes(page, folder):
    from report_miner.patterns import load_patterns
    from report_miner.report.page import write_report

    with Store(folder) as store:
        path = write_report(store, load_patterns())
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.evaluate("[window.pwned, document.querySelectorAll('[data-pwned]').length]") == [None, 0]
    assert asked == [path.as_uri()]
    assert "window.pwned" in page.inner_text("body")
