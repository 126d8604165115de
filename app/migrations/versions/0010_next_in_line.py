"""The head of a kind's line is found without reading what comes before it of other kinds

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("status <> 'closed'")


def upgrade() -> None:
    op.create_index(
        "desk_case_next_in_line",
        "desk_case",
        ["kind", "priority", "waiting_since"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("desk_case_next_in_line", table_name="desk_case")
