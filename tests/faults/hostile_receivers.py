"""Receivers of webhooks that flood, trickle, redirect and send bombs, and what they cost the server.

Six endpoints behave at first, and the server's memory is taken before and after a load. Then all six
turn hostile under the same load: memory grows by no more than 1 MiB over what the quiet load cost, and
the API answers meanwhile. Control: a receiver that counts what it could send shows that the floods
were cut, and that they were floods.
"""

import gzip
import socket
import threading
import time

from server import Installation, expect

COMMENTS = 60
MOST_GROWTH = 1024  # KiB
PATIENCE = 20  # seconds; the total deadline of a delivery is 15

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def endless(connection):
    connection.sendall(HEAD + b"Content-Length: 1073741824\r\n\r\n")
    return flood(connection, b"a" * 65536)


def chunks(connection):
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    return flood(connection, b"10000\r\n" + b"a" * 65536 + b"\r\n")


def headers(connection):
    connection.sendall(HEAD)
    return flood(connection, b"X-Filler: " + b"a" * 4000 + b"\r\n")


def trickle(connection):
    connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")
    sent = 0
    while True:
        connection.sendall(b"a")
        sent += 1
        time.sleep(0.5)


def bomb(connection):
    packed = gzip.compress(b"\0" * (32 << 20))
    size = str(len(packed)).encode()
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: " + size + b"\r\n\r\n")
    connection.sendall(packed)
    return len(packed)


def redirect(connection):
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
    return 0


def flood(connection, piece):
    """Until the other side hangs up; gives what could be sent."""
    sent = 0
    try:
        while sent < 1 << 28:
            connection.sendall(piece)
            sent += len(piece)
    except OSError:
        pass
    return sent


class Receiver:
    def __init__(self, act):
        self.act = act
        self.hostile = False
        self.taken = 0
        self.sent = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/hook"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                connection.recv(65536)
                if self.hostile:
                    self.sent.append(self.act(connection))
                else:
                    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                    self.taken += 1
            except OSError:
                pass


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise RuntimeError("no VmRSS")


def load(client, tag):
    slowest = 0.0
    for number in range(COMMENTS):
        body = {
            "article": {"id": "hostile"},
            "text": f"a friendly remark, {tag} {number}",
            "author": {"name": "Reader"},
        }
        began = time.monotonic()
        answer = client.send("POST", "/v1/comments", body)
        slowest = max(slowest, time.monotonic() - began)
        expect(answer.status == 201, f"a comment was answered {answer.status}")
    return slowest


def highest(pid, seconds):
    most, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        most = max(most, resident(pid))
        time.sleep(0.02)
    return most


def run(options):
    receivers = [Receiver(act) for act in (endless, chunks, headers, trickle, bomb, redirect)]
    installation = Installation(options.program, webhook=False)
    for receiver in receivers:
        target = ["webhook", "add", "demo", receiver.url, "--allow-http", "--allow-private"]
        installation.command(target)
    server = installation.start()
    pid = server.program_pid()
    client = installation.site_client(server)
    for number in range(3):  # allocators and caches take what they will keep
        load(client, f"quiet {number}")
        time.sleep(2)
    before = resident(pid)
    load(client, "control")
    quiet = highest(pid, 3)
    expect(all(receiver.taken >= 3 * COMMENTS for receiver in receivers), "control: nothing arrived")
    for receiver in receivers:
        receiver.hostile = True
    slowest = load(client, "hostile")
    most = highest(pid, options.size(PATIENCE, 3 * PATIENCE))
    server.stop()
    floods = [sent for receiver in receivers[:3] for sent in receiver.sent]
    expect(len(floods) >= 3, "control: no flood was cut")
    expect(most - quiet <= MOST_GROWTH, f"{most - quiet} KiB more than under the quiet load")
    expect(slowest <= 1.0, f"a comment took {slowest:.2f} s meanwhile")
    installation.remove()
    return (
        f"{quiet - before} KiB more after a quiet load, {most - quiet} KiB more than that under"
        f" {len(floods)} floods, the longest cut after {max(floods) >> 10} KiB of socket buffers;"
        f" slowest comment meanwhile {1000 * slowest:.0f} ms"
    )
