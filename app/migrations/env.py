"""Alembic's door to the app database: the tables of every room that keeps something there."""

from alembic import context
from sqlalchemy import MetaData

from app.tables import METADATA


def run(metadata: list[MetaData]) -> None:
    """Runs the migrations on the connection handed over by `app.migrate`."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run(METADATA)
