"""What is known of a borrower is sealed on the case; a conversation remembers the notice of a debt collector

Cases are found by who has taken them, and conversations by whose they are.

Revision: 0010
Follows: 0009
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As `gateway.opening` seals them.
FACTS = "desk.case.facts"
# What a summary may hold in clear: codes, places in the record and dates.
CLEAR = frozenset({"category", "message_seq", "opened_on", "found_by", "clocks"})
BATCH = 500
CASES = sa.table(
    "desk_case",
    sa.column("reference", sa.String()),
    sa.column("conversation_id", sa.String()),
    sa.column("summary", sa.JSON()),
    sa.column("facts", sa.LargeBinary()),
)


def upgrade() -> None:
    op.add_column("desk_case", sa.Column("facts", sa.LargeBinary(), nullable=True))
    op.add_column("gateway_conversation", sa.Column("collector_told", sa.Boolean(), nullable=True))
    op.create_index("ix_gateway_conversation_party_id", "gateway_conversation", ["party_id"])
    taken = sa.text("status = 'taken'")
    op.create_index("desk_case_taken_by", "desk_case", ["taken_by"], sqlite_where=taken, postgresql_where=taken)
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        # What stood in clear is overwritten, and does not lie on in free pages.
        bind.exec_driver_sql("PRAGMA secure_delete=ON")
    for reference, conversation_id, summary in _cases(bind):
        known = {name: value for name, value in (summary or {}).items() if name not in CLEAR}
        if not known:
            continue
        seal = context.config.attributes["seal"]
        values = {
            "summary": {name: value for name, value in summary.items() if name in CLEAR},
            "facts": seal(bind, conversation_id, json.dumps(known).encode(), FACTS),
        }
        bind.execute(sa.update(CASES).where(CASES.c.reference == reference).values(values))


def _cases(bind: sa.Connection) -> Iterator[Any]:
    last = ""
    chosen = sa.select(CASES.c.reference, CASES.c.conversation_id, CASES.c.summary)
    while rows := bind.execute(chosen.where(CASES.c.reference > last).order_by(CASES.c.reference).limit(BATCH)).all():
        yield from rows
        last = rows[-1].reference


def downgrade() -> None:
    op.drop_index("desk_case_taken_by", table_name="desk_case")
    op.drop_index("ix_gateway_conversation_party_id", table_name="gateway_conversation")
    op.drop_column("gateway_conversation", "collector_told")
    op.drop_column("desk_case", "facts")
