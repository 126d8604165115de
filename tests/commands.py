"""A home with databases, keys and staff for the operator's commands, and a borrower's conversation in it."""

from contextlib import contextmanager
from datetime import date

from sqlalchemy import create_engine, inspect, text

from app.keys import ensure_keys, record_cipher
from app.main import make_rooms
from app.migrate import migrate
from app.settings import settings_from
from desk.domain.files import File
from desk.notes import Notes
from gateway.conversation import MESSAGE, borrower, note, open_conversation
from gateway.opening import open_case
from records.client import Author, Records
from tests.databases import empty_database

SECRET, NAME, LOAN = "my marmalade payment is lost", "Zelda Quillfeather", "4400100918"
PLANTED = ("marmalade", "Quillfeather", "0918", "sounds upset", "306237", "receipt of the county")
PDF = b"%PDF-1.7 a receipt of the county"
ENDED = date(2020, 3, 31)


class Home:
    """The rooms of one home, as a command finds them."""

    def __init__(self, rooms, settings):
        self.rooms = rooms
        self.settings = settings
        self.database = rooms.database
        self.records = rooms.records

    def conversation(self, *, known=True, case="closed"):
        """A conversation with a case, its notes and a file; the case is left as it is named, or there is none."""
        parts = self.rooms.gateway.parts
        with self.database.begin() as session:
            talk = open_conversation(parts, session, language="en")
            if known:
                talk.party_id, talk.party_name, talk.loans, talk.level = "P99-zelda", NAME, [LOAN], "verified"
                talk.verified_at = talk.opened_at
            note(parts, session, talk, MESSAGE, {"text": SECRET, "language": "en"}, author=borrower(talk))
            figure = {"name": "unpaid_principal", "value": "306237.11"}
            note(parts, session, talk, MESSAGE, {"text": "…", "facts": [figure]}, author=Author("bot", "doorstep"))
            if case is not None:
                self._case(session, talk, case)
            session.flush()
            return talk.id

    def _case(self, session, talk, state):
        parts, desk = self.rooms.gateway.parts, self.rooms.cases
        opened = open_case(parts, session, talk, kind="hardship", reason="hardship", message_seq=2)
        case = desk.case(session, opened.reference)
        Notes(self.records).write(
            session, case, author=Author("agent", "alex"), text="sounds upset", files=[File("a.pdf", PDF)]
        )
        session.execute(
            text("UPDATE desk_case SET status = :state WHERE reference = :case"),
            {"state": state, "case": case.reference},
        )

    def entries(self, conversation_id):
        with self.database.read() as session:
            return self.records.all_entries(session, conversation_id)

    def stored(self):
        """Every value of every table, with the record opened as far as it can be."""
        with self.database.read() as session:
            names = inspect(session.connection()).get_table_names()
            rows = [str(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names]
            opened = [
                str(entry.body) + str(entry.author.name)
                for name in self.records.conversations(session, limit=10_000)
                for entry in self.records.all_entries(session, name)
            ]
        return "\n".join([*rows, *opened])

    def accesses(self, subject):
        with self.database.read() as session:
            return [(each.who, each.what, each.why) for each in self.records.accesses(session, subject)]

    def problems(self):
        """What is wrong with any chain."""
        with self.database.read() as session:
            names = self.records.conversations(session, limit=10_000)
            return [name for name in names if not self.records.verify(session, name).sound]

    def fresh(self):
        """The record as a process that starts now opens it."""
        return Records(self.database, record_cipher(self.settings.keys), self.settings.wall)

    def dialogue(self, conversation_id):
        """The bot's own memory of a conversation, as the bot keeps it."""
        engine = create_engine(self.settings.tracker_database_url)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS bot_dialogue (conversation TEXT, events TEXT)")
            kept = {"name": conversation_id, "events": SECRET}
            connection.execute(text("INSERT INTO bot_dialogue VALUES (:name, :events)"), kept)
        engine.dispose()

    def remembered(self):
        engine = create_engine(self.settings.tracker_database_url)
        with engine.connect() as connection:
            found = connection.scalars(text("SELECT conversation FROM bot_dialogue")).all()
        engine.dispose()
        return found


@contextmanager
def home_in(folder, backend, monkeypatch):
    """A home in the folder, whose variables the command reads too."""
    empty = empty_database(backend, folder)
    monkeypatch.setenv("DOORSTEP_HOME", str(folder))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", empty.engine.url.render_as_string(hide_password=False))
    empty.close()
    settings = settings_from()
    ensure_keys(settings.keys, demo=True)
    migrate(settings.database_url, settings.keys)
    rooms = make_rooms(settings, "between us")
    for account, role in (("cora.compliance", "compliance"), ("alex.agent", "agent")):
        rooms.staff.add(account=account, name=account.title(), role=role, password="a long enough password", demo=True)
    yield Home(rooms, settings)
    rooms.workshop.close()
    rooms.database.close()
