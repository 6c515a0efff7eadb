"""Two moderators decide the same comment oppositely at the same moment.

One wins; the other gets 409 and reads who did what. One log row, one lesson, one event, one
delivery. Control: two decisions that name the versions they saw one after the other both count.
"""

import threading

from server import Installation, expect
from writers import Post, Ruling


def _decide(installation, server, login, comment, version, judgement):
    ruling = Ruling(login, comment, version, judgement)
    client = installation.moderator_client(server, login)
    answer = client.send("POST", "/v1/decisions", ruling.body)
    client.close()
    return answer


def _pair(installation, server, comment):
    gate, answers = threading.Barrier(2), {}

    def one(login, judgement):
        gate.wait()
        answers[judgement] = _decide(installation, server, login, comment, 1, judgement)

    threads = [
        threading.Thread(target=one, args=words) for words in (("ann", "reject"), ("bob", "approve"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    statuses = sorted(answer.status for answer in answers.values())
    expect(statuses == [200, 409], f"{comment}: answered {statuses}")
    winner = next(word for word, answer in answers.items() if answer.status == 200)
    loser = next(answer for answer in answers.values() if answer.status == 409)
    standing = loser.json()["results"][0]["standing"]
    expect(standing["judgement"] == winner, f"{comment}: the loser reads {standing}")


def _traces_of(installation, comment):
    """Log rows of moderators, lessons, events of decisions, their deliveries."""
    pk = installation.rows("SELECT pk FROM comments WHERE id = ?", comment)[0][0]
    told = "SELECT sequence FROM events WHERE comment = ? AND instr(payload, '\"decision\":') > 0"
    return tuple(
        installation.rows(sql, pk)[0][0]
        for sql in (
            "SELECT count(*) FROM decisions WHERE comment = ? AND actor = 'moderator'",
            "SELECT count(*) FROM training_events WHERE comment = ?",
            f"SELECT count(*) FROM ({told})",
            f"SELECT count(*) FROM webhook_deliveries WHERE event IN ({told})",
        )
    )


def run(options):
    installation = Installation(options.program)
    server = installation.start()
    for login in ("ann", "bob"):
        installation.moderator_client(server, login).close()
    client = installation.site_client(server)
    pairs = options.size(100, 1_000)
    comments = [Post(f"pair-{n}", "holdme").send(client).json()["id"] for n in range(pairs + 1)]
    for comment in comments[:-1]:
        _pair(installation, server, comment)
    for comment in comments[:-1]:
        found = _traces_of(installation, comment)
        expect(found == (1, 1, 1, 1), f"{comment}: rows, lessons, events, deliveries {found}")
    for login, version, judgement in (("ann", 1, "reject"), ("bob", 2, "approve")):
        answer = _decide(installation, server, login, comments[-1], version, judgement)
        expect(answer.status == 200, f"control: answered {answer.status}")
    found = _traces_of(installation, comments[-1])
    expect(found == (2, 2, 2, 2), f"control: two decisions in turn left {found}")
    server.stop()
    installation.remove()
    return f"{pairs} pairs: one winner, one 409, one lesson, one event each"
