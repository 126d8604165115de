import io
import logging

import pytest

from app.logs import PlacesOnly

SECRET = "219-09-9999"


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("test.places")
    logger.addHandler(handler)
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(PlacesOnly)
    yield logger, stream
    logging.setLogRecordFactory(before)
    logger.removeHandler(handler)


def test_an_exception_is_logged_by_kind_and_place_and_never_by_its_text(log):
    logger, stream = log
    try:
        raise ValueError(f"cannot store {SECRET}")
    except ValueError:
        logger.exception("a request failed")
    written = stream.getvalue()
    assert "a request failed" in written
    assert "ValueError" in written
    assert "test_app_logs.py" in written
    assert SECRET not in written
