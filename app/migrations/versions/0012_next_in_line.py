"""The head of a kind's line is found without reading what comes before it of other kinds

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
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
