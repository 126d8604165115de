"""Rows that exist from the first time somebody asks for them."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def locked_row[Row](session: Session, key: str, fresh: Row) -> Row:
    """The row of this key, locked until the transaction ends; where there is none yet, it is the fresh one.

    Two who make it at the same time get the same one.
    """
    row = session.get(type(fresh), key, with_for_update=True, populate_existing=True)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:
        pass
    return session.get_one(type(fresh), key, with_for_update=True, populate_existing=True)
