"""The spaCy pipeline's own sums, done faster: the same numbers in and out.

Four sums cost most. Matrix products go to numpy's BLAS instead of blis, which is twice as fast at these sizes. A word's
embedding depends on the word alone, not on its neighbours, so it is worked out once and kept. The convolutions over the words
run in one function without the books that only training needs. And the parser's transitions, which spaCy runs without Python's
lock only to take and free it a dozen times at each step, run with the lock held.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

_KEPT = 40_000
"""Words whose embeddings are kept: about 15 MB; then the store begins anew."""

_VECTORS = 48
"""Sentences whose vectors are made together: as many as the processor's cache takes."""

_STATES = 256
"""Sentences parsed together."""


def speed_up(nlp: Any) -> None:
    """Make a loaded pipeline's word vectors quicker; where it is built in an unknown way, leave it as it is."""
    ops = _blas_ops()
    for node in _nodes(nlp):
        if type(node.ops).__name__ == "NumpyOps":
            node.ops = ops
    _ask_less(nlp)
    if nlp.has_pipe("tok2vec"):
        tok2vec = nlp.get_pipe("tok2vec").model
        if len(tok2vec.layers) == 2:
            _keep_embeddings(tok2vec)
            _join_convolutions(tok2vec)


def _nodes(nlp: Any) -> Iterator[Any]:
    """Every layer of every model of the pipeline."""
    for name in nlp.pipe_names:
        model = getattr(nlp.get_pipe(name), "model", None)
        if model is not None and hasattr(model, "walk"):
            yield from model.walk()


def _ask_less(nlp: Any) -> None:
    """Of a new word work out only what the models look at: whether it is like a URL, a number, a stop word ... nobody asks."""
    from spacy.attrs import IDS, IS_SPACE, LOWER, NORM

    asked = {IS_SPACE, LOWER, NORM}
    for node in _nodes(nlp):
        asked.update(IDS.get(column, column) for column in node.attrs.get("columns", ()))
    for attribute in nlp.vocab.lex_attr_getters.keys() - asked:
        del nlp.vocab.lex_attr_getters[attribute]


def annotate(nlp: Any, docs: list[Any]) -> None:
    """Run a pipeline's components over docs, in place; docs of like length beside one another save work."""
    from spacy.pipeline import DependencyParser

    for _, component in nlp.pipeline:
        if type(component) is DependencyParser and component.cfg["beam_width"] == 1:
            for first in range(0, len(docs), _STATES):
                _parse(component, docs[first : first + _STATES])
        elif hasattr(component, "pipe"):
            for _ in component.pipe(docs, batch_size=_VECTORS):
                pass
        else:
            for doc in docs:
                component(doc)


def _parse(parser: Any, docs: list[Any]) -> None:
    """The greedy parse of some docs: their best transition, again and again, until all are done."""
    batch = parser.moves.init_batch(docs)
    states = [state for state in batch if not state.is_final()]
    if states:
        model = parser.model.predict(docs)
        while states:
            states = parser.transition_states(states, model.predict(states))
    parser.set_annotations(docs, batch)


def _blas_ops() -> Any:
    from thinc.api import NumpyOps

    class BlasOps(NumpyOps):  # type: ignore[misc]
        """thinc's numpy operations with the matrix product of numpy itself."""

        name = "numpy"

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            """x · y, either transposed if asked, into `out` if given."""
            return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return BlasOps()


def _keep_embeddings(tok2vec: Any) -> None:
    """Put a store of embeddings before the layers that make them, if the model is the usual embed-then-encode chain."""
    embed = tok2vec.layers[0]
    if embed.layers and embed.layers[0].name == "extract_features" and _OF_WORD.issuperset(embed.layers[0].attrs["columns"]):
        tok2vec._layers[0] = _stored(embed)


