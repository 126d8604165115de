"""Who passed which lesson

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

import storage.types
from storage import append_only_ddl


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = {"staff_lesson_passed": (("member_id", "lesson", "edition", "passed_on"),)}


def upgrade() -> None:
    op.create_table(
        "staff_lesson_passed",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("lesson", sa.String(length=48), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("passed_at", storage.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"]),
        sa.PrimaryKeyConstraint("member_id", "lesson", "edition", "passed_on"),
    )
    for statement in append_only_ddl(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("staff_lesson_passed")
