"""A WordPress export is imported by the command, which is killed again and again before its end; then
it runs to the end, once more, and a server starts on what came of it.

Every comment is there exactly once with the state and the time it had, what was undecided waits in the
queue, what was decided has taught, and the second run adds nothing. Control: before the import the
server judges both kinds of text alike.
"""

import os
import random
import subprocess
import time

from check import soundness
from server import Client, Installation, expect

COMMENTS = 2_000
BATCH = 500  # comments the command stores at once
STATES = {"1": "published", "spam": "rejected", "0": "held", "trash": "rejected"}

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><item><title>Wool</title><link>https://circle.example/wool</link><wp:post_id>7</wp:post_id>
<content:encoded><![CDATA[<p>How to wash a fleece without felting it.</p>]]></content:encoded>
"""
GOOD = ("washed", "carded", "spun", "plied", "dyed", "knitted", "soaked", "dried")
BAD = ("elixir", "miracle", "potion", "cure", "unguent", "amulet", "tonic", "balm")
COLOURS = ("grey", "brown", "white", "black", "red", "blue", "green", "yellow", "pink", "fawn")


def text_of(kind, number):
    words = BAD if kind == "spam" else GOOD
    first, second = words[number % 8], words[number // 8 % 8]
    colour, other = COLOURS[number // 64 % 10], COLOURS[number // 7 % 10]
    if kind == "spam":
        return f"My {colour} {first} and the {other} {second} healed {number} people, ask for it"
    return f"I {first} the {colour} one and then {second} the {other} fleece, lot {number}"


def kind_of(number):
    return "0" if number % 20 == 0 else "trash" if number % 20 == 1 else "spam" if number % 2 else "1"


def exported_comment(number):
    kind = kind_of(number)
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>Member {number}</wp:comment_author>"
        f"<wp:comment_author_email>m{number}@members.example</wp:comment_author_email>"
        f"<wp:comment_date_gmt>2021-03-{number % 28 + 1:02d} 10:00:{number % 60:02d}"
        f"</wp:comment_date_gmt><wp:comment_content>{text_of(kind, number)}"
        f"</wp:comment_content><wp:comment_approved>{kind}</wp:comment_approved>"
        "</wp:comment>\n"
    )


def export_lines():
    return [HEAD, *map(exported_comment, range(COMMENTS)), "</item></channel></rss>\n"]


def stored(installation):
    return installation.rows("SELECT count(*) FROM comments")[0][0]


def feed(process, lines):
    """The command may die while it is fed."""
    try:
        process.stdin.write("".join(lines).encode())
        process.stdin.flush()
    except BrokenPipeError:
        pass


def kill_imports(installation, command, chance, rounds):
    """Gives the numbers of comments after each kill. The command reads from us, and it is killed
    before we gave it all: so it dies in the middle, however fast the machine is."""
    lines = export_lines()
    counts = []
    for round_number in range(rounds):
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        before = stored(installation)
        reached = COMMENTS * (round_number + 1) // (rounds + 1)
        feed(process, lines[:reached])
        until = time.monotonic() + 20
        while stored(installation) == before and reached - before > 2 * BATCH:
            expect(time.monotonic() < until, "the import stores nothing")
            time.sleep(0.01)
        feed(process, lines[reached : reached + chance.randrange(BATCH)])
        time.sleep(chance.uniform(0, 0.05))
        expect(process.poll() is None, "the import ended before it had read all")
        process.kill()
        process.communicate()
        counts.append(stored(installation))
    return counts


def outcome(client, text):
    body = {"article": {"id": "wool"}, "text": text, "author": {"name": "New"}}
    answer = client.send("POST", "/v1/check", body)
    expect(answer.status == 200, f"a check was answered {answer.status}: {answer.body!r}")
    return answer.json()["outcome"]


def judged(installation):
    """How a server judges texts of both kinds that no export held; and what waits, and what taught."""
    server = installation.start()
    client = installation.site_client(server)
    outcomes = [outcome(client, text_of(kind, COMMENTS + 3)) for kind in ("1", "spam")]
    queue = installation.moderator_client(server, "ann").send("GET", "/v1/queue").json()["total"]
    metrics = Client(server.admin_port).send("GET", "/metrics").body.decode()
    lessons = float(metrics.split("\nchaffinch_learning_lessons ")[1].split("\n")[0])
    server.stop()
    return outcomes, queue, lessons


def examine_rows(installation):
    wrong = []
    for number in range(COMMENTS):
        rows = installation.rows(
            "SELECT status, text, created_at FROM comments WHERE external_id = ?", str(number)
        )
        kind = kind_of(number)
        if len(rows) != 1:
            wrong.append(f"comment {number} is there {len(rows)} times")
        elif rows[0][:2] != (STATES[kind], text_of(kind, number)):
            wrong.append(f"comment {number} ({kind}) came in as {rows[0]}")
        elif time.gmtime(rows[0][2] / 1000)[:3] != (2021, 3, number % 28 + 1):
            wrong.append(f"comment {number} has another time")
    with installation.database() as db:
        return wrong + soundness(db)


def run(options):
    installation = Installation(options.program, webhook=False)
    export = os.path.join(installation.folder, "blog.xml")
    with open(export, "w", encoding="utf-8") as file:
        file.writelines(export_lines())
    before, _, _ = judged(installation)
    expect(before == ["approve", "approve"], f"control: untaught, it says {before}")

    piped = ["import", "-", "--format", "wordpress", "--name", "blog.xml", "--site", "demo"]
    command = [installation.program, *piped, "--data", installation.data]
    counts = kill_imports(installation, command, random.Random(options.seed), options.size(3, 20))
    expect(any(0 < count < COMMENTS for count in counts), f"no kill came in the middle: {counts}")
    words = ["import", export, "--site", "demo"]
    installation.command(words)
    wrong = examine_rows(installation)
    expect(not wrong, f"{len(wrong)} faults: " + "; ".join(wrong[:5]))

    lessons = sum(kind_of(number) in ("1", "spam") for number in range(COMMENTS))
    ledger = "SELECT count(*) FROM training_events WHERE undone_at IS NULL"
    expect(installation.rows(ledger)[0][0] == lessons, "a lesson is missing or doubled")
    again = installation.command(words).stdout.decode()
    expect(stored(installation) == COMMENTS, f"the second run added something: {again}")
    expect(installation.rows(ledger)[0][0] == lessons, "the second run taught something")

    outcomes, queue, in_force = judged(installation)
    held = sum(kind_of(number) == "0" for number in range(COMMENTS))
    expect(queue == held, f"{queue} wait in the queue, not {held}")
    expect(in_force > lessons / 2, f"the server knows {in_force} of {lessons} lessons")
    expect(outcomes[0] == "approve" and outcomes[1] != "approve", f"what was taught: {outcomes}")
    installation.remove()
    return f"{len(counts)} kills, at {counts} of {COMMENTS}; {held} in the queue, {lessons} lessons"
