"""Conversations at an outside help desk

Revision: 0006
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

import storage.types


revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "helpdesk_line",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("wanted_seq", sa.Integer(), nullable=False),
        sa.Column("brief_from", sa.Integer(), nullable=False),
        sa.Column("reopen", sa.Boolean(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("remote_id", sa.Integer(), nullable=True),
        sa.Column("sent_seq", sa.Integer(), nullable=False),
        sa.Column("sent_part", sa.Integer(), nullable=False),
        sa.Column("sending_seq", sa.Integer(), nullable=False),
        sa.Column("sending_part", sa.Integer(), nullable=False),
        sa.Column("last_own_id", sa.Integer(), nullable=False),
        sa.Column("heard_id", sa.Integer(), nullable=False),
        sa.Column("heard_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("delayed_told", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    with op.batch_alter_table("helpdesk_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helpdesk_line_state"), ["state"], unique=False)
        batch_op.create_index("helpdesk_line_remote", ["remote_id"], unique=True)


def downgrade() -> None:
    op.drop_table("helpdesk_line")
