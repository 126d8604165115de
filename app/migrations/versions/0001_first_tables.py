"""First tables

Revision: 0001
Follows:
"""

import sqlalchemy as sa
from alembic import op

import storage.types
from storage import append_only_ddl


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The tables of this revision that may only grow; later ones protect their own.
APPEND_ONLY = {
    "record_entry": (("conversation_id", "seq"), ("conversation_id", "client_message_id")),
    "record_access": (("id",),),
    "record_root": (("number",),),
    "record_root_head": (("number", "conversation_id"),),
    "staff_event": (("id",),),
    "desk_case_event": (("id",),),
    "trainer_event": (("id",),),
}


def upgrade() -> None:
    op.create_table(
        "record_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("record_access", schema=None) as batch_op:
        batch_op.create_index("record_access_conversation", ["conversation_id", "id"], unique=False)

    op.create_table(
        "record_conversation",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("erased_at", storage.types.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    with op.batch_alter_table("record_conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_conversation_opened_at"), ["opened_at"], unique=False)

    op.create_table(
        "record_root",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("record_root", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_root_day"), ["day"], unique=False)

    op.create_table(
        "record_entry",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author_kind", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("client_message_id", sa.String(length=200), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext_sha256", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["record_conversation.conversation_id"],
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("conversation_id", "client_message_id", name="record_entry_client_message"),
    )
    op.create_table(
        "record_root_head",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["record_root.number"],
        ),
        sa.PrimaryKeyConstraint("number", "conversation_id"),
    )
    with op.batch_alter_table("record_root_head", schema=None) as batch_op:
        batch_op.create_index("record_root_head_conversation", ["conversation_id", "number"], unique=False)

    op.create_table(
        "gateway_conversation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=True),
        sa.Column("party_id", sa.String(length=64), nullable=True),
        sa.Column("party_name", sa.String(length=200), nullable=True),
        sa.Column("loans", sa.JSON(), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("verified_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("active_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("answered_seq", sa.Integer(), nullable=False),
        sa.Column("pending_identity_seq", sa.Integer(), nullable=True),
        sa.Column("again_seq", sa.Integer(), nullable=True),
        sa.Column("waiting_told", sa.Boolean(), nullable=False),
        sa.Column("misunderstandings", sa.Integer(), nullable=False),
        sa.Column("closed_at", storage.types.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("gateway_conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gateway_conversation_holder"), ["holder"], unique=False)

    op.create_table(
        "gateway_host_token",
        sa.Column("jti", sa.String(length=128), nullable=False),
        sa.Column("used_at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jti"),
    )
    op.create_table(
        "gateway_identity_path",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sends", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", storage.types.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "gateway_phone_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("to_masked", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "gateway_identity_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("path_key", sa.String(length=64), nullable=False),
        sa.Column("candidate", sa.JSON(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("used_at", storage.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["gateway_conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("gateway_identity_challenge", schema=None) as batch_op:
        batch_op.create_index("gateway_challenge_open", ["conversation_id", "opened_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gateway_identity_challenge_conversation_id"), ["conversation_id"], unique=False
        )

    op.create_table(
        "gateway_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("rotated_at", storage.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["gateway_conversation.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("gateway_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gateway_session_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "staff_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("account_key", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("staff_event", schema=None) as batch_op:
        batch_op.create_index("staff_event_by_account", ["account_key", "at"], unique=False)
        batch_op.create_index("staff_event_by_address", ["address", "at"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_is_first", sa.Boolean(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("added_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("left_at", storage.types.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account"),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["staff_member.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_member_id"), ["member_id"], unique=False)

    op.create_table(
        "desk_case",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("party_name", sa.String(length=200), nullable=True),
        sa.Column("loan_last4s", sa.JSON(), nullable=False),
        sa.Column("opened_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("waiting_since", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.Column("closed_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    with op.batch_alter_table("desk_case", schema=None) as batch_op:
        batch_op.create_index("desk_case_by_status", ["status", "waiting_since"], unique=False)
        batch_op.create_index(
            "desk_case_one_open",
            ["conversation_id", "kind"],
            unique=True,
            sqlite_where=sa.text("status <> 'closed'"),
            postgresql_where=sa.text("status <> 'closed'"),
        )
        batch_op.create_index(batch_op.f("ix_desk_case_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "desk_case_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("desk_case_event", schema=None) as batch_op:
        batch_op.create_index("desk_case_event_by_conversation", ["conversation_id", "id"], unique=False)

    op.create_table(
        "trainer_bot_model",
        sa.Column("etag", sa.String(length=80), nullable=False),
        sa.Column("model", sa.String(length=160), nullable=False),
        sa.Column("since", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("last_at", storage.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("etag"),
    )
    op.create_table(
        "trainer_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("trainer_event", schema=None) as batch_op:
        batch_op.create_index("trainer_event_by_subject", ["subject", "id"], unique=False)

    op.create_table(
        "trainer_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("intent", sa.String(length=80), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("language", "digest", name="trainer_message_once"),
    )
    with op.batch_alter_table("trainer_message", schema=None) as batch_op:
        batch_op.create_index("trainer_message_by_worth", ["state", "worth"], unique=False)

    op.create_table(
        "trainer_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("started_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("heard_at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", storage.types.Moment(timezone=True), nullable=True),
        sa.Column("label_ids", sa.JSON(), nullable=False),
        sa.Column("old_model", sa.String(length=160), nullable=True),
        sa.Column("model", sa.String(length=160), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("comparison", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("trainer_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainer_run_model"), ["model"], unique=False)
        batch_op.create_index(batch_op.f("ix_trainer_run_started_at"), ["started_at"], unique=False)
        batch_op.create_index(
            "trainer_run_one_at_a_time",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )

    op.create_table(
        "trainer_label",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("intent", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", storage.types.Moment(timezone=True), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["trainer_message.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("trainer_label", schema=None) as batch_op:
        batch_op.create_index("trainer_label_by_state", ["state", "id"], unique=False)
    # Records and audit trails may only grow, whoever asks the database.
    dialect = op.get_bind().dialect.name
    for statement in append_only_ddl(dialect, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("trainer_label", schema=None) as batch_op:
        batch_op.drop_index("trainer_label_by_state")

    op.drop_table("trainer_label")
    with op.batch_alter_table("trainer_run", schema=None) as batch_op:
        batch_op.drop_index(
            "trainer_run_one_at_a_time",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.drop_index(batch_op.f("ix_trainer_run_started_at"))
        batch_op.drop_index(batch_op.f("ix_trainer_run_model"))

    op.drop_table("trainer_run")
    with op.batch_alter_table("trainer_message", schema=None) as batch_op:
        batch_op.drop_index("trainer_message_by_worth")

    op.drop_table("trainer_message")
    with op.batch_alter_table("trainer_event", schema=None) as batch_op:
        batch_op.drop_index("trainer_event_by_subject")

    op.drop_table("trainer_event")
    op.drop_table("trainer_bot_model")
    with op.batch_alter_table("desk_case_event", schema=None) as batch_op:
        batch_op.drop_index("desk_case_event_by_conversation")

    op.drop_table("desk_case_event")
    with op.batch_alter_table("desk_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_case_conversation_id"))
        batch_op.drop_index(
            "desk_case_one_open",
            sqlite_where=sa.text("status <> 'closed'"),
            postgresql_where=sa.text("status <> 'closed'"),
        )
        batch_op.drop_index("desk_case_by_status")

    op.drop_table("desk_case")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_member_id"))

    op.drop_table("staff_session")
    op.drop_table("staff_member")
    with op.batch_alter_table("staff_event", schema=None) as batch_op:
        batch_op.drop_index("staff_event_by_address")
        batch_op.drop_index("staff_event_by_account")

    op.drop_table("staff_event")
    with op.batch_alter_table("gateway_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gateway_session_conversation_id"))

    op.drop_table("gateway_session")
    with op.batch_alter_table("gateway_identity_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gateway_identity_challenge_conversation_id"))
        batch_op.drop_index("gateway_challenge_open")

    op.drop_table("gateway_identity_challenge")
    op.drop_table("gateway_phone_message")
    op.drop_table("gateway_identity_path")
    op.drop_table("gateway_host_token")
    with op.batch_alter_table("gateway_conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gateway_conversation_holder"))

    op.drop_table("gateway_conversation")
    with op.batch_alter_table("record_root_head", schema=None) as batch_op:
        batch_op.drop_index("record_root_head_conversation")

    op.drop_table("record_root_head")
    op.drop_table("record_entry")
    with op.batch_alter_table("record_root", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_root_day"))

    op.drop_table("record_root")
    with op.batch_alter_table("record_conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_conversation_opened_at"))

    op.drop_table("record_conversation")
    with op.batch_alter_table("record_access", schema=None) as batch_op:
        batch_op.drop_index("record_access_conversation")

    op.drop_table("record_access")
