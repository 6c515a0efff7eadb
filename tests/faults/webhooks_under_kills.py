"""kill -9 under load while a receiver of webhooks fails three times in ten; then quiet restarts.

Every event reaches the receiver at least once, always under the same webhook-id and with the same
body; of one comment none is sent before the one before it was taken. The waits between attempts (5 s,
5 min, ...) are let pass while the server is down, by making what is due later due now. Controls: a
receipt that is missing, and two in the wrong order, must be noticed.
"""

import http.server
import json
import random
import threading
import time

from server import Installation, expect
from writers import Load, retry

FAILS = 0.3
QUIET_STARTS = 9  # ten attempts a delivery; 0.3 ** 9 of them would need more


class Receipt:
    def __init__(self, headers, body, status):
        self.id = headers.get("webhook-id")
        self.body = body
        self.status = status


class Receiver(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, seed):
        super().__init__(("127.0.0.1", 0), Handler)
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.receipts = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """A server that was killed while it spoke is what this is about."""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            return  # killed in the middle of sending
        with self.server.lock:
            status = 500 if self.server.chance.random() < FAILS else 204
            self.server.receipts.append(Receipt(self.headers, body, status))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nothing on the test's output."""


def deliveries(installation):
    """(comment, webhook-id, state) in the order of their events."""
    return installation.rows(
        "SELECT c.id, w.id, w.state FROM webhook_deliveries AS w JOIN comments AS c"
        " ON c.pk = w.comment ORDER BY w.event"
    )


def examine_receipts(rows, receipts):
    wrong = []
    bodies, taken, order = {}, set(), {}
    for comment, delivery, state in rows:
        order.setdefault(comment, []).append(delivery)
        if state != "delivered":
            wrong.append(f"delivery {delivery} is {state}")
    earlier = {}
    for ids in order.values():
        for number, delivery in enumerate(ids):
            earlier[delivery] = ids[:number]
    for receipt in receipts:
        if receipt.id not in earlier:
            wrong.append(f"a webhook-id that is no delivery: {receipt.id}")
            continue
        if bodies.setdefault(receipt.id, receipt.body) != receipt.body:
            wrong.append(f"two bodies under one webhook-id: {receipt.id}")
        if any(before not in taken for before in earlier[receipt.id]):
            wrong.append(f"ORDER: {receipt.id} came before what precedes it was taken")
        if receipt.status == 204:
            taken.add(receipt.id)
    for delivery in earlier:
        if delivery not in taken:
            wrong.append(f"LOST {delivery}")
    told = {(json.loads(body)["type"], json.loads(body)["data"]["comment"]) for body in bodies.values()}
    if not {kind for kind, _ in told} >= {"comment.held", "comment.approved", "comment.rejected"}:
        wrong.append(f"the load made too few kinds of event: {sorted({kind for kind, _ in told})}")
    return wrong


def let_time_pass(installation):
    """While the server is down: what is to be tried again later is to be tried now."""
    with installation.database(write=True) as db:
        db.execute("UPDATE webhook_deliveries SET due_at = 1 WHERE state = 'due'")
        db.execute("UPDATE webhook_endpoints SET paused_until = 0")
        db.commit()


def wait_until_tried(installation, seconds=20):
    """Until nothing is due now; what failed again is due later."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = int(time.time() * 1000)
        due = installation.rows(
            "SELECT count(*) FROM webhook_deliveries WHERE state = 'due' AND due_at <= ?", now
        )[0][0]
        if due == 0:
            return
        time.sleep(0.05)


def run(options):
    receiver = Receiver(options.seed)
    installation = Installation(options.program, webhook=False)
    url = f"http://127.0.0.1:{receiver.server_address[1]}/hook"
    installation.command(["webhook", "add", "demo", url, "--allow-http", "--allow-private"])
    chance = random.Random(options.seed)
    kills = options.size(5, 20)
    decisions = 0
    for number in range(kills):
        server = installation.start()
        load = Load(installation, server, f"w{number}", posters=2, seed=number, pause=0.004)
        time.sleep(chance.uniform(0.2, 0.6))
        server.kill()
        journal = load.join()
        let_time_pass(installation)
        server = installation.start()
        retry(installation, server, journal)
        expect(not journal.faults, "; ".join(journal.faults[:3]))
        decisions += len(journal.rulings)
        time.sleep(chance.uniform(0.05, 0.3))
        server.kill()
        let_time_pass(installation)
    for _ in range(QUIET_STARTS):
        server = installation.start()
        wait_until_tried(installation)
        server.stop()
        if all(state == "delivered" for _, _, state in deliveries(installation)):
            break
        let_time_pass(installation)
    rows = deliveries(installation)
    wrong = examine_receipts(rows, receiver.receipts)
    expect(not wrong, f"{len(wrong)} faults: " + "; ".join(wrong[:5]))
    expect(decisions >= 5 * kills, f"only {decisions} decisions were made")
    failed = sum(receipt.status != 204 for receipt in receiver.receipts)
    controls(rows, receiver.receipts)
    receiver.shutdown()
    installation.remove()
    return (
        f"{2 * kills} kills, {decisions} decisions, {len(rows)} deliveries in {len(receiver.receipts)}"
        f" attempts of which {failed} were answered 500: 0 lost, 0 out of order"
    )


def controls(rows, receipts):
    missing = receipts[-1].id
    less = [receipt for receipt in receipts if receipt.id != missing]
    expect(any("LOST" in line for line in examine_receipts(rows, less)), "control: a loss unnoticed")
    backwards = examine_receipts(rows, list(reversed(receipts)))
    expect(any("ORDER" in line for line in backwards), "control: a wrong order unnoticed")
