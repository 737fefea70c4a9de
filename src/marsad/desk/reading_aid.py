"""How to read a number: what a total says and doesn't say, in plain words, made from the tally itself."""

from __future__ import annotations

from marsad.desk import telling
from marsad.desk.labels import label
from marsad.desk.words import Words
from marsad.ledger.tally import Tally


def aid(tally: Tally, words: Words) -> list[str]:
    """Sentences for the reader of a total: the range, the voices, the scope, what to beware of."""
    return [_range(tally, words), _voices(tally, words), _scope(tally, words), *_beware(tally, words)]


def _range(tally: Tally, words: Words) -> str:
    what = {"outcome": label(words, tally.outcome), "people": telling.group(tally.line, words)}
    if names := telling.nobody(tally):
        return words(
            "%(outcome)s, %(people)s: nobody, says %(names)s; that is a word on it, which this policy doesn't count.",
            names=words.row(names), **what,
        )  # fmt: skip
    low, best, high = (words.number(number) for number in (tally.low, tally.best, tally.high))
    if tally.best is None and tally.low is None:
        return words("No figure stands: %(outcome)s, %(people)s, is unknown; that isn't zero.", **what)
    if tally.best is None:
        return words("%(outcome)s, %(people)s: nobody's figure can be preferred; at least %(low)s.", low=low, **what)
    if tally.low == tally.high:
        return words("%(outcome)s, %(people)s: %(best)s by every account that counts.", best=best, **what)
    if tally.high is None or any(flag.name == "open_ended" for flag in tally.flags):
        return words(
            "%(outcome)s, %(people)s: at least %(low)s, best figure %(best)s; nobody gives a ceiling.", low=low, best=best, **what
        )
    return words(
        "%(outcome)s, %(people)s: best figure %(best)s; the accounts that count run from %(low)s to %(high)s.",
        low=low, best=best, high=high, **what,
    )  # fmt: skip


def _voices(tally: Tally, words: Words) -> str:
    names = words.row(tally.originators)
    if not tally.originators or telling.nobody(tally):
        return words("Nobody's figure counts under this policy.")
    if tally.independent == 1:
        return words("One independent originator: %(names)s.", names=names)
    return words.many(
        "%(n)s independent originator: %(names)s.", "%(n)s independent originators: %(names)s.", tally.independent, names=names
    )


def _scope(tally: Tally, words: Words) -> str:
    days = telling.days(tally, words)
    return {
        "incident": words("It counts one incident (%(days)s).", days=days),
        "cumulative": words(
            "It is a running total (%(days)s): a later figure replaces an earlier one and is never added to it.", days=days
        ),
        "period": words("It counts what happened in a period (%(days)s); it must not be added to running totals.", days=days),
        "delta": words("It counts what came in addition (%(days)s); the total that it adds to stands by itself.", days=days),
    }[tally.scope]


def _beware(tally: Tally, words: Words) -> list[str]:
    texts = {
        "party_only": words("Only parties to the conflict give a figure."),
        "single_source": words("A second source is needed."),
        "contested": words("Who did it is contested."),
        "denied": words("Somebody denies it."),
        "falls": words("An originator's own total falls: look at its dates."),
        "parts_do_not_sum": words("The parts that an account gives don't sum to its whole."),
        "estimate": words("It is an estimate, kept apart from documented cases."),
        "share": words("It is a share of a group, and must not be added to it."),
        "vague": words("Only vague words are given, no number."),
        "provisional": words("It has fewer originators than the policy needs."),
    }
    return [text for name, text in texts.items() if any(flag.name == name for flag in tally.flags)]
