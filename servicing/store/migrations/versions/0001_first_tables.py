"""The first tables: parties, loans, ledger, escrow, fees, documents, idempotency keys"""

import sqlalchemy as sa
from alembic import op

import servicing.store.types
import storage.types
from storage import append_only_ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("created_at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("party_id", "key"),
    )
    op.create_table(
        "loan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.Column("product", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("occupancy", sa.String(length=20), nullable=False),
        sa.Column("property", sa.String(length=200), nullable=False),
        sa.Column("zip", sa.String(length=5), nullable=False),
        sa.Column("originated_on", sa.Date(), nullable=False),
        sa.Column("original_amount", storage.types.Dollars(), nullable=False),
        sa.Column("note_rate", servicing.store.types.PerCent(length=16), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("payment", storage.types.Dollars(), nullable=False),
        sa.Column("escrow_payment", storage.types.Dollars(), nullable=False),
        sa.Column("late_charge_percent", servicing.store.types.PerCent(length=16), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("recording_fee", storage.types.Dollars(), nullable=False),
        sa.Column("autopay", sa.Boolean(), nullable=False),
        sa.Column("rate_cap", servicing.store.types.PerCent(length=16), nullable=True),
        sa.Column("rate_cap_from", sa.Date(), nullable=True),
        sa.Column("bankruptcy_on", sa.Date(), nullable=True),
        sa.Column("foreclosure_on", sa.Date(), nullable=True),
        sa.Column("foreclosure_sale_on", sa.Date(), nullable=True),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("prior_servicer", sa.String(length=100), nullable=True),
        sa.Column("in_default_when_obtained", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("loan_by_match", "loan", ["last4", "zip"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("login", sa.String(length=254), nullable=True),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "portfolio",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("seeded_at", storage.types.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_contact_party_id"), "contact", ["party_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("loan_id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("media_type", sa.String(length=50), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", storage.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_document_loan_id"), "document", ["loan_id"], unique=False)
    op.create_table(
        "escrow_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("amount", storage.types.Dollars(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_escrow_item_loan_id"), "escrow_item", ["loan_id"], unique=False)
    op.create_table(
        "fee",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("loan_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("installment_due", sa.Date(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("amount", storage.types.Dollars(), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_fee_loan_id"), "fee", ["loan_id"], unique=False)
    op.create_table(
        "party_loan",
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("loan_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("access", sa.Boolean(), nullable=False),
        sa.Column("authorized_until", sa.Date(), nullable=True),
        sa.Column("scope", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("party_id", "loan_id"),
    )
    op.create_index(op.f("ix_party_loan_loan_id"), "party_loan", ["loan_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("posted", sa.Date(), nullable=False),
        sa.Column("installment_due", sa.Date(), nullable=True),
        sa.Column("principal", storage.types.Dollars(), nullable=False),
        sa.Column("interest", storage.types.Dollars(), nullable=False),
        sa.Column("escrow", storage.types.Dollars(), nullable=False),
        sa.Column("late_charge", storage.types.Dollars(), nullable=False),
        sa.Column("fee", storage.types.Dollars(), nullable=False),
        sa.Column("suspense", storage.types.Dollars(), nullable=False),
        sa.Column("fee_id", sa.String(length=100), nullable=True),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("confirmation", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["fee_id"],
            ["fee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ledger_entry_loan_id"), "ledger_entry", ["loan_id"], unique=False)
    for statement in append_only_ddl(op.get_bind().dialect.name, {"ledger_entry": (("id",),)}):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_ledger_entry_loan_id"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_party_loan_loan_id"), table_name="party_loan")
    op.drop_table("party_loan")
    op.drop_index(op.f("ix_fee_loan_id"), table_name="fee")
    op.drop_table("fee")
    op.drop_index(op.f("ix_escrow_item_loan_id"), table_name="escrow_item")
    op.drop_table("escrow_item")
    op.drop_index(op.f("ix_document_loan_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_contact_party_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("portfolio")
    op.drop_table("party")
    op.drop_index("loan_by_match", table_name="loan")
    op.drop_table("loan")
    op.drop_table("idempotency_key")
