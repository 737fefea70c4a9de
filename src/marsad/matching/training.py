"""Weights from examples: penalised logistic regression over findings, in bits, drawn towards the weights set by judgement.

A weight moves away from its prior only as far as the examples carry it, so that a finding without examples keeps what a person
set. Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4 and 3.4.1 (a ridge about the prior).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from marsad.matching.scale import Scale, Weights

Findings = Mapping[str, str]

_STEPS = 40
_START_SPREAD = 4.0
_UNKNOWN = "unknown"
"""The level that says nothing, which therefore keeps its prior: else it would take up what belongs to the start."""


def train(scale: Scale, examples: Sequence[tuple[Findings, bool]], *, spread: float = 2.0) -> tuple[float, Weights]:
    """The start and the weights, in bits, that fit the examples: findings of a pair, and whether the two are one.

    `spread` is by how many bits a weight may well differ from its prior (the prior's standard deviation). Pairs that are never
    one say nothing and are to be left out.
    """
    priors = scale.priors()
    places = {
        (name, level): at for at, (name, level) in enumerate((n, level) for n, levels in priors.items() for level in levels)
    }
    rows = np.zeros((len(examples), len(places) + 1))
    rows[:, -1] = 1.0
    for number, (findings, _) in enumerate(examples):
        for pair in findings.items():
            if pair in places:
                rows[number, places[pair]] = 1.0
    wanted = np.array([float(same) for _, same in examples])
    prior = np.array([*(priors[name][level] for name, level in places), scale.start]) * log(2)
    spreads = np.full(len(prior), spread * log(2))
    spreads[[at for (_, level), at in places.items() if level == _UNKNOWN]] = 1e-3 * log(2)
    spreads[-1] = _START_SPREAD * log(2)
    fitted = _fit(rows, wanted, prior, 1.0 / spreads**2) / log(2)
    weights: Weights = {}
    for (name, level), at in places.items():
        weights.setdefault(name, {})[level] = round(float(fitted[at]), 2)
    return round(float(fitted[-1]), 2), weights


def _fit(rows: np.ndarray, wanted: np.ndarray, prior: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Newton's method on the penalised likelihood."""
    weights = prior.copy()
    loss = _loss(rows, wanted, prior, pull, weights)
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - wanted) + pull * (weights - prior)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        while (now := _loss(rows, wanted, prior, pull, weights - step)) > loss and float(np.abs(step).max()) > 1e-6:
            step /= 2  # a full step can overshoot
        weights, gain, loss = weights - step, loss - now, now
        if gain < 1e-7:
            break
    return weights


def _loss(rows: np.ndarray, wanted: np.ndarray, prior: np.ndarray, pull: np.ndarray, weights: np.ndarray) -> float:
    sums = rows @ weights
    return float(np.sum(np.logaddexp(0, sums) - wanted * sums) + np.sum(pull * (weights - prior) ** 2) / 2)
