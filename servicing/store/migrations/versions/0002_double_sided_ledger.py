"""A double-sided ledger numbered within each loan; adjustable rates, insurance, notices, document versions"""

import sqlalchemy as sa
from alembic import op

from servicing.store.append_only import statements
from servicing.store.types import PerCent
from storage.types import Dollars

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The mock's ledger is made again from the portfolio's inputs at the next seeding, so its old lines are not carried over.


def _loan_id(**given):
    return sa.Column("loan_id", sa.String(length=32), sa.ForeignKey("loan.id"), nullable=False, **given)


def upgrade() -> None:
    op.drop_table("ledger_entry")
    op.drop_table("fee")
    op.execute("DELETE FROM portfolio")
    op.add_column("portfolio", sa.Column("generated", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("portfolio", sa.Column("random_seed", sa.BigInteger(), nullable=False, server_default="1"))
    op.create_table(
        "ledger_entry",
        _loan_id(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("posted", sa.Date(), nullable=False),
        sa.Column("installment_due", sa.Date(), nullable=True),
        sa.Column("amount", Dollars(), nullable=False),
        sa.Column("principal", Dollars(), nullable=False),
        sa.Column("interest", Dollars(), nullable=False),
        sa.Column("escrow", Dollars(), nullable=False),
        sa.Column("late_charge", Dollars(), nullable=False),
        sa.Column("fee", Dollars(), nullable=False),
        sa.Column("suspense", Dollars(), nullable=False),
        sa.Column("charge_income", Dollars(), nullable=False),
        sa.Column("charge_key", sa.String(length=60), nullable=True),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("confirmation", sa.String(length=64), nullable=True),
        sa.Column("reversal_of", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount = principal + interest + escrow + late_charge + fee + suspense + charge_income",
            name="ledger_entry_balances",
        ),
        sa.PrimaryKeyConstraint("loan_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ledger_entry_by_confirmation", "ledger_entry", ["confirmation"])
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)
    op.add_column("loan", sa.Column("state", sa.String(length=2), nullable=False, server_default=""))
    op.add_column("loan", sa.Column("waterfall", sa.String(length=20), nullable=False, server_default="uniform_2021"))
    op.add_column("loan", sa.Column("escrow_year_began", sa.Date(), nullable=True))
    op.add_column("loan", sa.Column("accelerated_on", sa.Date(), nullable=True))
    op.add_column("loan", sa.Column("first_filing_on", sa.Date(), nullable=True))
    op.add_column("document", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "payment_change",
        _loan_id(primary_key=True),
        sa.Column("since_due", sa.Date(), primary_key=True),
        sa.Column("annual_rate", PerCent(length=16), nullable=False),
        sa.Column("payment", Dollars(), nullable=False),
        sa.Column("escrow_payment", Dollars(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
    )
    op.create_table(
        "adjustable_rate",
        _loan_id(primary_key=True),
        sa.Column("index_name", sa.String(length=60), nullable=False),
        sa.Column("margin", PerCent(length=16), nullable=False),
        sa.Column("first_cap", PerCent(length=16), nullable=False),
        sa.Column("periodic_cap", PerCent(length=16), nullable=False),
        sa.Column("lifetime_cap", PerCent(length=16), nullable=False),
        sa.Column("floor", PerCent(length=16), nullable=False),
        sa.Column("rounding_step", PerCent(length=16), nullable=False),
        sa.Column("lookback_days", sa.Integer(), nullable=False),
        sa.Column("first_change_on", sa.Date(), nullable=False),
        sa.Column("months_between", sa.Integer(), nullable=False),
    )
    op.create_table(
        "index_value",
        sa.Column("index_name", sa.String(length=60), primary_key=True),
        sa.Column("published_on", sa.Date(), primary_key=True),
        sa.Column("value", PerCent(length=16), nullable=False),
    )
    op.create_table(
        "mortgage_insurance",
        _loan_id(primary_key=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("monthly", Dollars(), nullable=False),
        sa.Column("original_value", Dollars(), nullable=False),
        sa.Column("base_amount", Dollars(), nullable=False),
    )
    op.create_table(
        "military_service",
        _loan_id(primary_key=True),
        sa.Column("branch", sa.String(length=30), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("orders_received_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "bankruptcy",
        _loan_id(primary_key=True),
        sa.Column("chapter", sa.Integer(), nullable=False),
        sa.Column("petition_on", sa.Date(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("attorney", sa.String(length=100), nullable=True),
    )
    op.create_table(
        "escrow_analysis_run",
        _loan_id(primary_key=True),
        sa.Column("analysed_on", sa.Date(), primary_key=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "notice",
        _loan_id(primary_key=True),
        sa.Column("kind", sa.String(length=30), primary_key=True),
        sa.Column("sent_on", sa.Date(), primary_key=True),
        sa.Column("index_value", PerCent(length=16), nullable=True),
    )
    op.create_table(
        "assistance_application",
        _loan_id(primary_key=True),
        sa.Column("received_on", sa.Date(), primary_key=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("complete_by", sa.Date(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    raise RuntimeError("the old one-sided ledger cannot be made from the new one; restore a copy from before")
