"""Cases put aside, labels, mentions, and how somebody likes their desk

Revision: 0007
Follows: 0004
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import storage.types


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What a desk starts with; supervisors change the list.
FIRST_LABELS = [
    ("waiting_for_papers", "Waiting for papers", "warn"),
    ("waiting_for_third_party", "Waiting for third party", "warn"),
    ("call_back_agreed", "Call back agreed", "accent"),
    ("complaint", "Complaint", "danger"),
    ("tax_or_insurance_bill", "Tax or insurance bill", "plain"),
    ("can_be_closed", "Can be closed", "ok"),
]


def upgrade() -> None:
    moment = storage.types.Moment(timezone=True)
    op.create_table(
        "desk_aside",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("until", moment, nullable=True),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("reference"),
    )
    labels = op.create_table(
        "desk_label",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.Column("tint", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    made = {"made_by": "doorstep", "made_at": datetime.now(UTC), "retired_at": None}
    op.bulk_insert(labels, [{"code": code, "words": words, "tint": tint, **made} for code, words, tint in FIRST_LABELS])
    op.create_table(
        "desk_case_label",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("reference", "code"),
    )
    op.create_table(
        "desk_mention",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("read_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("desk_mention", schema=None) as batch_op:
        batch_op.create_index("desk_mention_by_member", ["member_id", "read_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_mention_conversation_id"), ["conversation_id"], unique=False)
    op.create_table(
        "desk_preference",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("member_id"),
    )


def downgrade() -> None:
    op.drop_table("desk_preference")
    with op.batch_alter_table("desk_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_mention_conversation_id"))
        batch_op.drop_index("desk_mention_by_member")
    for table in ("desk_mention", "desk_case_label", "desk_label", "desk_aside"):
        op.drop_table(table)
