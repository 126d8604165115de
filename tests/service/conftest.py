"""The system of record on each kind of database: a test that asks for `app` or `database` runs on all of them."""

import contextlib

import pytest

from tests.databases import BACKENDS
from tests.service.servicing_kit import AS_OF, application, seeded_copy


@pytest.fixture(scope="module", params=BACKENDS)
def backend(request):
    """The kind of database that the tests of a module run on in this pass."""
    return request.param


@pytest.fixture(scope="module")
def database(backend, tmp_path_factory):
    """The seeded portfolio, for the tests of a module together."""
    with contextlib.closing(seeded_copy(tmp_path_factory, backend=backend)) as copy:
        yield copy


@pytest.fixture(scope="module")
def app(database):
    """The service over the portfolio that the tests of a module share."""
    return application(database)


@pytest.fixture
def seeded(backend, tmp_path_factory):
    """Makes portfolios for a test of its own: `seeded()`, or `seeded(day)` for another day than usual."""
    with contextlib.ExitStack() as copies:
        yield lambda day=AS_OF: copies.enter_context(contextlib.closing(seeded_copy(tmp_path_factory, day, backend)))


@pytest.fixture
def own_app(seeded):
    """The service over a portfolio that no other test sees, for a test that writes."""
    return application(seeded())
