"""Runs the migrations on the connection that `servicing.migrate` opened."""

from alembic import context

from servicing.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
