"""SIGTERM under load: what is in flight is answered, nothing is lost, the end comes in time.

A second SIGTERM ends at once. Control: SIGKILL at the same place leaves requests unanswered.
"""

import os
import random
import signal
import time

from check import examine
from server import Installation, expect
from writers import Load, retry

ENDS_WITHIN = 10.0
AT_ONCE = 1.0


def run(options):
    installation = Installation(options.program)
    chance = random.Random(options.seed)
    slowest = 0.0
    acknowledged = 0
    rounds = options.size(5, 50)
    for number in range(rounds):
        server = installation.start()
        load = Load(installation, server, f"t{number}", seed=number)
        time.sleep(chance.uniform(0.05, 0.5))
        began = time.monotonic()
        status = server.stop(ENDS_WITHIN)
        slowest = max(slowest, time.monotonic() - began)
        journal = load.join()
        expect(status == 0, f"round {number}: ended with {status}")
        expect(not os.path.exists(os.path.join(installation.data, "chaffinch.db-wal")),
               f"round {number}: the log was not emptied and removed")
        server = installation.start()
        retry(installation, server, journal)
        wrong = examine(installation, journal)
        server.stop()
        expect(not wrong, f"round {number}: " + "; ".join(wrong[:5]))
        acknowledged += journal.acknowledged()
    at_once = _second_signal(installation)
    _control(installation)
    installation.remove()
    return (
        f"{rounds} stops, {acknowledged} acknowledged, 0 lost, the slowest {slowest:.2f} s; "
        f"a second signal ends after {at_once:.2f} s"
    )


def _second_signal(installation):
    """A client that sends half a request keeps the first stop waiting; the second does not wait."""
    server = installation.start()
    client = installation.site_client(server)
    client.connection.putrequest("POST", "/v1/comments")
    client.connection.putheader("Content-Length", "100")
    client.connection.endheaders(b"{")
    time.sleep(0.1)
    os.kill(server.process.pid, signal.SIGTERM)
    time.sleep(0.3)
    waits = server.process.poll() is None
    began = time.monotonic()
    if waits:
        os.kill(server.process.pid, signal.SIGTERM)
    server.wait(AT_ONCE if waits else 5)
    return time.monotonic() - began


def _control(installation):
    for _ in range(5):
        server = installation.start()
        load = Load(installation, server, "control")
        time.sleep(0.2)
        server.kill()
        if load.join().open_posts:
            return
    expect(False, "control: even SIGKILL left nothing unanswered, so nothing was in flight")
