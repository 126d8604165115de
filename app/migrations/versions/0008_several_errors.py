"""Several errors, and a long queue

Revision: 0008
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("status <> 'closed'")


def upgrade() -> None:
    op.add_column("desk_case", sa.Column("category", sa.String(length=16), nullable=False, server_default=""))
    op.drop_index("desk_case_one_open", table_name="desk_case")
    cases = sa.table("desk_case", sa.column("reference"), sa.column("summary", sa.JSON()), sa.column("category"))
    for reference, summary in op.get_bind().execute(sa.select(cases.c.reference, cases.c.summary)).all():
        category = (summary or {}).get("category")
        if isinstance(category, str):
            op.execute(sa.update(cases).where(cases.c.reference == reference).values(category=category))
    op.create_index(
        "desk_case_one_open",
        "desk_case",
        ["conversation_id", "kind", "category"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "desk_case_next_first",
        "desk_case",
        ["priority", "waiting_since"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("desk_case_event_by_reference", "desk_case_event", ["reference", "kind"])


def downgrade() -> None:
    op.drop_index("desk_case_event_by_reference", table_name="desk_case_event")
    op.drop_index("desk_case_next_first", table_name="desk_case")
    op.drop_index("desk_case_one_open", table_name="desk_case")
    op.create_index(
        "desk_case_one_open",
        "desk_case",
        ["conversation_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.drop_column("desk_case", "category")
