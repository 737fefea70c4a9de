"""Actors, sources, agreements and search: what stands on them, and where their links lead."""

from __future__ import annotations

import re
from typing import Any

from desk_kinds import Running


def _links(text: str, beginning: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(rf'href="({beginning}[^"]+)"', text)]


def test_every_actor_and_source_has_its_page(desk: Running) -> None:
    """Each link of the lists leads to a page; an actor that leads others, or once belonged to them, says so with the day."""
    with desk.client() as client:
        for lists, beginning in (("/actors", "/actor[?]"), ("/sources", "/sources/")):
            links = _links(client.get(lists).text, beginning)
            assert len(links) > 10
            assert {client.get(link).status_code for link in links} == {200}
        tie = next(one for one in desk.observatory.relations() if not one.present and one.subject.id)
        page = client.get("/actor", params={"id": tie.subject.id}).text
        assert tie.object.name.replace("'", "&#39;") in page
        assert "no more" in page


def test_a_source_is_assessed_by_a_person(desk: Running) -> None:
    """The form's grade holds from then on, with who gave it; a grade that isn't there is refused."""
    with desk.client() as client:
        link = next(one for one in _links(client.get("/sources").text, "/sources/"))
        page = client.get(link).text
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page)
        assert token
        sent = {"_csrf_token": token[1], "reliability": "B", "why": "right three times"}
        assert client.post(f"{link}/assess", data=sent).status_code == 303
        assert "<b>B</b>" in client.get(link).text
        assert client.post(f"{link}/assess", data={**sent, "reliability": "Z"}).status_code == 400
    (decision,) = desk.observatory.store.decisions()
    assert decision.who == "Rim"


def test_agreements_name_their_parties_and_words(desk: Running) -> None:
    """Every agreement of the record stands there with its claims."""
    with desk.client() as client:
        page = client.get("/agreements").text
        for one in desk.observatory.agreements():
            assert f'id="{one.id}"' in page
            assert all(f"#claim-{claim}" in page for claim in one.claims)


def test_search_finds_each_sort_and_shows_no_graphic_word(desk: Running) -> None:
    """Reports, claims, places, actors, sources; a graphic word is dots until it is asked for, what was sought stays marked."""
    text = "The charred bodies of four farmers were found near Tamarra. Five civilians were killed in Tamarra on Monday."
    with desk.client() as client:
        desk.observatory.add_text(text, title="Tamarra", published="2024-12-10")
        page = client.get("/search?q=Tamarra").text
        assert "charred" not in page
        assert re.search(r"<mark[^>]*>Tamarra</mark>", page)
        assert "charred" in client.get("/search?q=Tamarra&graphic=true").text
        page = client.get("/search?q=aleppo").text
        for title in ("Places", "Events", "Reports and claims"):
            assert f"<h2>{title}</h2>" in page
        assert "/actor?id=" in client.get("/search?q=tahrir").text
        assert "/sources/" in client.get("/search?q=observatory").text
        assert "Nothing holds" in client.get("/search?q=qqqqqq").text


def test_the_palette_opens_by_key_and_leads_on(desk: Running, chromium: Any) -> None:
    """Ctrl+K, some letters, an arrow, Enter: the thing is open; nothing was refused by the policy."""
    page = chromium.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(desk.address)
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("tahrir")
    page.wait_for_selector("#palette .found a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actor?id=**")
    assert problems == []
    page.close()
