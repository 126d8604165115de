"""What agents can take, conversations in numbers, samples and reviews

Revision: 0009
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

import storage.types
from storage import append_only_ddl


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "desk_agent_setting": (("id",),),
    "desk_sample": (("id",), ("week", "language", "subject", "place")),
    "desk_review": (("id",), ("sample_id", "reading"), ("sample_id", "reviewer")),
}


def upgrade() -> None:
    op.create_table(
        "desk_agent_setting",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("desk_agent_setting_by_member", "desk_agent_setting", ["member_id", "id"])
    op.create_table(
        "desk_talk",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    op.create_index("ix_desk_talk_opened_at", "desk_talk", ["opened_at"])
    op.create_table(
        "desk_sample",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("week", "language", "subject", "place", name="desk_sample_place"),
    )
    op.create_index("ix_desk_sample_agent_id", "desk_sample", ["agent_id"])
    op.create_table(
        "desk_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sample_id", sa.String(length=32), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("failed", sa.JSON(), nullable=False),
        sa.Column("found_case", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sample_id", "reading", name="desk_review_reading"),
        sa.UniqueConstraint("sample_id", "reviewer", name="desk_review_reader"),
    )
    for statement in append_only_ddl(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    for table in ("desk_review", "desk_sample", "desk_talk", "desk_agent_setting"):
        op.drop_table(table)
