"""A backup beside a loaded server, put back elsewhere.

It holds everything that was acknowledged before it began, sound and countable, and slows writers
by no more than three times. Control: the database file copied without its log lacks some of it.
"""

import os
import shutil
import sqlite3
import subprocess
import time

from check import examine
from server import Installation, expect
from writers import Journal, Load

SLOWER = 3.0
#: Seconds; below this the other load of the machine weighs more than the backup (a few hundred writes
#: fall into the short time that one takes).
FLOOR = 0.3


def _p99(latencies):
    ordered = sorted(latencies)
    return ordered[int(len(ordered) * 0.99)] if ordered else 0.0


def _acknowledged(journal):
    """What stands in the journal at this moment, as a journal of its own."""
    taken = Journal()
    with journal.lock:
        taken.posts = list(journal.posts)
    return taken


def _restored(installation, copy):
    """Another installation, made of the backup."""
    twin = installation.copy()
    shutil.rmtree(twin.data)
    words = [twin.program, "restore", copy, "--data", twin.data]
    words += ["--key", os.path.join(installation.data, "installation.key")]
    done = subprocess.run(words, capture_output=True, check=False, timeout=120)
    expect(done.returncode == 0, "restore: " + done.stderr.decode(errors="replace"))
    return twin


def _round(installation, server, number):
    """Gives p99 before and during the backup, and how many comments it had to hold."""
    load = Load(installation, server, f"b{number}", seed=number, pause=0.005)
    time.sleep(1.5)
    usual = _p99(load.latencies)
    before = _acknowledged(load.journal)
    first = len(load.latencies)
    copy = os.path.join(installation.folder, "copy.db")
    done = installation.command(["backup", copy])
    expect(done.returncode == 0, "backup: " + done.stderr.decode(errors="replace"))
    meanwhile = _p99(load.latencies[first:])
    load.stop()
    twin = _restored(installation, copy)
    wrong = examine(twin, before)
    expect(not wrong, f"round {number}: " + "; ".join(wrong[:5]))
    again = twin.start()
    client = twin.site_client(again)
    answer = client.send("GET", f"/v1/comments/{before.posts[-1].comment}")
    expect(answer.status == 200, f"the restored server answered {answer.status}")
    again.stop()
    twin.remove()
    return usual, meanwhile, len(before.posts)


def _lacks_something(installation, server):
    """Whether a bare copy of the file does; a checkpoint just before it may have saved all."""
    load = Load(installation, server, "control", moderators=0)
    time.sleep(0.5)
    before = _acknowledged(load.journal)
    bare = os.path.join(installation.folder, "bare.db")
    shutil.copyfile(os.path.join(installation.data, "chaffinch.db"), bare)
    load.stop()
    db = sqlite3.connect(bare)
    try:
        have = {row[0] for row in db.execute("SELECT external_id FROM comments")}
    except sqlite3.DatabaseError:
        have = set()
    db.close()
    return any(post.name not in have for post in before.posts)


def run(options):
    installation = Installation(options.program)
    server = installation.start()
    rounds = options.size(1, 10)
    held, worst = 0, 0.0
    for number in range(rounds):
        usual, meanwhile, count = _round(installation, server, number)
        held += count
        worst = max(worst, meanwhile / max(usual, 1e-4))
        expect(
            meanwhile <= max(SLOWER * usual, FLOOR),
            f"p99 of writes {usual * 1000:.1f} ms, during the backup {meanwhile * 1000:.1f} ms",
        )
    lacking = any(_lacks_something(installation, server) for _ in range(5))
    expect(lacking, "control: a file without its log held everything, five times")
    server.stop()
    installation.remove()
    return f"{rounds} backups, {held} comments, all there and sound; p99 at most {worst:.1f} x the usual"
