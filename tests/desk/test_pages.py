"""Every page, asked for as a browser does: what stands on it, what protects it, what its address carries."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_kinds import Running

PAGES = (
    "/inbox", "/inbox?report=aleppo-04", "/reports", "/report?id=aleppo-04", "/tolls", "/events", "/changes", "/log", "/who",
    "/map", "/map?as_of=2024-12-01&layer=reported&back=all", "/places", "/places/geonames:170063", "/campaigns",
    "/campaigns/since-2024-11-27-SY", "/actors", "/actor?id=sy.hts", "/sources", "/agreements", "/search", "/search?q=Aleppo",
)  # fmt: skip


def _posts(desk: Running, client: Any, path: str, **sent: str) -> Any:
    """A form as a page of the desk would send it."""
    token = re.search(r'name="_csrf_token" value="([^"]+)"', client.get("/who").text)
    assert token
    return client.post(path, data={"_csrf_token": token[1], **sent})


@pytest.mark.parametrize("page", PAGES)
def test_pages_stand(desk: Running, page: str) -> None:
    """Each page answers, lets nothing in from outside, and holds no script or style of its own."""
    with desk.client() as client:
        answer = client.get(page)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", answer.text)
    outside = re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', answer.text)
    assert outside == []


def test_a_link_carries_the_moment(desk: Running) -> None:
    """Every link of a page at a moment leads to the same moment."""
    with desk.client() as client:
        text = client.get("/tolls?as_of=2024-12-01&policy=acled_conservative").text
    links = [link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="(/[^"]+)"', text)]
    inside = [link for link in links if not link.startswith("/who") and "as_of" in link]
    assert len(inside) > 10
    for link in inside:
        query = parse_qs(urlsplit(link).query)
        assert query["as_of"] == ["2024-12-01"], link
        assert query["policy"] == ["acled_conservative"], link
    bare = [link for link in links if "as_of" not in link and not link.startswith("/who")]
    assert bare == ["/tolls"], "only the way back to now may leave the moment"


def test_both_clocks_show_what_was(desk: Running) -> None:
    """As of an early day there are fewer reports; before the record began there is nothing."""
    with desk.client() as client:
        now = client.get("/reports").text.count('href="/report?')
        early = client.get("/reports?as_of=2024-11-29").text.count('href="/report?')
        assert 0 < early < now
        assert "No report had come in" in client.get("/reports?known_at=2020-01-01").text
        assert client.get("/tolls?as_of=yesterday").status_code == 400


def test_every_toll_opens_down_to_the_words(desk: Running) -> None:
    """Each tally's page quotes the words that it stands on."""
    with desk.client() as client:
        for tally in desk.observatory.tolls():
            text = client.get(f"/tolls/{tally.id}").text
            quotes = sum(len(entry.claims) for entry in (*tally.counted, *tally.set_aside))
            assert text.count("<blockquote") == quotes
            assert text.count("data-claims=") >= quotes


def test_a_zero_that_was_said_is_no_dash(desk: Running) -> None:
    """Where all that is said is that nobody was killed the figure is 0 and says who said so; one that nobody gives is a dash."""
    text = "A rocket fell on Tadef on Monday. Nobody was killed, the town's civil defence said."
    desk.observatory.add_text(text, published="2024-12-10", who="Rim")
    with desk.client() as client:
        row = next(one for one in client.get("/tolls?q=Tadef").text.split("<tr>") if "killed: " in one)
        assert re.findall(r'<td class="num (?:low|best|high)">([^<]*)', row) == ["0", "0", "0"]
        assert "civil defence" in row
        assert "which this policy doesn" in row
        page = client.get(re.findall(r'href="(/tolls/[^"]+)"', row)[0].replace("&amp;", "&")).text
        assert re.findall(r"<dt>(?:Low|Best|High)</dt><dd>([^<]*)", page) == ["0", "0", "0"]
        one_side = next(one for one in client.get("/tolls").text.split("<tr>") if "Russian defence ministry" in one)
        assert re.findall(r'<td class="num (?:low|best|high)">([^<]*)', one_side) == ["–", "–", "300"]


def test_a_rejected_claim_moves_the_toll_and_the_change_is_told(desk: Running) -> None:
    """Rejecting a figure sets it aside in its toll; undo brings it back."""
    tally = next(one for one in desk.observatory.tolls() if len(one.counted) == 1 and one.best)
    claim = tally.counted[0].claims[0]
    with desk.client() as client:
        _posts(desk, client, f"/claims/{claim}/review", verdict="reject", why="a misprint")
        page = client.get(f"/tolls/{tally.id}").text
        assert "rejected by Rim: a misprint" in page
        assert desk.observatory.store.head().seq
        _posts(desk, client, "/undo")
        assert "rejected by Rim" not in client.get(f"/tolls/{tally.id}").text


