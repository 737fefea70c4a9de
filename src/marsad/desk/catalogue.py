"""The interface's texts as a gettext catalogue: `python -m marsad.desk.catalogue ar` brings locale/ar up to date, or starts it.

Texts are what stands in the pages' code and templates as `_("...")`, `words("...")` or `words.many("...", "...", n)`, and the
counting policies' titles and texts. A translation stays as long as its text does; a new text stands empty at its place.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from marsad.ledger.policy import policies

HERE = Path(__file__).parent
_SAYS, _COUNTS = {"_", "words", "self"}, "many"
Text = str | tuple[str, str]


def texts() -> dict[Text, list[str]]:
    """Every text of the interface (a pair where it is counted) -> the files that it stands in, as in the code's order."""
    found: dict[Text, list[str]] = {}
    for path in sorted(HERE.rglob("*")):
        read = {".py": _in_code, ".html": _in_template}.get(path.suffix)
        for text in read(path.read_text("utf-8")) if read else ():
            found.setdefault(text, []).append(path.relative_to(HERE).as_posix())
    for name, policy in policies().items():
        for text in (policy.title, policy.text):
            found.setdefault(text, []).append(f"ledger/policies/{name}.yaml")
    return found


def catalogue(language: str, held: Path | None = None) -> Catalog:
    """The catalogue of a language, with the translations of the file `held`."""
    made = Catalog(
        locale=language, project="Marsad", version="", fuzzy=False, header_comment=f"# Marsad's desk: {language}.",
        msgid_bugs_address="", last_translator="", language_team="",
    )  # fmt: skip
    old = Catalog(locale=language)
    if held and held.exists():
        with held.open("rb") as source:
            old = read_po(source, locale=language)
        made.mime_headers = old.mime_headers
        made.header_comment = old.header_comment
    for text, places in texts().items():
        known = old.get(text if isinstance(text, str) else text[0])
        kept = known.string if known and isinstance(known.string, tuple) != isinstance(text, str) else None
        counted = ("",) * made.num_plurals
        made.add(text, kept or (None if isinstance(text, str) else counted), locations=[(at, 0) for at in dict.fromkeys(places)])
    return made


def _in_code(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            values = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            yield from _said(name, values)


def _in_template(source: str) -> Iterator[Text]:
    for node in Environment().parse(source).find_all(nodes.Call):
        name = node.node.attr if isinstance(node.node, nodes.Getattr) else getattr(node.node, "name", "")
        values = [one.value if isinstance(one, nodes.Const) else None for one in node.args]
        yield from _said(name, values)


def _said(name: str, values: Sequence[object]) -> Iterator[Text]:
    if name in _SAYS and values and isinstance(values[0], str):
        yield values[0]
    if name == _COUNTS and len(values) > 1 and isinstance(values[0], str) and isinstance(values[1], str):
        yield (values[0], values[1])


def main(languages: list[str]) -> int:
    """Bring the catalogues up to date; says how many texts each still lacks."""
    for language in languages or sorted(path.name for path in (HERE / "locale").iterdir()):
        path = HERE / "locale" / language / "LC_MESSAGES" / "marsad.po"
        made = catalogue(language, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, made, width=130, include_lineno=False, sort_output=False, omit_header=False)
        print(f"{language}: {len(made)} texts, {len(missing(made))} to translate: {path.relative_to(HERE)}")
    return 0


def missing(made: Catalog) -> list[str]:
    """The texts that a catalogue lacks, or holds as a guess."""
    lacks = (one for one in made if one.id and (one.fuzzy or not one.string or not all(_forms(one.string))))
    return [one.id if isinstance(one.id, str) else one.id[0] for one in lacks]


def _forms(string: object) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
