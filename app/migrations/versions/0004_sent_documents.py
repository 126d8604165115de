"""Sent documents

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

import storage.types


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_file",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq"),
    )
    op.create_table(
        "gateway_document",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("received_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("settled_at", storage.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["gateway_conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("gateway_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gateway_document_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gateway_document_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("gateway_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gateway_document_state"))
        batch_op.drop_index(batch_op.f("ix_gateway_document_conversation_id"))

    op.drop_table("gateway_document")
    op.drop_table("record_file")