def test_a_mended_figure_counts(desk: Running) -> None:
    """A correction through the form changes the toll; a number that is none is refused with what to do."""
    found = (one for one in desk.observatory.tolls() if len(one.counted) == 1 and one.low == one.best == one.high)
    tally = next(one for one in found if one.best > 9)
    claim = tally.counted[0].claims[0]
    new = {"figure.low": "112", "figure.best": "112", "figure.high": "112", "why": "the report says so"}
    with desk.client() as client:
        assert client.get(f"/claims/{claim}/edit").status_code == 200
        refused = _posts(desk, client, f"/claims/{claim}/correct", **{**new, "figure.best": "many"})
        assert refused.status_code == 400
        assert "whole number" in refused.text
        assert _posts(desk, client, f"/claims/{claim}/correct", **new).status_code == 303
        changed = next(one for one in desk.observatory.tolls() if one.id == tally.id)
        assert changed.best == 112
        assert client.get(f"/claims/{claim}/match").status_code == 200


def test_every_event_has_its_page(desk: Running) -> None:
    """Each incident's page shows all its accounts."""
    with desk.client() as client:
        for one in desk.observatory.events():
            page = client.get(f"/events/{one.id}").text
            assert all(f'id="claim-{claim}"' in page for claim in one.claims)


def test_a_post_from_elsewhere_is_refused(desk: Running) -> None:
    """Without the form's token nothing is written; under another name the desk doesn't answer."""
    head = desk.observatory.store.head()
    with desk.client() as client:
        assert client.post("/undo", data={}).status_code == 403
        assert client.get("/inbox", headers={"host": "evil.example"}).status_code == 421
    assert desk.observatory.store.head() == head


def test_whoever_has_no_name_is_asked(nameless: Running) -> None:
    """A judgement without a name isn't made; the name is asked, and leads nowhere outside."""
    head = nameless.observatory.store.head()
    with nameless.client() as client:
        answer = _posts(nameless, client, "/inbox/add", text="Two people died in Tamarra.")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/who?next=")
        named = _posts(nameless, client, "/who/name", name="R\u202eim", next="//evil.example/")
        assert named.headers["location"] == "/"
        assert nameless.observatory.store.head() == head
        _posts(nameless, client, "/inbox/add", text="Two people were killed in Aleppo on Monday.", published="2024-12-10")
    assert list(nameless.observatory.store.log())[-1].who == "Rim"


HOSTILE = (
    "<script>alert(1)</script> \u202eeltit\u202c\x00 =HYPERLINK(\"x\") <img src=x onerror=alert(1)> "
    "Shelling killed twelve civilians in Aleppo on Monday, the health office said. </textarea></main>"
)  # fmt: skip


def test_a_hostile_report_is_shown_harmlessly(desk: Running) -> None:
    """Whatever a report holds, no page has an element of it; unseen signs are seen; the original is only ever a download."""
    with desk.client() as client:
        sent = _posts(
            desk, client, "/inbox/add", text=HOSTILE, title="<b>\u202egnp.exe</b>", source="<i>x</i>", published="2024-12-10"
        )
        id = parse_qs(urlsplit(sent.headers["location"]).query)["report"][0]
        for page in (f"/inbox?report={id}", f"/report?id={id}", "/reports", "/tolls", "/events", "/log", "/changes"):
            text = client.get(page).text
            assert "<script>alert" not in text, page
            assert "<img src=x" not in text, page
            assert "<i>x</i>" not in text, page
            assert "<b>" not in re.sub(r"<b[ >][^<]{0,60}</b>", "", text), page
            assert "\u202e" not in text, page
            assert "\x00" not in text, page
        original = client.get(f"/original?id={id}")
        assert original.headers["content-disposition"].startswith("attachment")
        assert original.headers["content-type"] == "application/octet-stream"
        assert original.content == HOSTILE.encode()


def test_what_is_not_there_says_so(desk: Running) -> None:
    """An address of nothing is a page with what to do."""
    with desk.client() as client:
        for page in ("/report?id=none", "/tolls/none", "/events/none", "/claims/none/edit", "/nowhere"):
            answer = client.get(page)
            assert answer.status_code == 404, page
            assert "That didn&#39;t work" in answer.text, page


def test_an_id_that_was_given_before_other_reports_came_still_opens_its_toll(desk: Running) -> None:
    """By the page and by the API; the toll that it opens has the claim that it was given for."""
    now = {tally.id for tally in desk.observatory.tolls()}
    before = [tally for day in ("2024-11-29", "2024-12-01", "2024-12-04") for tally in desk.observatory.tolls(as_of=day)]
    old = [tally for tally in before if tally.id not in now]
    assert old
    with desk.client() as client:
        for tally in old:
            claims = {claim for entry in (*tally.counted, *tally.set_aside) for claim in entry.claims}
            page = client.get(f"/tolls/{tally.id}")
            assert page.status_code == 200
            assert any(claim in page.text for claim in claims)
            (told,) = client.get(f"/api/v1/tolls/{tally.id}").json()
            assert told["id"] in now
