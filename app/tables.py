"""The tables of the app database, room by room."""

import desk.oversight.store
import desk.store
import gateway.tables
import helpdesk.store
import records.store
import staff.store
import trainer.store

METADATA = [
    records.store.Base.metadata,
    gateway.tables.Base.metadata,
    staff.store.Base.metadata,
    desk.store.Base.metadata,
    helpdesk.store.Base.metadata,
    desk.oversight.store.Base.metadata,
    trainer.store.Base.metadata,
]
