"""Who is at the desk, and to whom a waiting chat is offered

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

import storage.types


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = storage.types.Moment(timezone=True)
    op.create_table(
        "desk_present",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("member_id"),
    )
    op.create_table(
        "desk_offer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "desk_offer_one_at_a_time",
        "desk_offer",
        ["reference"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_index("ix_desk_offer_reference", "desk_offer", ["reference"])


def downgrade() -> None:
    op.drop_table("desk_offer")
    op.drop_table("desk_present")
