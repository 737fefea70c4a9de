"""A report becomes a reading: the stages in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from msgspec.structs import replace

from marsad.collecting import no_collecting
from marsad.errors import EmptyText, MarsadError, NotText, TooLarge
from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.places import Gazetteer
from marsad.model import FailedReading, Failure, FailureHead, Lead, Reading, Report, ReportHead
from marsad.model.claim import Claim
from marsad.model.mention import Mention
from marsad.reading import agreements, control, events, movements, relations, statements, tolls
from marsad.reading.actors import find_actors
from marsad.reading.attribution import attribute
from marsad.reading.circumstances import place_and_date
from marsad.reading.cleaning import readable
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft, finish
from marsad.reading.fallen import name_fallen
from marsad.reading.languages import language_of
from marsad.reading.lead import build_lead, choose_lead
from marsad.reading.merging import merge_repeats
from marsad.reading.modality import judge
from marsad.reading.numbers import find_numbers
from marsad.reading.parser import DEFAULT_PIPELINE, Parser
from marsad.reading.parts import name_parts
from marsad.reading.places import find_toponyms
from marsad.reading.sentences import split_sentences
from marsad.reading.sharing import share_circumstances
from marsad.reading.sides import blame, complete_sides, name_layers, own_deeds
from marsad.reading.since import date_series, go_on, run_since
from marsad.reading.times import find_times

VERSION = "marsad-en/1"
"""The reader's version: part of every reading, raised when a change of rules can change a claim."""

LONGEST = 250_000
"""Characters of a report; a longer one is a book or an archive and has to be split."""

YEARS = range(1800, 2200)
"""Years in which a report can have been published; a date outside them is taken for a mistake."""

T = TypeVar("T")
R = TypeVar("R")

_TOGETHER = 24
_LONG = 80
_ODD = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_HALVES = re.compile("[\ud800-\udfff]")
_READERS = (
    tolls.read_tolls,
    events.read_events,
    control.read_control,
    movements.read_movements,
    statements.read_statements,
    agreements.read_agreements,
    relations.read_relations,
)
_TRIGGERS = (
    tolls.triggers,
    events.triggers,
    control.triggers,
    movements.triggers,
    statements.triggers,
    agreements.triggers,
    relations.triggers,
)


class Reader:
    """Reads English reports into claims; one Reader serves any number of reports, not two threads at once.

    `pipeline` names the installed spaCy pipeline that gives the syntax. Nothing is downloaded, nothing is written.
    """

    def __init__(
        self, *, pipeline: str = DEFAULT_PIPELINE, gazetteer: Gazetteer | None = None, actors: ActorList | None = None
    ) -> None:
        self._parser = Parser(pipeline)
        self._gazetteer = gazetteer or Gazetteer.open()
        self._actors = actors or ActorList.open()
        self._triggers = frozenset[str]().union(*(words() for words in _TRIGGERS))

    def read(
        self,
        text: str,
        *,
        published: str | date | None = None,
        source: str | None = None,
        title: str | None = None,
        language: str | None = None,
        id: str = "report",
    ) -> Reading:
        """The claims of one report's text, each with the words that say it.

        `published` is an ISO day (or time); without it, relative times ("on Saturday") stay unresolved. Raises InputError where
        there is nothing to read: empty, binary, or longer than `LONGEST` characters.
        """
        day = published.isoformat() if isinstance(published, date) else published
        return self.read_report(Report(text=text, id=id, title=title, source=source, published=day, language=language))

    def read_report(self, report: Report) -> Reading:
        """The reading of one report; raises InputError where it can't be read."""
        document = self._prepare(report)
        self._parse([document])
        return self._read(document)

    def read_many(self, reports: Iterable[Report]) -> Iterator[Reading | FailedReading]:
        """A reading, or the failure, of each report in order; one bad report never stops the others."""
        waiting = iter(reports)
        while batch := list(islice(waiting, _TOGETHER)):
            with self._parser.memory():
                readings = self._read_batch(batch)
            yield from readings

    def _read_batch(self, batch: list[Report]) -> list[Reading | FailedReading]:
        with no_collecting():
            return self._read_together(batch)

    def _read_together(self, batch: list[Report]) -> list[Reading | FailedReading]:
        prepared: list[Document | FailedReading] = [_guarded(self._prepare, report, report.id) for report in batch]
        documents = [one for one in prepared if isinstance(one, Document)]
        try:
            self._parse(documents)
        except Exception:  # a stage's edge: one sentence that the parser can't take must not lose its neighbours
            prepared = [_guarded(self._parsed, one, one.report.id) if isinstance(one, Document) else one for one in prepared]
        return [_guarded(self._read, one, one.report.id) if isinstance(one, Document) else one for one in prepared]

    def documents(self, report: Report) -> tuple[Document, list[Draft], list[Claim]]:
        """What `explain` shows: the document with its mentions, the drafts with their rules, the claims made of them."""
        document = self._prepare(report)
        self._parse([document])
        drafts = self._drafts(document)
        claims, _ = finish(drafts, report.sha256)
        return document, drafts, claims

    def _prepare(self, report: Report) -> Document:
        """The report cut up, with all its mentions."""
        report = _sound(report)
        _check(report)
        words = readable(report.text)
        document = Document(report, self._gazetteer, language=report.language or language_of(words))
        document.published = _day(report.published, document.notes)
        document.sentences = split_sentences(words)
        _mark_title(document)
        if document.language != "en":
            document.notes.append(f"no reader for the language {document.language or 'of this text'}: recorded, not read")
            return document
        self._parser.tokenise(document.sentences)
        document.numbers = find_numbers(document)
        document.times = find_times(document)
        document.actors = find_actors(document, self._actors)
        document.places, document.features = find_toponyms(document, self._gazetteer)
        return document

    def _parse(self, documents: list[Document]) -> None:
        self._parser.parse(sentence for document in documents for sentence in self._worth_parsing(document))

    def _worth_parsing(self, document: Document) -> Iterator[Sentence]:
        """The sentences that can hold a claim; the items of a list go on with what the sentence before its colon says."""
        listing = False
        for sentence in document.sentences:
            listing = listing and sentence.is_item
            can = self._can_hold_claim(sentence)
            if can or listing:
                yield sentence
            listing = listing or (can and sentence.text.rstrip().endswith(":"))

    def _parsed(self, document: Document) -> Document:
        self._parse([document])
        return document

    def _can_hold_claim(self, sentence: Sentence) -> bool:
        tokens = sentence.tokens
        if len(tokens) > _LONG and len(sentence.lowers) * 10 < len(tokens):
            return False  # one word over and over: no language, and slow to parse
        return not self._triggers.isdisjoint(sentence.lowers)

    def _drafts(self, document: Document) -> list[Draft]:
        drafts = [draft for read in _READERS for draft in read(document)]
        drafts.sort(key=lambda draft: draft.start)
        attribute(document, drafts)
        judge(document, drafts)
        place_and_date(document, drafts)
        drafts = merge_repeats(drafts)
        events.link_tolls(document, drafts)
        name_layers(document, drafts)
        blame(document, drafts)
        name_fallen(document, drafts)
        complete_sides(drafts)
        own_deeds(document, drafts)
        statements.link_about(drafts)
        run_since(document, drafts)
        date_series(drafts)
        go_on(document, drafts)
        share_circumstances(drafts)
        name_parts(document, drafts)
        return drafts

    def _read(self, document: Document) -> Reading:
        drafts = self._drafts(document) if document.language == "en" else []
        claims, names = finish(drafts, document.report.sha256)
        choice = choose_lead(document, drafts)
        lead: Lead | None = build_lead(choice, names) if choice else None
        report = document.report
        head = ReportHead(
            id=report.id,
            source=report.source,
            title=report.title,
            published=report.published if document.published else None,
            language=document.language,
            url=report.url,
            sha256=report.sha256,
            sentences=len(document.sentences),
            notes=tuple(document.notes),
        )
        return Reading(
            report=head, mentions=_mentions(document), claims=tuple(claims), lead=lead, reader=f"{VERSION} {self._parser.name}"
        )


