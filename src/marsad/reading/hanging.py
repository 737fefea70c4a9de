"""A parse's tokens hung anew."""

from __future__ import annotations

from marsad.reading.document import Sentence


def enthrone(sentence: Sentence, i: int, root: int) -> None:
    """Make a token the root in another's stead; what hung on that hangs on it."""
    tokens = sentence.tokens
    for child in tokens[root].children:
        if child != i:
            hang(sentence, child, i, tokens[child].dep)
    tokens[root].children = ()
    tokens[i].head, tokens[i].dep = i, "ROOT"
    tokens[root].head = i


def hang(sentence: Sentence, i: int, head: int, dep: str) -> None:
    """Take a token from its head and hang it on another; what was known of phrases holds no more."""
    sentence.phrases.clear()
    sentence.known.clear()
    sentence.stands.clear()
    tokens = sentence.tokens
    old = tokens[tokens[i].head]
    old.children = tuple(child for child in old.children if child != i)
    tokens[i].head, tokens[i].dep = head, dep
    tokens[head].children = tuple(sorted((*tokens[head].children, i)))


def raise_up(sentence: Sentence, i: int, head: int | None, dep: str) -> None:
    """Take a token from its head and hang it where its own subject hung; none: it is the root."""
    tokens = sentence.tokens
    if head is not None:
        hang(sentence, i, head, dep)
        return
    old = tokens[tokens[i].head]
    old.children = tuple(child for child in old.children if child != i)
    tokens[i].head, tokens[i].dep = i, "ROOT"
    sentence.phrases.clear()
    sentence.known.clear()
    sentence.stands.clear()
