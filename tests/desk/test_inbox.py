"""The inbox: keys in a real browser, files of several forms, filters in the address, merging and splitting, mending, bulk."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from desk_kinds import Running
from test_pages import _posts

from marsad.desk.differing import stretches
from marsad.model import Report

expect = pytest.importorskip("playwright.sync_api").expect

REPORT = "Shelling killed nine civilians in Maskana on Tuesday, the provincial health office said. Rebels took Deir Hafir."
PAGE = "<html><head><title>Two die at the ford</title></head><body><article><p>{}</p><p>{}</p></article></body></html>"


def _open(desk: Running, chromium: Any, address: str, **how: Any) -> Any:
    page = chromium.new_page(**how)
    page.goto(desk.address + address)
    page.wait_for_selector(".claim.current")
    return page


def _current(page: Any) -> str:
    return str(page.locator(".claim.current").get_attribute("id"))


def test_a_key_judges_and_moves_on(desk: Running, chromium: Any) -> None:
    """The next card is current at once, the judged one changes where it stands, the counter falls by one; u brings all back."""
    page = _open(desk, chromium, "inbox?report=aleppo-04")
    order = page.eval_on_selector_all("#cards .claim", "all => all.map(one => one.id)")
    left = int(page.locator("#left").inner_text())
    page.keyboard.press("a")
    assert _current(page) == order[1]
    page.keyboard.press("r")
    assert _current(page) == order[2]
    page.wait_for_selector(f'#{order[0]}[data-state="accepted"]')
    page.wait_for_selector(f'#{order[1]}[data-state="rejected"]')
    assert _current(page) == order[2]
    assert page.eval_on_selector_all("#cards .claim", "all => all.map(one => one.id)") == order
    assert page.locator("#left").inner_text() == str(left - 2)
    page.keyboard.press("u")
    page.wait_for_selector(f'#{order[1]}[data-state="unseen"]')
    page.keyboard.press("u")
    page.wait_for_selector(f'#{order[0]}[data-state="unseen"]')
    assert page.locator("#left").inner_text() == str(left)
    page.close()


def test_every_claim_of_a_report_can_be_judged_by_one_key(desk: Running, chromium: Any) -> None:
    """Pressed as often as there are claims, `a` accepts all; then n opens the next report."""
    page = _open(desk, chromium, "inbox?report=aleppo-06")
    number = page.locator("#cards .claim").count()
    for _ in range(number):
        page.keyboard.press("a")
    expect(page.locator("#cards .claim[data-state=accepted]")).to_have_count(number)
    page.keyboard.press("n")
    expect(page.locator("#cards:not([data-report=aleppo-06])")).to_have_count(1)
    page.close()


def test_a_claim_is_mended_in_place(desk: Running, chromium: Any) -> None:
    """e opens the fields on the card; a wrong value is told beside its field and nothing is written; a right one is."""
    page = _open(desk, chromium, "inbox?report=aleppo-04&kind=toll")
    head = desk.observatory.store.head()
    page.keyboard.press("e")
    field = page.locator('.editing input[name="figure.best"]')
    field.fill("many")
    field.press("Enter")
    page.wait_for_selector('.editing [aria-invalid="true"]')
    assert "whole number" in page.locator(".editing label", has=page.locator('[name="figure.best"]')).inner_text()
    assert desk.observatory.store.head() == head
    for name in ("low", "best", "high"):
        page.locator(f'.editing input[name="figure.{name}"]').fill("243")
    page.locator('.editing input[name="figure.high"]').press("Enter")
    page.wait_for_selector(".claim.current >> text=243 killed")
    page.close()


def test_many_are_judged_at_once(desk: Running, chromium: Any) -> None:
    """x selects; the button judges what is selected with its reason, and one undo takes all of it back."""
    page = _open(desk, chromium, "inbox?report=aleppo-04")
    for key in "xjx":
        page.keyboard.press(key)
    assert page.locator("#picked").inner_text() == "2"
    page.get_by_label("Reason for all (optional)").fill("seen on film")
    page.get_by_role("button", name="Reject selected").click()
    expect(page.locator("#cards .claim[data-state=rejected]")).to_have_count(2)
    assert page.get_by_text("seen on film").count() == 2
    page.locator("#cards .claim").nth(3).click()
    page.keyboard.press("u")
    expect(page.locator("#cards .claim[data-state=rejected]")).to_have_count(0)
    page.close()


def _together(desk: Running) -> list[Any]:
    """Claims of one event from two reports."""
    found = next(one for one in desk.observatory.matches(desk.observatory.claims()).groups if len(one.reports) == 2)
    return [item for item in desk.observatory.claims() if item.claim.id in found.members]


def _group(desk: Running, claim: str) -> Any:
    desk.observatory.settle()
    return desk.observatory.store.groups_of([claim])[claim]


def test_split_merge_and_undo(desk: Running, chromium: Any) -> None:
    """s takes a claim out of its event, m shows what is near with reasons and puts it back; u undoes each."""
    item = _together(desk)[0]
    claim = item.claim.id
    before = _group(desk, claim)
    page = _open(desk, chromium, f"inbox?report={item.report}#claim-{claim}")
    page.keyboard.press("s")
    page.wait_for_selector("#toast >> text=Told apart")
    expect(page.locator(f"#claim-{claim} [data-key=s]")).to_have_count(0)
    assert _group(desk, claim).reports == 1
    page.keyboard.press("u")
    page.wait_for_selector(f"#claim-{claim} [data-key=s]")
    assert _group(desk, claim) == before
    page.keyboard.press("s")
    page.wait_for_selector("#toast >> text=Told apart")
    expect(page.locator(f"#claim-{claim} [data-key=s]")).to_have_count(0)
    page.keyboard.press("m")
    page.wait_for_selector("#panel[open] .pairing .reasons")
    page.locator("#panel").get_by_role("button", name=re.compile("^Merge")).first.click()
    page.wait_for_selector("#toast >> text=Merged")
    page.wait_for_selector(f"#claim-{claim} [data-key=s]")
    assert _group(desk, claim).reports > 1
    page.keyboard.press("u")
    expect(page.locator(f"#claim-{claim} [data-key=s]")).to_have_count(0)
    page.close()


def test_merging_with_one_of_an_event_merges_with_all_of_it(desk: Running) -> None:
    """A claim that was split off comes back whole by merging with any of its event: none of the others is torn out with it."""
    group = max(desk.observatory.matches(desk.observatory.claims()).groups, key=lambda one: len(one.reports))
    assert len(group.reports) > 2
    claim = group.members[0]
    with desk.client() as client:
        before = _group(desk, claim)
        _posts(desk, client, f"/claims/{claim}/split")
        assert _group(desk, claim).reports == 1
        other = next(id for id in group.members if _group(desk, id).reports > 1)
        _posts(desk, client, f"/claims/{claim}/judge", other=other, verdict="same")
        assert _group(desk, claim) == before


def test_what_is_near_is_in_the_same_group_as_the_whole_record_says(desk: Running) -> None:
    """Looking near a claim finds those that matching the whole record puts with it, with the same reasons."""
    matches = desk.observatory.matches(desk.observatory.claims())
    for group in (one for one in matches.groups if len(one.reports) > 1):
        beside = desk.observatory.beside(group.members[0])
        near = {other.report for _, other, together in beside if together}
        own = next(item.report for item in desk.observatory.claims() if item.claim.id == group.members[0])
        assert near | {own} == set(group.reports)
        for link, other, together in beside:
            assert link == matches.explain(group.members[0], other.claim.id)
            assert together == (other.claim.id in group.members)


def test_filters_stand_in_the_address(desk: Running) -> None:
    """Each filter shows the claims that fit it and no other; the links of the queue keep it."""
    with desk.client() as client:
        for asked, fits in (
            ("kind=control", lambda item: type(item.claim).__name__ == "Control"),
            ("place=Hama", lambda item: item.claim.where and "Hama" in (item.claim.where.name, item.claim.where.adm1)),
        ):
            text = client.get(f"/inbox?{asked}").text
            report = re.search(r'data-report="([^"]+)"', text)
            assert report
            shown = set(re.findall(r'id="claim-([0-9a-f]+)"', text))
            own = {item.claim.id for item in desk.observatory.claims() if item.report == report[1] and fits(item)}
            assert shown == own
            assert shown
            assert asked in re.findall(r'href="(/inbox\?report=[^"]+)"', text)[0]
        alone = client.get("/inbox?second=1").text
        assert "needs a second source" in alone
        assert "Why these match" not in alone
        assert "data-report=" not in client.get("/inbox?actor=Nobody+At+All").text


def test_files_are_read_whatever_they_are(desk: Running, chromium: Any, tmp_path: Path) -> None:
    """A web page, a table of lines and a text that are chosen become reports; what can't be read is named with what to do."""
    (tmp_path / "ford.html").write_text(PAGE.format(REPORT, "The report went on for a while about the weather and the road."))
    (tmp_path / "two.jsonl").write_text('{"id": "l-1", "text": "Rockets killed two people in Tadef on Monday."}\n')
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    page = _open(desk, chromium, "inbox")
    page.get_by_text("Add a report").click()
    page.locator('input[type="file"]').set_input_files([tmp_path / name for name in ("ford.html", "two.jsonl", "broken.pdf")])
    page.wait_for_selector(".outcomes")
    told = page.locator(".outcomes").inner_text()
    assert "broken" in told
    assert page.locator(".outcomes .wrong").count() == 1
    assert page.locator(".outcomes a").count() == 2
    page.locator(".outcomes a").first.click()
    page.wait_for_selector("#cards .claim >> text=9 killed")
    page.close()


