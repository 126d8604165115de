"""The environment variables under which every Rasa process of Doorstep runs; standard library only."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import MutableMapping
from typing import Any

# TensorFlow is imported with Rasa although no component of ours needs it, and its threads fight on small machines.
# The encoder is NumPy: two BLAS threads halve a sentence's time, more only compete with the other processes.
ENVIRONMENT: dict[str, str] = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    # The names under which Rasa itself reads the two limits above.
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # Rasa's pinned libraries warn about each other at every start; ours are checked by the tests.
    "PYTHONWARNINGS": "ignore",
}


def apply_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Sets those variables that are not set; before Rasa is imported, or it is too late."""
    for name, value in ENVIRONMENT.items():
        environment.setdefault(name, value)


def quieten() -> None:
    """Makes a command that uses Rasa print its own lines only; imports Rasa's logging.

    Rasa and the libraries it pins warn about one another and reset Python's filters while they are imported.
    """
    os.environ["LOG_LEVEL"] = "ERROR"

    def show_nothing(*_: Any, **__: Any) -> None:
        """Warnings about data are `rasa data validate`'s to show."""

    warnings.showwarning = show_nothing
    from rasa.utils.log_utils import configure_structlog

    from bot import private_logs

    configure_structlog()
    private_logs.install()


def settle_memory() -> None:
    """Tells Python that what is in memory now, a loaded model above all, stays.

    Else it looks through half a million objects for cycles every so often, and the borrower who writes at that moment
    waits a quarter of a second longer. A model that is loaded later is looked through as before.
    """
    gc.collect()
    gc.freeze()
