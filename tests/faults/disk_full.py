"""The disk is full, then it is not: on a small tmpfs in a mount namespace of our own.

Writes are answered 503 with Retry-After within a second, nothing is acknowledged that is not
stored, reads and health go on, readiness goes; with room again the first success comes within
five seconds and without a restart. Control: with room from the beginning nothing is refused.
"""

import os
import subprocess
import sys
import tempfile
import time

from check import examine
from faults import NotHere
from server import Client, Installation, expect
from writers import Journal, Post, retry

SIZE = "12m"  # less than the ballast, so that none can be laid
REFUSED_WITHIN = 1.0
RECOVERS_WITHIN = 5.0
INSIDE = "CHAFFINCH_FAULTS_INSIDE"


def run(options):
    if os.environ.get(INSIDE) == "1":
        return _cycles(options)
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode != 0:
        raise NotHere("mount namespaces are not allowed")
    command = [*namespace, sys.executable, *sys.argv[:1], "--program", options.program]
    command += ["--rounds", str(options.size(1, 20)), "disk_full"]
    done = subprocess.run(
        command, env={**os.environ, INSIDE: "1"}, capture_output=True, check=False, timeout=900
    )
    said = done.stdout.decode(errors="replace").strip()
    expect(done.returncode == 0, said + done.stderr.decode(errors="replace")[-500:])
    return said.removeprefix("disk_full: ")


def _cycles(options):
    folder = tempfile.mkdtemp(prefix="chaffinch-faults-")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    installation = Installation(options.program, folder=folder)
    server = installation.start()
    client = installation.site_client(server)
    installation.moderator_client(server, "ann").close()
    _control(installation, client)
    cycles = options.size(1, 20)
    refused = slowest = longest = 0
    for cycle in range(cycles):
        filler = os.path.join(folder, "filler")
        journal, answers, took = _fill(client, filler, f"full{cycle}")
        refused, slowest = refused + answers, max(slowest, took)
        _while_full(installation, server, client, journal)
        os.remove(filler)
        longest = max(longest, _recovery(client, f"room{cycle}", journal))
        retry(installation, server, journal)
        wrong = examine(installation, journal)
        expect(not wrong, f"cycle {cycle}: " + "; ".join(wrong[:3]))
    server.stop()
    return (
        f"{cycles} cycles, {refused} writes refused, the slowest after {slowest:.2f} s, 0 lost, "
        f"working again after {longest:.2f} s"
    )


def _control(installation, client):
    journal = Journal()
    for number in range(20):
        post = Post(f"control-{number}", "holdme")
        answer = post.send(client)
        expect(answer.status == 201, f"control: answered {answer.status} on an empty disk")
        post.comment = answer.json()["id"]
        journal.posts.append(post)
    expect(not examine(installation, journal), "control: not stored on an empty disk")


def _fill(client, filler, tag):
    """Takes all room, then posts until ten are refused. Gives the journal, refusals, slowest."""
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    journal, refused, slowest = Journal(), 0, 0.0
    for number in range(500):
        post = Post(f"{tag}-{number}", "holdme")
        began = time.monotonic()
        answer = post.send(client)
        if answer.status == 201:
            post.comment = answer.json()["id"]
            journal.posts.append(post)
            continue
        expect(answer.status == 503, f"a full disk answers {answer.status}: {answer.body!r}")
        expect(answer.headers["Retry-After"], "503 without Retry-After")
        slowest = max(slowest, time.monotonic() - began)
        journal.open_posts.append(post)
        refused += 1
        if refused == 10:
            break
    expect(refused == 10, "500 comments went onto a full disk")
    expect(slowest <= REFUSED_WITHIN, f"refused only after {slowest:.2f} s")
    return journal, refused, slowest


def _while_full(installation, server, client, journal):
    for post in journal.posts[:5]:
        answer = client.send("GET", f"/v1/comments/{post.comment}")
        expect(answer.status == 200, f"a read was answered {answer.status}")
    queue = installation.moderator_client(server, "ann").send("GET", "/v1/queue")
    expect(queue.status == 200, f"the queue was answered {queue.status}")
    admin = Client(server.admin_port)
    expect(admin.send("GET", "/readyz").status == 503, "ready with a full disk")
    expect(admin.send("GET", "/healthz").status == 200, "not alive with a full disk")


def _recovery(client, name, journal):
    began = time.monotonic()
    post = Post(name, "fine")
    while True:
        answer = post.send(client)
        took = time.monotonic() - began
        if answer.status == 201:
            post.comment = answer.json()["id"]
            journal.posts.append(post)
            return took
        expect(took <= RECOVERS_WITHIN, f"no success {took:.1f} s after there was room")
        time.sleep(0.05)
