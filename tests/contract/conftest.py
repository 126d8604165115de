"""The system of record to hold to its contract: the real service over each kind of database, and the stand-in."""

import contextlib
import functools

import pytest

from servicing.client import ServicingClient
from tests.contract.answers import Answers
from tests.contract.servicing_stand_in import StandInServicing
from tests.databases import BACKENDS
from tests.service.servicing_kit import application, seeded_copy, served, token

LOANS = ("4400100001",)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """Gives the address of the real service over a kind of database, started when it is first asked for."""
    with contextlib.ExitStack() as running:

        @functools.cache
        def address(backend):
            database = running.enter_context(contextlib.closing(seeded_copy(tmp_path_factory, backend=backend)))
            return running.enter_context(served(application(database)))

        yield address


@pytest.fixture(params=[*BACKENDS, "stand-in"])
def servicing(request, real):
    """Makes a `Servicing` for a party with some loans and a level."""
    if request.param == "stand-in":
        book = {}
        return lambda party="P01", loans=LOANS, level="verified": StandInServicing(book, party, loans, level)
    address = real(request.param)
    return lambda party="P01", loans=LOANS, level="verified": ServicingClient(address, token(party, loans, level))


@pytest.fixture
def answers(real):
    """Asks actions on behalf of the portfolio's personas."""
    return Answers(real("sqlite"))