def test_a_dropped_file_is_read(desk: Running, chromium: Any) -> None:
    """Dropped anywhere on the page, a file's claims appear."""
    page = _open(desk, chromium, "inbox")
    page.evaluate(
        """text => {
            const data = new DataTransfer(), how = {dataTransfer: data, bubbles: true, cancelable: true};
            data.items.add(new File([text], "note.txt", {type: "text/plain"}));
            document.querySelector(".text").dispatchEvent(new DragEvent("drop", how));
        }""",
        REPORT,
    )
    page.wait_for_selector("#cards .claim >> text=9 killed")
    page.close()


def test_paste_to_claims(desk: Running, capsys: Any) -> None:
    """The claims of a pasted report stand on the page that answers; how long it took is printed."""
    with desk.client() as client:
        _posts(desk, client, "/inbox/add", text="Two people were killed in Aleppo on Monday.", published="2024-12-10")
        start = time.perf_counter()
        sent = _posts(desk, client, "/inbox/add", text=REPORT, published="2024-12-10")
        text = client.get(sent.headers["location"]).text
        with capsys.disabled():
            print(f"\npaste to claims: {time.perf_counter() - start:.2f} s")
    assert "9 killed: civilians" in text


def test_names_say_what_they_were_taken_for(desk: Running, chromium: Any) -> None:
    """i goes to the names in the claim's words; Enter opens what each was resolved to."""
    page = _open(desk, chromium, "inbox?report=aleppo-04")
    page.keyboard.press("i")
    link = page.locator("a.mention:focus")
    assert "Aleppo" in link.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("#mentions[open]")
    assert "36.2" in page.locator("#mentions li:target").inner_text()
    assert "exact place" in page.locator("#mentions li:target").inner_text()
    page.close()


