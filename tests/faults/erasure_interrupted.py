"""Persons are erased, and texts past their term forgotten, while the server is killed again and again.

After the next start each erasure that was acknowledged or only begun is finished by itself: nothing of
the person is left in any row, each of his comments has one row of the log that says so, his lessons are
out of force, and everybody else's comments are as they were. What is past its term is gone, once the
server was left in peace. Control: before the erasure the search finds the person; and an erasure that
was never asked for does not happen.
"""

import http.client
import random
import threading
import time

from check import soundness
from server import Installation, expect
import import_interrupted as blog

PERSONS = 6
WORDS = ("amber", "birch", "cobalt", "dune", "ember", "fjord")


def name_of(person):
    return f"Member {WORDS[person]}"


def email_of(person):
    return f"{WORDS[person]}@members.example"


def write_export(path, comments):
    """Everybody's comments in turn; every second one is spam and teaches."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(blog.HEAD)
        for number in range(comments):
            person = number % PERSONS
            kind = "0" if number % 11 == 0 else "spam" if number // PERSONS % 2 else "1"
            file.write(
                f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
                f"<wp:comment_author>{name_of(person)}</wp:comment_author>"
                f"<wp:comment_author_email>{email_of(person)}</wp:comment_author_email>"
                f"<wp:comment_date_gmt>2021-03-{number % 28 + 1:02d} 10:00:00</wp:comment_date_gmt>"
                f"<wp:comment_content>{WORDS[person]} says: {blog.text_of(kind, number)}"
                f"</wp:comment_content><wp:comment_approved>{kind}</wp:comment_approved>"
                "</wp:comment>\n"
            )
        file.write("</item></channel></rss>\n")


def traces_of(installation, person):
    """Rows in which something of the person is left."""
    with installation.database() as db:
        found = db.execute(
            "SELECT count(*) FROM comments WHERE author_name = ?1 OR author_email = ?2"
            " OR instr(text, ?3) > 0 OR instr(verdict, ?3) > 0",
            (name_of(person), email_of(person), WORDS[person] + " says"),
        ).fetchone()[0]
        found += db.execute(
            "SELECT count(*) FROM erasures WHERE email <> '' OR person_id <> '' OR author <> ''"
        ).fetchone()[0]
    return found


def ask(installation, server, person):
    """The answer's status, or None when the server died first."""
    client = installation.moderator_client(server, "root")
    try:
        return client.send("POST", "/v1/erasures", {"site": "demo", "email": email_of(person)}).status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        client.close()


def erase_and_kill(installation, person, chance, kills):
    """Asks once, kills `kills` times; gives how many comments were erased at each kill."""
    counts = []
    server = installation.start()
    asked = threading.Thread(target=ask, args=(installation, server, person))
    installation.moderator_client(server, "root").close()
    asked.start()
    for _ in range(kills):
        until = time.monotonic() + 10
        begun = "SELECT count(*) FROM erasures WHERE finished_at IS NULL"
        while installation.rows(begun)[0][0] == 0 and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        server.kill()
        counts.append(installation.rows("SELECT coalesce(max(comments), 0) FROM erasures WHERE pk ="
                                        " (SELECT max(pk) FROM erasures)")[0][0])
        server = installation.start()
    asked.join()
    until = time.monotonic() + 30
    while traces_of(installation, person) and time.monotonic() < until:
        time.sleep(0.05)
    server.stop()
    return counts


def examine(installation, person, comments):
    """What is wrong after the person was erased."""
    wrong = []
    own = len(range(person, comments, PERSONS))
    record = installation.rows("SELECT id, comments, finished_at FROM erasures ORDER BY pk DESC LIMIT 1")[0]
    if record[1] != own or record[2] is None:
        wrong.append(f"the record says {record}, not {own} comments")
    told = installation.rows("SELECT count(*), count(DISTINCT comment) FROM decisions WHERE id = ?", record[0])
    if told[0] != (own, own):
        wrong.append(f"the log tells of {told[0]} erased comments, not {own}")
    taught = installation.rows(
        "SELECT count(*) FROM training_events AS t JOIN decisions AS d ON d.comment = t.comment"
        " WHERE d.id = ? AND t.undone_at IS NULL", record[0],
    )[0][0]
    if taught:
        wrong.append(f"{taught} lessons of the erased are in force")
    with installation.database() as db:
        wrong += soundness(db)
    return wrong


def forget_and_kill(installation, chance, kills):
    """Terms of a day, and the texts made older than that; gives how many were left at each kill."""
    with installation.database(write=True) as db:
        db.execute("UPDATE comments SET updated_at = updated_at - 10 * 86400000, created_at = created_at"
                   " - 10 * 86400000, author_ip = '203.0.113.9'")
        # Written behind the marks that tell how far this went before.
        db.execute("DELETE FROM retention_marks")
        db.commit()
    with open(installation.config, "a", encoding="utf-8") as file:
        file.write("retention: {rejected_text_days: 1, taught_text_days: 1, address_days: 1}\n")
    left = "SELECT count(*) FROM comments WHERE status = 'rejected' AND text <> ''"
    bare = "SELECT count(*) FROM comments WHERE author_ip = '203.0.113.9'"
    expect(installation.rows(left)[0][0] > 0, "control: nothing is past its term")
    counts = []
    for _ in range(kills):
        server = installation.start()
        time.sleep(chance.uniform(0.02, 0.3))
        server.kill()
        counts.append(installation.rows(left)[0][0])
    server = installation.start()
    until = time.monotonic() + 60
    while installation.rows(left)[0][0] + installation.rows(bare)[0][0] and time.monotonic() < until:
        time.sleep(0.1)
    server.stop()
    expect(installation.rows(left)[0][0] == 0, f"{installation.rows(left)[0][0]} texts were not forgotten")
    expect(installation.rows(bare)[0][0] == 0, "addresses were not made pseudonyms")
    names = installation.rows("SELECT count(DISTINCT author_ip) FROM comments WHERE author_ip LIKE 'h:%'")
    expect(names[0][0] == 1, f"one address became {names[0][0]} pseudonyms within a month")
    held = installation.rows("SELECT count(*) FROM comments WHERE status = 'held' AND text = ''")[0][0]
    expect(held == 0, f"{held} comments that wait lost their text")
    with installation.database() as db:
        wrong = soundness(db)
    expect(not wrong, "; ".join(wrong))
    return counts


def run(options):
    comments = options.size(1_800, 6_000)
    installation = Installation(options.program, webhook=False)
    installation.command(["moderator", "add", "root", "--role", "admin"], "a password for tests\n")
    export = installation.folder + "/blog.xml"
    write_export(export, comments)
    installation.command(["import", export, "--site", "demo"])
    chance = random.Random(options.seed)
    said = []
    erased = range(options.size(2, PERSONS - 2))
    for person in erased:
        expect(traces_of(installation, person) > 0, "control: the search does not find the person")
        counts = erase_and_kill(installation, person, chance, options.size(2, 5))
        expect(traces_of(installation, person) == 0, f"of person {person} something is left")
        wrong = examine(installation, person, comments)
        expect(not wrong, "; ".join(wrong[:5]))
        said.append(str(counts))
    other = PERSONS - 1
    expect(traces_of(installation, other) == len(range(other, comments, PERSONS)),
           "somebody else's comments were touched")
    left = forget_and_kill(installation, chance, options.size(2, 8))
    installation.remove()
    return f"{len(erased)} persons, erased at the kills {', '.join(said)}; texts left at kills {left}"
