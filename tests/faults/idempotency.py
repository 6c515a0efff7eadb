"""One key, many requests: fifty at once, another body, another site, after a restart.

Control: without a key and an id the same fifty make fifty comments.
"""

import threading

from server import Installation, expect

THREADS = 50


def _at_once(send):
    """The answers of fifty threads that all start together."""
    gate, answers = threading.Barrier(THREADS), []

    def one():
        gate.wait()
        answers.append(send())

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def _body(name, **more):
    return {"article": {"id": "faults"}, "text": f"please holdme, {name}", **more}


def _post(installation, server, body, key, site_key=None):
    client = installation.site_client(server, site_key)
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.send("POST", "/v1/comments", body, headers)
    client.close()
    return answer


def _rows(installation, name):
    sql = "SELECT count(*) FROM comments WHERE text = ?"
    return installation.rows(sql, _body(name)["text"])[0][0]


def _round(installation, server, name):
    """Gives the stored answer, to be compared after a restart."""
    answers = _at_once(lambda: _post(installation, server, _body(name), name))
    for answer in answers:
        expect(answer.status in (201, 409), f"{name}: answered {answer.status}: {answer.body!r}")
        if answer.status == 409:
            expect(answer.headers["Retry-After"], f"{name}: 409 without Retry-After")
    bodies = {answer.body for answer in answers if answer.status == 201}
    expect(len(bodies) == 1, f"{name}: {len(bodies)} different answers")
    again = _post(installation, server, _body(name), name)
    expect(again.body in bodies, f"{name}: a repetition is answered differently")
    expect(_rows(installation, name) == 1, f"{name}: {_rows(installation, name)} comments")
    other = _post(installation, server, _body(name + " changed"), name)
    expect(other.status == 422, f"{name}: another body was answered {other.status}")
    foreign = _post(installation, server, _body(name), name, installation.other_key)
    expect(foreign.status == 201, f"{name}: the other site was answered {foreign.status}")
    expect(foreign.json()["id"] != again.json()["id"], f"{name}: sites share a key")
    return again.body


def run(options):
    installation = Installation(options.program, webhook=False)
    server = installation.start()
    rounds = options.size(20, 1_000)
    kept = {f"round-{n}": _round(installation, server, f"round-{n}") for n in range(rounds)}
    server.stop()
    server = installation.start()
    for name, body in list(kept.items())[:: max(1, rounds // 100)]:
        again = _post(installation, server, _body(name), name)
        expect(again.body == body, f"{name}: answered differently after a restart")
    _at_once(lambda: _post(installation, server, _body("control"), None))
    expect(_rows(installation, "control") == THREADS, "control: doubles without a key were not seen")
    server.stop()
    installation.remove()
    return f"{rounds} rounds of {THREADS} requests: one comment and one answer each"
