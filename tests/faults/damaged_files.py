"""Bits flipped and ends cut off in the database and its log, an empty file, a newer schema.

The program starts and answers, or refuses with a message that names the file; it never dies of a
signal and never hangs. A log that is damaged is cut where its checksums end (SQLite cannot tell
that from a log whose end was never written): what remains must be a state that once was, with
nothing missing in its middle. Control: undamaged, everything is answered.
"""

import os
import random
import sqlite3

from server import Installation, Server, expect
from writers import GONE, Post

PAGE = 4096
POSTS = 30


def _prepared(options):
    """An installation that was killed: half of it in the database, half in the log."""
    installation = Installation(options.program, webhook=False)
    server = installation.start()
    client = installation.site_client(server)
    posts = [Post(f"damage-{number}", "holdme") for number in range(POSTS)]
    for number, post in enumerate(posts):
        post.comment = post.send(client).json()["id"]
        if number == POSTS // 2:
            server.stop()
            server = installation.start()
            client = installation.site_client(server)
    server.kill()
    return installation, posts


def _flip(chance, file):
    def damage(data):
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        return f"{file}: bit flipped at {place}"

    return file, damage


def _cut(chance, file):
    def damage(data):
        size = chance.randrange(len(data) // PAGE) * PAGE
        del data[size:]
        return f"{file}: cut at {size}"

    return file, damage


def _try(installation, posts, file, damage):
    """"served" or "refused". Throws Fault for anything else."""
    twin = installation.copy()
    path = os.path.join(twin.data, file)
    with open(path, "rb") as source:
        data = bytearray(source.read())
    what = damage(data)
    with open(path, "wb") as target:
        target.write(data)
    server = Server(twin)
    if server.wait_ready(20):
        outcome = _ask(twin, server, posts, what, file.endswith("-wal"))
        status = server.stop()
        expect(status in (0, 74), f"{what}: served, then ended with {status}")
    else:
        status = server.wait(20)
        said = " ".join(server.lines)
        expect(status == 1, f"{what}: ended with {status}: {said}")
        expect("chaffinch.db" in said, f"{what}: the refusal names no file: {said}")
        outcome = "refused"
    twin.remove()
    return outcome


def _ask(twin, server, posts, what, log_was_damaged):
    """Every comment is answered: 200, or 5xx; one that is not there only at the end of a log."""
    client = twin.site_client(server, timeout=10)
    seen = []
    for post in posts:
        try:
            answer = client.send("GET", f"/v1/comments/{post.comment}")
        except GONE as gone:
            expect(server.process.poll() is None, f"{what}: the server died: {server.lines[-2:]}")
            raise gone
        seen.append(answer.status)
        expect(answer.status in (200, 404, 401, 500, 503), f"{what}: answered {answer.status}")
        if answer.status == 200:
            right = answer.json()["external_id"] == post.name
            expect(right, f"{what}: another comment was answered for {post.name}")
    missing = [index for index, status in enumerate(seen) if status == 404]
    if missing and log_was_damaged:
        expect(missing == list(range(missing[0], POSTS)), f"{what}: a hole in the middle: {missing}")
        expect(missing[0] > POSTS // 2, f"{what}: what was in the database is missing")
    elif missing:
        expect(False, f"{what}: comments {missing} are missing without a word")
    return "served"


def _special(options):
    """An empty file, and a schema of a later version."""
    installation = Installation(options.program, webhook=False)
    with sqlite3.connect(os.path.join(installation.data, "chaffinch.db")) as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    newer = Server(installation)
    expect(newer.wait(20) == 1, "a newer schema was opened")
    expect("newer version" in " ".join(newer.lines), f"it says: {newer.lines}")
    installation.remove()


def run(options):
    installation, posts = _prepared(options)
    chance = random.Random(options.seed)
    served = _try(installation, posts, "chaffinch.db", lambda data: "nothing damaged")
    expect(served == "served", "control: the undamaged files were refused")
    total = options.size(20, 400)
    outcomes = {"served": 0, "refused": 0}
    for number in range(total):
        file = ("chaffinch.db", "chaffinch.db-wal")[number % 2]
        make = _cut if number % 4 == 3 or number % 8 == 2 else _flip
        outcomes[_try(installation, posts, *make(chance, file))] += 1
    expect(outcomes["refused"] > 0, "control: no damage at all was noticed")
    _special(options)
    installation.remove()
    return f"{total} damaged files: {outcomes['served']} served, {outcomes['refused']} refused"
