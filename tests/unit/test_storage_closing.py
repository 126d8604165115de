"""A database that is closed lets a transaction end that still runs."""

import threading

from sqlalchemy import text

from storage import open_database


def test_closing_waits_for_a_transaction_that_still_runs(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/app.db")
    begun, go_on, ended = threading.Event(), threading.Event(), []

    def work():
        with database.begin() as session:
            session.execute(text("CREATE TABLE kept (id INTEGER)"))
            begun.set()
            go_on.wait()
        ended.append(True)

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait()
    closer = threading.Thread(target=lambda: (database.close(), ended.append("closed")))
    closer.start()
    go_on.set()
    closer.join()
    worker.join()
    assert "closed" in ended
    assert database.engine.pool.checkedout() == 0
    again = open_database(f"sqlite:///{tmp_path}/app.db")
    with again.read() as session:
        assert session.execute(text("SELECT count(*) FROM kept")).scalar() == 0
    again.close()
