"""The faster pipeline gives what spaCy gives."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy

from marsad.reading.inference import annotate, speed_up
from marsad.reading.parser import DEFAULT_PIPELINE, Parser
from marsad.reading.sentences import split_sentences

TEXT = (
    "Rebels seized the town of Marad on Friday, a monitor said. The army's 4th Division withdrew 12 kilometres to the east!\n\n"
    "TWO KILLED IN SHELLING\n\nAt least 1,200 people (most of them children) fled by 8.30 a.m., the ministry said, and didn't "
    "return.  \"We can't go back,\" said U.N. official A. Sample, who'd been there. Stop. No"
)


@pytest.fixture(scope="module")
def folder() -> Path:
    spec = find_spec(DEFAULT_PIPELINE)
    assert spec is not None
    assert spec.origin
    return next(Path(spec.origin).parent.glob("*/config.cfg")).parent


def test_annotations_are_those_of_spacy(folder: Path) -> None:
    plain, quick = spacy.load(folder), spacy.load(folder)
    speed_up(quick)
    texts = [sentence.text for sentence in split_sentences(TEXT)]
    docs = [quick.make_doc(text) for text in texts]
    annotate(quick, docs)
    for mine, theirs in zip(docs, plain.pipe(texts), strict=True):
        assert [token.dep_ for token in mine] == [token.dep_ for token in theirs]
        assert [(token.tag_, token.head.i) for token in mine] == [(token.tag_, token.head.i) for token in theirs]


def test_tokens_are_those_of_spacy(folder: Path) -> None:
    plain, parser = spacy.load(folder), Parser()
    sentences = split_sentences(TEXT)
    parser.tokenise(sentences)
    for sentence in sentences:
        theirs = [(token.text, sentence.start + token.idx) for token in plain.make_doc(sentence.text) if not token.is_space]
        assert [(token.text, token.start) for token in sentence.tokens] == theirs
        assert all(TEXT[token.start : token.end] == token.text for token in sentence.tokens)


def test_command_line_of_spacy_waits_until_it_is_wanted() -> None:
    code = (
        "import sys; from marsad.reading.parser import Parser; Parser(); assert 'typer' not in sys.modules;"
        "from spacy.cli.info import info; import spacy.cli; assert callable(info) and callable(spacy.cli.download)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
