"""How a place name is folded before it is looked up: exactly (`fold`), and by its sound (`pattern`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ı": "i",
        "ħ": "h",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": "",
        "ک": "ك",
        "ی": "ي",
    }
)
_SILENT = re.compile(r"['’‘ʻʼʿʾ`´ʹʺ\"“”]")
_INITIAL = re.compile(r"(?<=\b\w)\.")
_JOINTS = re.compile(r"[^\w]+|_")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLES = frozenset("al el ad an ar as ash at az ed er es esh et ez ul".split())
_SOUNDS = (
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("sh", "s"),
    ("ch", "s"),
    ("tch", "s"),
    ("dj", "j"),
    ("zh", "j"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("v", "f"),
    ("p", "b"),
    ("x", "ks"),
)
_VOWELS = re.compile(r"[aeiouwy]+")
_DOUBLES = re.compile(r"([^.])\1+")


def _strip(name: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(char for char in text if not unicodedata.combining(char)).translate(_LETTERS)


def _words(name: str) -> list[str]:
    text = name.lower() if name.isascii() else _strip(name)
    text = _INITIAL.sub("", _SILENT.sub("", text).replace("&", " and "))
    return [_SHORT.get(word, word) for word in _JOINTS.split(text) if word]


def folded_words(text: str) -> list[str]:
    """A text's words, each folded: what a search compares."""
    return _words(text)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of an exact look-up: no case, diacritics, apostrophes, hyphens or dots; "St." is "saint", "U.S." "us"."""
    if name.isascii() and name.replace(" ", "").isalpha():  # most names: nothing in them but letters
        return " ".join([_SHORT.get(word, word) for word in name.lower().split()])
    return " ".join(_words(name))


def without_article(key: str) -> str:
    """A folded Arabic name without the article that stands first ("al bab" -> "bab"); "" where nothing would change."""
    head, _, rest = key.partition(" ")
    return rest if head in _ARTICLES and len(rest) > 2 else ""


@lru_cache(maxsize=16384)
def pattern(key: str) -> str:
    """The sound of a folded Latin name: consonants that transliterations share, a dot for each vowel between them.

    "saraqib", "saraqeb" and "saraqab" give one pattern, as do "al qusayr" and "qusair"; "" for a name with under three
    consonants, which would match anything.
    """
    words = [word for word in key.split() if word not in _ARTICLES]
    text = "".join(words)
    if not text.isascii() or any(char.isdigit() for char in text):
        return ""
    for old, new in _SOUNDS:
        text = text.replace(old, new)
    text = _DOUBLES.sub(r"\1", _VOWELS.sub(".", text).rstrip("h").rstrip("."))
    return text if sum(char != "." for char in text) >= 3 else ""
