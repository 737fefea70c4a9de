"""The spaCy pipeline's own sums, done faster: the same numbers in and out.

Two things cost most in its word vectors. Matrix products go to numpy's BLAS instead of blis, which is twice as fast at these
sizes. And a word's embedding depends on the word alone, not on its neighbours, so it is worked out once and kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_KEPT = 40_000
"""Words whose embeddings are kept: about 15 MB; then the store begins anew."""


def speed_up(nlp: Any) -> None:
    """Make a loaded pipeline's word vectors quicker; where it is built in an unknown way, leave it as it is."""
    ops = _blas_ops()
    for name in nlp.pipe_names:
        model = getattr(nlp.get_pipe(name), "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                if type(node.ops).__name__ == "NumpyOps":
                    node.ops = ops
    if nlp.has_pipe("tok2vec"):
        _keep_embeddings(nlp.get_pipe("tok2vec").model)


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
    embed = tok2vec.layers[0] if tok2vec.layers else None
    columns = embed.layers[0] if embed is not None and embed.layers else None
    if len(tok2vec.layers) == 2 and columns is not None and columns.name == "extract_features":
        tok2vec._layers[0] = _stored(embed)


def _stored(embed: Any) -> Any:
    """The embed layer with a memory: a token's features (a row of hashes) lead to its vector."""
    from thinc.api import Model

    features, rest = embed.layers[0], embed.layers[1:]
    rows: dict[bytes, int] = {}
    store: list[Any] = [np.zeros((0, embed.get_dim("nO")), dtype="float32")]

    def vectors(table: Any) -> Any:
        made: Any = [table]
        for layer in rest:
            made = layer.predict(made)
        return made[0]

    def forward(model: Any, docs: Any, is_train: bool) -> tuple[Any, Any]:
        tables = features.predict(docs)
        whole = np.ascontiguousarray(np.vstack(tables))
        raw, width = whole.tobytes(), whole.shape[1] * whole.itemsize
        keys = [raw[at : at + width] for at in range(0, len(raw), width)]
        if len(rows) > _KEPT:
            rows.clear()
            store[0] = store[0][:0]
        fresh = {key: i for i, key in enumerate(keys) if key not in rows}
        if fresh:
            store[0] = np.vstack([store[0], vectors(whole[list(fresh.values())])])
            for key in fresh:
                rows[key] = len(rows)
        together = store[0][[rows[key] for key in keys]]
        return np.split(together, np.cumsum([len(table) for table in tables])[:-1]), lambda gradient: []

    return Model("stored_embeddings", forward, dims={"nO": embed.get_dim("nO")})
