"""kill -9 at random instants while eight writers post and decide; then the next start.

Whatever was answered with success is there exactly once; whatever got no answer is there exactly
once after it was sent again with its key. Controls: a log that lost its end, and a client that
repeats without its key and id, must be noticed.
"""

import os
import random
import time

from check import examine
from server import Installation, expect
from writers import Journal, Load, Post, retry

READY_WITHIN = 2.0  # seconds, with up to 100,000 comments


def one_round(installation, server, number, chance):
    """Load, kill, start, repeat. Gives the new server, its journal and the time to its readiness."""
    load = Load(installation, server, f"k{number}", seed=number)
    time.sleep(chance.uniform(0.02, 0.4))
    server.kill()
    journal = load.join()
    server = installation.start()
    retry(installation, server, journal)
    return server, journal


def run(options):
    installation = Installation(options.program)
    chance = random.Random(options.seed)
    acknowledged = unanswered = 0
    slowest = 0.0
    server = installation.start()
    for number in range(options.size(20, 200)):
        server, journal = one_round(installation, server, number, chance)
        slowest = max(slowest, server.ready_after)
        acknowledged += journal.acknowledged()
        wrong = examine(installation, journal)
        expect(not wrong, f"round {number}: " + "; ".join(wrong[:5]))
        unanswered += journal.repeated
    server.stop()
    comments = installation.rows("SELECT count(*) FROM comments")[0][0]
    expect(slowest <= READY_WITHIN, f"ready only after {slowest:.2f} s at {comments} comments")
    expect(acknowledged > 20 * options.size(20, 200), f"only {acknowledged} requests were answered")
    installation.remove()
    control_lost_log(options)
    control_repeated_without_key(options)
    return (
        f"{options.size(20, 200)} kills, {acknowledged} acknowledged, {unanswered} repeated, 0 lost, "
        f"0 doubled, {comments} comments at the end, ready after {slowest:.2f} s at the slowest"
    )


def control_lost_log(options):
    """A write-ahead log whose end is gone is what a commit without a sync leaves."""
    installation = Installation(options.program)
    server = installation.start()
    client = installation.site_client(server)
    journal = Journal()
    for number in range(20):  # fewer than an automatic checkpoint takes
        post = Post(f"control-{number}", "holdme")
        post.comment = post.send(client).json()["id"]
        journal.posts.append(post)
    server.kill()
    log = os.path.join(installation.data, "chaffinch.db-wal")
    with open(log, "r+b") as file:
        file.truncate(os.path.getsize(log) // 2)
    server = installation.start()
    wrong = examine(installation, journal)
    server.stop()
    installation.remove()
    expect(any("LOST" in line for line in wrong), "control: half a log was lost and nobody saw it")


def control_repeated_without_key(options):
    installation = Installation(options.program, webhook=False)
    server = installation.start()
    client = installation.site_client(server)
    post = Post("control-1", "fine")
    post.comment = post.send(client).json()["id"]
    twin = {key: value for key, value in post.body.items() if key != "external_id"}
    expect(client.send("POST", "/v1/comments", twin).status == 201, "control: refused")
    journal = Journal()
    journal.posts.append(post)
    wrong = examine(installation, journal)
    server.stop()
    installation.remove()
    expect(any("DOUBLED" in line for line in wrong), "control: a doubled comment was not noticed")