_OF_WORD = frozenset(("ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "SPACY"))
"""Features that a word has by itself, and by whether a space follows it."""


def _stored(embed: Any) -> Any:
    """The embed layer with a memory: a word, with or without a space behind it, leads to its vector."""
    from spacy.attrs import ORTH, SPACY
    from thinc.api import Model

    features, rest = embed.layers[0], embed.layers[1:]
    store = _Store(embed.get_dim("nO"))

    def vectors(docs: Any, chosen: list[int]) -> Any:
        made: Any = [np.ascontiguousarray(np.vstack(features.predict(docs))[chosen])]
        for layer in rest:
            made = layer.predict(made)
        return made[0]

    def forward(model: Any, docs: Any, is_train: bool) -> tuple[Any, Any]:
        words = [doc.to_array([ORTH, SPACY]) for doc in docs]
        whole = np.vstack(words)
        keys = (whole[:, 0] ^ whole[:, 1]).tolist()  # a word's number is a hash: with its last bit turned it is nobody else's
        if fresh := store.lacking(keys):
            store.add(list(fresh), vectors(docs, list(fresh.values())))
        return np.split(store.get(keys), np.cumsum([len(one) for one in words])[:-1]), lambda gradient: []

    return Model("stored_embeddings", forward, dims={"nO": embed.get_dim("nO")})


class _Store:
    """Vectors by key; it begins anew once it is full."""

    def __init__(self, width: int) -> None:
        self._rows: dict[int, int] = {}
        self._table = np.zeros((1024, width), dtype="float32")

    def lacking(self, keys: list[int]) -> dict[int, int]:
        """The keys that it has no vectors of, and where each stands."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
        rows = self._rows
        return {key: i for i, key in enumerate(keys) if key not in rows}

    def add(self, keys: list[int], vectors: Any) -> None:
        """Keep more; the table grows by doubling."""
        size = len(self._rows)
        while size + len(keys) > len(self._table):
            self._table = np.vstack([self._table, np.zeros_like(self._table)])
        self._table[size : size + len(keys)] = vectors
        self._rows.update(zip(keys, range(size, size + len(keys)), strict=True))

    def get(self, keys: list[int]) -> Any:
        """Their vectors."""
        rows = self._rows
        return self._table[[rows[key] for key in keys]]


def _join_convolutions(tok2vec: Any) -> None:
    """Put one function in the place of the encoder's layers, if they are the usual ones: windows of three, maxout, residual."""
    encoder = tok2vec.layers[1]
    chain = encoder.layers[0].layers if encoder.name.startswith("with_array") and encoder.layers else []
    steps = [_convolution(layer) for layer in chain]
    if steps and all(steps) and len({step.weights.shape for step in steps if step}) == 1:
        encoder.layers[0]._func = _encoder([step for step in steps if step])


class _Convolution(NamedTuple):
    """A layer's numbers: what its windows are multiplied by and what is added, then the scale and shift of its norm."""

    weights: Any
    bias: Any
    scale: Any
    shift: Any

    def over(self, x: Any, window: Any, parts: Any) -> Any:
        """The layer's output; `window` (its outermost cells 0) and `parts` are room to work in, used again by the next layer."""
        wide = x.shape[1]
        window[1:, :wide], window[:, wide : 2 * wide], window[:-1, 2 * wide :] = x[:-1], x, x[1:]
        np.matmul(window, self.weights, out=parts)
        best = parts[:, :wide] + self.bias[:wide]
        for first in range(wide, parts.shape[1], wide):
            piece = parts[:, first : first + wide]
            piece += self.bias[first : first + wide]
            np.maximum(best, piece, out=best)
        best -= np.add.reduce(best, axis=1, keepdims=True) / np.float32(wide)
        spread = np.add.reduce(np.multiply(best, best, out=parts[:, :wide]), axis=1, keepdims=True) / np.float32(wide)
        spread += 1e-8
        best *= spread ** (-1.0 / 2.0)
        best *= self.scale
        best += self.shift
        best += x
        return best


def _convolution(residual: Any) -> _Convolution | None:
    """What a convolution layer is made of; None where the layer is of another kind."""
    nodes = {node.name: node for node in residual.walk()}
    if "expand_window>>" not in residual.name or set(map(len, (nodes.keys() & _PARTS, _PARTS))) != {len(_PARTS)}:
        return None
    maxout, norm = nodes["maxout"], nodes["layernorm"]
    wide, pieces, deep = maxout.get_param("W").shape
    if nodes["expand_window"].attrs["window_size"] != 1 or deep != 3 * wide:
        return None
    weights = np.ascontiguousarray(maxout.get_param("W").transpose(1, 0, 2).reshape(pieces * wide, deep).T)
    return _Convolution(weights, maxout.get_param("b").T.reshape(-1), norm.get_param("G"), norm.get_param("b"))


_PARTS = {"expand_window", "maxout", "layernorm"}


def _encoder(steps: list[_Convolution]) -> Any:
    deep, pieces = steps[0].weights.shape

    def forward(model: Any, x: Any, is_train: bool) -> tuple[Any, Any]:
        window, parts = np.zeros((len(x), deep), dtype="float32"), np.empty((len(x), pieces), dtype="float32")
        for step in steps:
            x = step.over(x, window, parts)
        return x, lambda gradient: gradient

    return forward