def test_a_phone_has_the_language_and_the_theme(desk: Running, chromium: Any) -> None:
    """At 360 px the switches can be pressed, and nothing is wider than the page."""
    page = _open(desk, chromium, "inbox?report=aleppo-04", viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.close()


def test_a_long_report_is_cut_at_a_sentence(desk: Running) -> None:
    """A paragraph of 5 MB gives a page that can be read, and its end is one link away."""
    text = REPORT + " " + "The road was quiet and the sky was grey over it. " * 100_000
    assert len(text) > 4_800_000
    id = desk.observatory.store.add_report(Report(id="long", text=text, published="2024-12-10")).id
    with desk.client() as client:
        for address in (f"/report?id={id}", f"/inbox?report={id}"):
            page = client.get(address).text
            assert len(page) < 300_000
            assert "over it. </div>" in page
            assert "whole=1" in page


def test_versions_differ_by_words(desk: Running) -> None:
    """The words that changed are marked, those that stayed are not, and joined again they are the two texts."""
    old, new = "Nine people died in Tadef, officials said.", "Eleven people died in Tadef on Monday, officials said."
    found = stretches(old, new)
    assert "".join(one.text for one in found if one.tag != "ins") == old
    assert "".join(one.text for one in found if one.tag != "del") == new
    assert [one.text for one in found if one.tag == "del"] == ["Nine", "Tadef,"]
    long = "".join(f"Sentence {n} says little. " for n in range(20_000))
    assert len([one for one in stretches(long, long.replace("12000 says", "12000 said")) if one.tag != "equal"]) == 2
