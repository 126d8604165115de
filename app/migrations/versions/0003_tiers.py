"""Where a case was passed to, and the details of a line of its trail

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_case", sa.Column("tier", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("desk_case", sa.Column("team", sa.String(length=32), nullable=False, server_default="first_line"))
    op.add_column("desk_case", sa.Column("passes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("desk_case_event", sa.Column("details", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("desk_case_event", "details")
    for column in ("passes", "team", "tier"):
        op.drop_column("desk_case", column)
