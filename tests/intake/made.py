"""Small files of every form, made in the test: nothing binary is kept in the repository."""

from __future__ import annotations

import gzip
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

from marsad.intake import Rejected, arrivals
from marsad.intake.arrivals import Arrival

STORY = "Shelling killed 7 people in Tell Marun on Monday, the Ardenian Monitoring Group said."
MORE = "Residents said that the shells fell on the old market while shops were open, and that rescuers worked until the evening."
PAGE = f"""<!doctype html><html lang="en"><head><title>Seven killed in Tell Marun - Harbour Times</title>
<meta charset="utf-8"><meta property="og:site_name" content="Harbour Times">
<meta property="og:title" content="Seven killed in Tell Marun">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Seven killed in Tell Marun</h1>
<p>{STORY}</p><p>{MORE}</p><p>{MORE.replace("old market", "bakery")}</p></article>
<footer>All rights reserved</footer></body></html>"""


def given(*paths: Path, **options: object) -> tuple[list[Arrival], list[Rejected]]:
    """What was taken in, and what was not."""
    items = list(arrivals(list(paths), **options))  # type: ignore[arg-type]
    return [item for item in items if isinstance(item, Arrival)], [item for item in items if isinstance(item, Rejected)]


def one(path: Path, **options: object) -> Arrival:
    """The only arrival of a file that has no fault."""
    good, bad = given(path, **options)
    assert not bad, bad
    (arrival,) = good
    return arrival


def fault(path: Path, **options: object) -> Exception:
    """The only error of a file that gives nothing; it has a stage and a remedy."""
    good, bad = given(path, **options)
    assert not good
    (item,) = bad
    assert item.id
    assert item.error.stage
    assert item.error.remedy
    return item.error


def pdf(text: str) -> bytes:
    """A PDF of one page with one line of text."""
    words = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs: str, body: str | None = None) -> bytes:
    """A DOCX with these paragraphs, or with this document.xml."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
    document = (
        body or f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
    )
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def message(**attached: bytes) -> bytes:
    """An e-mail with attachments, a name's last underscore standing for the dot."""
    mail = EmailMessage()
    mail["From"] = "Desk of the Harbour Times <desk@example.org>"
    mail["Subject"] = "Shelling in Tell Marun"
    mail["Date"] = "Wed, 05 Mar 2031 12:30:00 +0300"
    mail.set_content(STORY)
    for name, content in attached.items():
        stem, _, suffix = name.rpartition("_")
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{stem}.{suffix}")
    return mail.as_bytes()


def warc(pages: dict[str, bytes], *, packed: bool = True, content_type: str = "text/html; charset=utf-8") -> bytes:
    """A WARC file of responses."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, page in pages.items():
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", content_type), ("Content-Length", str(len(page)))], protocol="HTTP/1.1"
        )
        writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(page), http_headers=headers))
    return out.getvalue()


def bomb(size: int = 60_000_000) -> bytes:
    """Gzipped zeros."""
    return gzip.compress(bytes(size), 9)


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Times</title><item><title>Seven killed in Tell Marun</title><link>https://times.example/1</link><guid>n-1</guid>
<pubDate>Wed, 05 Mar 2031 10:00:00 GMT</pubDate><description>short</description>
<content:encoded><![CDATA[<p>{STORY}</p><p>{MORE}</p>]]>
</content:encoded></item><item><title>Truce talks resume</title><link>https://times.example/2</link></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Monitoring Group</title><entry><id>urn:m:1</id>
<title>Daily note</title><link href="https://group.example/1"/><published>2031-03-05T10:00:00+02:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p><p>Done.</p></div></content></entry></feed>"""
GED = (
    "id,year,type_of_violence,dyad_name,side_a,side_b,source_original,where_prec,where_coordinates,adm_1,latitude,longitude,country,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)
GED_ROW = (
    "77,2031,1,Government of Syria - IS,Government of Syria,IS,SOHR,2,Tell Marun village,Idlib governorate,35.7,36.5,Syria,"
    "1,1,2031-03-05,2031-03-05,2,5,0,1,6,8,11"
)