def _mentions(document: Document) -> tuple[Mention, ...]:
    features = [one for one in document.features if not within(document.places, one.start, one.end)]
    mentions: list[Mention] = [*document.places, *features, *document.times, *document.actors, *document.numbers]
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def _sound(report: Report) -> Report:
    """The report with lone halves of surrogate pairs, which no file can hold, as replacement characters of the same length."""
    given = {name: getattr(report, name) for name in ("text", "id", "title", "source", "url")}
    broken = {name: _HALVES.sub("\ufffd", value) for name, value in given.items() if value and _HALVES.search(value)}
    return replace(report, **broken) if broken else report


def _check(report: Report) -> None:
    text = report.text
    if not text.strip():
        raise EmptyText(f"report {report.id} has no text")
    if len(text) > LONGEST:
        raise TooLarge(f"report {report.id} has {len(text):,} characters, more than {LONGEST:,}")
    sample = text[:20_000]
    odd = len(_ODD.findall(sample))
    if odd > 8 and odd > len(sample) / 50:
        raise NotText(f"report {report.id} looks like binary data or a wrong encoding")


def _mark_title(document: Document) -> None:
    """Mark the first sentence as a headline where it is the report's title with a full stop, perhaps behind the day."""
    title = (document.report.title or "").strip().rstrip(".")
    if title and document.sentences and document.sentences[0].text.strip().rstrip(".").endswith(title):
        document.sentences[0].headline = True


def _day(published: str | None, notes: list[str]) -> date | None:
    """The day of an ISO date or time; a note where there is none, since relative times then stay unresolved."""
    if published is None:
        notes.append("no publication date: relative times stay unresolved")
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        notes.append(f"publication date {published!r} isn't YYYY-MM-DD: relative times stay unresolved")
        return None
    return day


def failure(report: str, error: Exception) -> FailedReading:
    """The line for a report that can't be read."""
    if isinstance(error, MarsadError):
        made = Failure(stage=error.stage, message=error.message, remedy=error.remedy)
    else:
        made = Failure(
            stage="reading",
            message=f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
            remedy="Make room on the disk (and for temporary files), and add the report again."
            if isinstance(error, OSError)
            else "Please send us this report, or its shape, so that we can mend the reader.",
        )
    return FailedReading(report=FailureHead(id=_HALVES.sub("\ufffd", report)), error=made)


def _guarded(stage: Callable[[T], R], item: T, report: str) -> R | FailedReading:
    """The stage's result, or the recorded failure of this report."""
    try:
        return stage(item)
    except Exception as error:  # a stage's edge: whatever went wrong with one report is recorded, the batch goes on
        return failure(report, error)
