import threading
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InternalError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Dollars, Moment, open_database
from tests.databases import BACKENDS, empty_database
from tests.postgres import needs_postgres


class Base(DeclarativeBase):
    pass


class Receipt(Base):
    __tablename__ = "receipt"
    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Dollars)
    at: Mapped[datetime] = mapped_column(Moment)


@pytest.fixture
def database(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/new/folder/test.db")
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture(params=BACKENDS)
def each_database(request, tmp_path):
    opened = empty_database(request.param, tmp_path)
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


def test_amounts_and_moments_come_back_exact(database):
    at = datetime(2026, 11, 16, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
    with database.begin() as session:
        session.add(Receipt(id=1, amount=Decimal("306237.11"), at=at))
    with database.read() as session:
        row = session.scalars(select(Receipt)).one()
    assert row.amount == Decimal("306237.11")
    assert row.at == at
    assert row.at.tzinfo is UTC


def test_a_naive_moment_is_refused(database):
    with pytest.raises(StatementError, match="time zone"), database.begin() as session:
        session.add(Receipt(id=1, amount=Decimal("1.00"), at=datetime(2026, 11, 16)))  # noqa: DTZ001


def test_a_failed_transaction_leaves_nothing(database):
    def store_and_fail():
        with database.begin() as session:
            session.add(Receipt(id=1, amount=Decimal("1.00"), at=datetime.now(UTC)))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        store_and_fail()
    with database.read() as session:
        assert session.scalars(select(Receipt)).all() == []


def test_writers_queue_instead_of_failing(database):
    def add(number):
        with database.begin() as session:
            highest = len(session.scalars(select(Receipt)).all())
            session.add(Receipt(id=highest + 1, amount=Decimal(number), at=datetime.now(UTC)))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert sorted(row.id for row in session.scalars(select(Receipt))) == list(range(1, 21))


def test_a_reader_does_not_wait_for_a_writer(database):
    with database.begin() as writing:
        writing.add(Receipt(id=1, amount=Decimal("1.00"), at=datetime.now(UTC)))
        writing.flush()
        with database.read() as reading:
            assert reading.scalars(select(Receipt)).all() == []


def receipt(number):
    return Receipt(id=number, amount=Decimal("1.00"), at=datetime.now(UTC))


def test_a_reader_sees_one_state_though_a_writer_commits_between_two_looks(each_database):
    with each_database.read() as reading:
        assert reading.scalars(select(Receipt)).all() == []
        with each_database.begin() as writing:
            writing.add(receipt(1))
        assert reading.scalars(select(Receipt)).all() == []
    with each_database.read() as reading:
        assert len(reading.scalars(select(Receipt)).all()) == 1


@needs_postgres
def test_a_reader_cannot_write_on_postgresql(tmp_path):
    database = empty_database("postgresql", tmp_path)
    Base.metadata.create_all(database.engine)
    with database.read() as session:
        session.add(receipt(1))
        with pytest.raises(InternalError, match="read-only transaction"):
            session.flush()
    with database.begin() as session:
        session.add(receipt(1))
    database.close()
