"""A migration that is killed leaves the old schema or the new one; the next start finishes it.

The old file is made from the first migration and holds rows. Control: a file whose number says
more than its schema holds is told from a sound one.
"""

import glob
import os
import sqlite3
import subprocess

from server import SOURCE, Installation, Server, expect
from tracing import calls_by_thread, need_strace

MIGRATIONS = os.path.join(SOURCE, "server/store/sqlite/migrations")
CALLS = ("pwrite64", "fdatasync")
OURS = 0x43686666  # PRAGMA application_id, "Chff"


def _migrations():
    return sorted(glob.glob(os.path.join(MIGRATIONS, "*.sql")))


def _schema(path):
    db = sqlite3.connect(path)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        objects = db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
        sound = db.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        db.close()
    return version, objects, sound


def _make(path, upto):
    """What a program that knew only the first `upto` migrations has left."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    for number, file in enumerate(_migrations()[:upto], 1):
        with open(file, encoding="utf-8") as sql:
            db.executescript(sql.read())
        db.execute(f"PRAGMA user_version = {number}")
        db.execute(f"PRAGMA application_id = {OURS}")
    db.execute(
        "INSERT INTO sites (id, name, signals_for_site, created_at) VALUES ('old', 'Old', 0, 1)"
    )
    db.close()


def _is_one_of(found, known):
    version, objects, sound = found
    return sound == "ok" and known.get(version) == objects


def _with_old_schema(installation, old):
    twin = installation.copy()
    path = os.path.join(twin.data, "chaffinch.db")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.remove(path + end)
    _make(path, old)
    return twin, path


def _calls_of_a_start(installation, old):
    """(call, number) of everything that a start from this schema writes and syncs."""
    twin, _ = _with_old_schema(installation, old)
    output = os.path.join(twin.folder, "calls")
    traced = ["strace", "-f", "-o", output, "-e", "trace=" + ",".join(CALLS)]
    server = Server(twin, traced)
    expect(server.wait_ready(20), f"no start from schema {old}")
    server.kill()
    counts = calls_by_thread(output)
    twin.remove()
    return [(call, n) for call in CALLS for n in range(1, counts.get(call, 0) + 1)]


def _killed_at(installation, call, number, known, old):
    """True when the call was reached before the server was up."""
    twin, path = _with_old_schema(installation, old)
    inject = f"inject={call}:signal=KILL:when={number}"
    traced = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    server = Server(twin, traced)
    reached = not server.wait_ready(20)
    server.kill()
    where = f"killed at {call} {number} from schema {old}"
    look = twin.copy()
    expect(_is_one_of(_schema(os.path.join(look.data, "chaffinch.db")), known), f"{where}: between")
    look.remove()
    server = twin.start()
    server.stop()
    version, objects, sound = _schema(path)
    expect(sound == "ok" and version == max(known), f"{where}: not finished, {version}, {sound}")
    expect(objects == known[version], f"{where}: another schema than a fresh one")
    sites = twin.rows("SELECT count(*) FROM sites WHERE id = 'old'")
    expect(sites[0][0] == 1, f"{where}: the rows of before are gone")
    twin.remove()
    return reached


def run(options):
    need_strace()
    installation = Installation(options.program, webhook=False)
    known = {}
    scratch = os.path.join(installation.folder, "scratch.db")
    for upto in range(1, len(_migrations()) + 1):
        _make(scratch, upto)
        known[upto] = _schema(scratch)[1]
        subprocess.run(["rm", "-f", scratch, scratch + "-wal", scratch + "-shm"], check=True)
    points = [
        (old, *point)
        for old in range(1, max(known))
        for point in _calls_of_a_start(installation, old)
    ]
    rounds, reached = min(options.size(10, 50), len(points)), 0
    for index in range(rounds):
        old, call, number = points[index * len(points) // rounds]
        reached += _killed_at(installation, call, number, known, old)
    expect(reached >= rounds * 0.8, f"only {reached} of {rounds} kills came within the start")
    version = max(known)
    control = (version, known[version][:-1], "ok")
    expect(not _is_one_of(control, known), "control: a schema that lacks a table passed")
    installation.remove()
    return f"{rounds} kills, {reached} of them within the start: old schema or new, finished next time"
