"""A page, document or feed by its address: fetched once, within limits, from public addresses only, and kept as it came (WARC).

A name is resolved here, every address that it has is checked, and the connection goes to a checked address, so that the name
can't point elsewhere a moment later. Every redirect is checked the same way. Proxies of the environment are not used.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import msgspec

from marsad.errors import MarsadError, TooLarge
from marsad.intake.archives import charset_of
from marsad.intake.arrivals import arrivals_of
from marsad.intake.faults import FetchFailed, FetchRefused
from marsad.intake.limits import FetchSettings, Limits, read_most, unpacked
from marsad.intake.pieces import Arrival, Item, missing_extra
from marsad.intake.reports import Rejected

_STEP = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Seen(msgspec.Struct, frozen=True):
    """By what a server tells that nothing has changed since: its `ETag` and `Last-Modified`, word for word (RFC 9110, 13)."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """What an address gave: `url` after redirects, `body` without transfer coding, `warc` the record of the response as bytes."""

    url: str
    status: int
    media_type: str
    charset: str | None
    body: bytes
    warc: bytes
    at: str
    seen: Seen

    @property
    def sha256(self) -> str:
        """Hex digest of the body."""
        return sha256(self.body).hexdigest()

    @property
    def warc_sha256(self) -> str:
        """Hex digest of the WARC file."""
        return sha256(self.warc).hexdigest()


def fetch(url: str, settings: FetchSettings | None = None) -> Fetched:
    """What stands at the address, after at most `redirects` redirects.

    Raises `FetchRefused` for an address that isn't http(s) or not public, `FetchFailed` for one that doesn't answer or not with
    200, and `TooLarge`.
    """
    found = fetch_changed(url, settings)
    if found is None:
        raise FetchFailed(f"{url} answers that nothing has changed, though it wasn't asked that")
    return found


def fetch_changed(url: str, settings: FetchSettings | None = None, seen: Seen | None = None) -> Fetched | None:
    """What stands at the address; None where that is what was `seen` there before. Raises as `fetch` does."""
    settings = settings or FetchSettings()
    ends = time.monotonic() + settings.seconds
    here = url
    for _ in range(settings.redirects + 1):
        with _Visit(here, settings, ends, seen) as visit:
            if visit.response.status == 304:
                return None
            target = visit.redirect()
            if target is None:
                return visit.fetched()
            here = urljoin(here, target)
    raise FetchFailed(f"{url} redirects more than {settings.redirects} times")


def fetch_arrivals(url: str, settings: FetchSettings | None = None, *, limits: Limits | None = None) -> Iterator[Item]:
    """What stands at the address as arrivals: the page's article, a feed's entries, a document. Their id is their address."""
    try:
        found = fetch(url, settings)
    except MarsadError as error:
        yield Rejected(url, error)
        return
    yield from fetched_arrivals(found, limits=limits)


def fetched_arrivals(found: Fetched, *, limits: Limits | None = None) -> Iterator[Item]:
    """The arrivals of something fetched. What is one document (a page, a PDF) has the WARC of its answer as its original."""
    name = found.url.rstrip("/").rpartition("/")[2] or found.url
    told = {"media_type": found.media_type, "charset": found.charset, "url": found.url}
    for item in arrivals_of(found.body, name, **told, limits=limits):
        if isinstance(item, Arrival) and item.report.id == found.url:
            item = msgspec.structs.replace(item, original=found.warc, media_type="application/warc")
        yield item


def check_address(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The host's addresses, each of them checked; `FetchRefused` where one isn't public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"the name {host} can't be resolved", remedy="Check the address and the network.") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allow_private and not _public(address):
            raise FetchRefused(f"{host} is at {address}, which is no public address")
    return addresses


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            hidden = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)  # type: ignore[assignment]
        if hidden is not None:
            return _public(str(hidden))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def plain_address(url: str) -> tuple[SplitResult, str, int]:
    """An address's parts, its host's name in ASCII and its port; `FetchRefused` for all but plain http(s)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(f"{url!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise FetchRefused(f"{url} is no http or https address")
    if not parts.hostname or parts.username is not None or any(ord(sign) < 33 for sign in url):
        raise FetchRefused(f"{url!r} is no plain address (a name, no password, no blanks)")
    try:
        host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    except UnicodeError as error:
        raise FetchRefused(f"{url!r} has no name that can be resolved") from error
    return parts, host, port or (443 if parts.scheme == "https" else 80)


class _Watch(threading.Timer):
    """Cuts a connection when its time is over, however slowly it drips."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds, self._cut)
        self.daemon = True
        self.plain: socket.socket | None = None
        self.start()

    def _cut(self) -> None:
        if self.plain is not None:
            with suppress(OSError):
                self.plain.shutdown(socket.SHUT_RDWR)


class _Visit:
    """One request to one address."""

    def __init__(self, url: str, settings: FetchSettings, ends: float, seen: Seen | None = None) -> None:
        self.url, self.settings, self.ends, self.seen = url, settings, ends, seen or Seen()
        self.parts, self.host, self.port = plain_address(url)

    def __enter__(self) -> _Visit:
        addresses = check_address(self.host, self.port, allow_private=self.settings.allow_private)
        self.connection = HTTPConnection(self.host, self.port)
        self.watch = _Watch(self._left())
        try:
            self.connection.sock = self._connected(addresses)
            self._ask()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.cancel()
        self.connection.close()

    def _left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise FetchFailed(f"{self.url} took longer than {self.settings.seconds:g} seconds")
        return left

    def _connected(self, addresses: list[str]) -> socket.socket:
        """A socket to the first checked address that answers; for https the certificate is checked against the name."""
        problem: Exception | None = None
        for address in addresses:
            try:
                plain = socket.create_connection((address, self.port), timeout=self._left())
                self.watch.plain = plain
                if self.parts.scheme == "http":
                    return plain
                context = ssl.create_default_context()
                tls = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
                self.watch.plain = tls
                tls.do_handshake()
                return tls
            except OSError as error:  # an ssl.SSLError is one too
                problem = error
        raise FetchFailed(f"{self.host} doesn't answer: {problem}") from problem

    def _ask(self) -> None:
        path = quote(self.parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            "?" + quote(self.parts.query, safe="/%:@!$&'()*+,;=~-._?") if self.parts.query else ""
        )
        headers = {"User-Agent": self.settings.agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        known = {"If-None-Match": self.seen.etag, "If-Modified-Since": self.seen.modified}
        headers |= {name: value for name, value in known.items() if value}
        try:
            self.connection.request("GET", path, headers=headers)
            self._patience()
            self.response: HTTPResponse = self.connection.getresponse()
        except (OSError, HTTPException) as error:
            self._left()
            raise FetchFailed(f"{self.url} gave no answer: {error or type(error).__name__}") from error

    def _patience(self) -> None:
        """No single wait may be longer than what is left of the whole time."""
        if self.connection.sock is not None:
            self.connection.sock.settimeout(self._left())

    def redirect(self) -> str | None:
        """Where the answer sends us; None where it is the thing itself. `FetchFailed` for any other answer than 200."""
        status, target = self.response.status, self.response.headers.get("Location")
        if status in _REDIRECTS and target:
            return target
        if status != 200:
            error = FetchFailed(f"{self.url} answers {status} {self.response.reason}")
            error.wait = _wait(self.response.headers.get("Retry-After"))
            raise error
        return None

    def _read(self) -> bytes:
        """The body, in small steps, so that one that drips without end is stopped by the time, and one that pours by the size."""
        body = bytearray()
        try:
            while True:
                self._patience()
                block = self.response.read1(_STEP)
                if not block:
                    self._left()  # an end that came because the time was over is none
                    break
                body += block
                if len(body) > self.settings.largest:
                    remedy = "Raise the limit in the settings, or save the file and add it."
                    raise TooLarge(f"{self.url} is larger than {self.settings.largest:,} bytes", remedy=remedy)
        except TimeoutError as error:
            raise FetchFailed(f"{self.url} took longer than {self.settings.seconds:g} seconds") from error
        except (OSError, HTTPException) as error:
            raise FetchFailed(f"{self.url} broke off after {len(body):,} bytes") from error
        promised = self.response.headers.get("Content-Length", "")
        if promised.isdigit() and len(body) < int(promised):
            raise FetchFailed(f"{self.url} broke off after {len(body):,} of {int(promised):,} bytes")
        return bytes(body)

    def fetched(self) -> Fetched:
        """The answer, read whole."""
        raw = self._read()
        at = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
        sent = self.response.headers.get("Content-Type", "")
        return Fetched(
            url=self.url,
            status=self.response.status,
            media_type=sent.partition(";")[0].strip().lower(),
            charset=charset_of(sent),
            body=self._uncoded(raw),
            warc=_warc(self.url, self.response, raw, at),
            at=at,
            seen=Seen(self.response.headers.get("ETag"), self.response.headers.get("Last-Modified")),
        )

    def _uncoded(self, raw: bytes) -> bytes:
        """The body without a coding that the server used though none was asked for."""
        coding = self.response.headers.get("Content-Encoding", "identity").strip().lower()
        if coding in ("", "identity"):
            return raw
        if coding not in ("gzip", "x-gzip"):
            raise FetchFailed(f"{self.url} is coded as {coding}, which wasn't asked for")
        limits = Limits(unpacked=self.settings.largest)
        return read_most(unpacked(io.BytesIO(raw), self.url, limits), self.url, self.settings.largest)


def _wait(sent: str | None) -> int | None:
    """Seconds that a server asks to be left alone: a number, or a moment."""
    if not sent or sent.strip().isdigit():
        return int(sent) if sent else None
    try:
        moment = parsedate_to_datetime(sent)
        return max(0, int((moment - datetime.now(moment.tzinfo)).total_seconds()))
    except (ValueError, TypeError):
        return None


def _warc(url: str, response: HTTPResponse, raw: bytes, at: str) -> bytes:
    """A WARC file of one response record, gzipped; transfer coding is undone, so its header isn't kept."""
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise missing_extra(error) from error
    headers = [(name, value) for name, value in response.headers.items() if name.lower() != "transfer-encoding"]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    kept = StatusAndHeaders(f"{response.status} {response.reason}", headers, protocol="HTTP/1.1")
    dated = {"WARC-Date": at}
    record = writer.create_warc_record(url, "response", io.BytesIO(raw), http_headers=kept, warc_headers_dict=dated)
    writer.write_record(record)
    return out.getvalue()
