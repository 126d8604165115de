"""Legal holds

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

import storage.types
from storage import append_only_ddl


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

APPEND_ONLY = {"record_hold": (("id",),)}


def upgrade() -> None:
    op.create_table(
        "record_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("record_hold_subject", "record_hold", ["subject", "id"])
    for statement in append_only_ddl(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("record_hold")
