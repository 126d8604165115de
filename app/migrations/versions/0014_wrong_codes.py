"""Wrong codes counted for an internet address

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gateway_identity_source",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("wrong_at", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("gateway_identity_source")
