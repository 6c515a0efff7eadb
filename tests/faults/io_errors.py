"""The Nth write or sync fails with EIO, once or for good.

A failed write is answered 503 and the server goes on; a failed sync ends the process, since a
second one would lie, and what it was to make durable may come back: repeated with its key it is
there once. Control: a server whose failing syncs are reported as good goes on, and is noticed.
"""

import os
import time

from check import examine
from script import play
from server import Client, Fault, Installation, expect
from tracing import STORAGE_CALLS, Trace, calls_by_thread, need_strace
from writers import GONE, Post, retry

EXIT_IO = 74  # EX_IOERR of sysexits.h
ENDS_WITHIN = 5.0
RECOVERS_WITHIN = 5.0


def _start(installation):
    twin = installation.copy()
    server = twin.start()
    twin.moderator_client(server, "ann").close()
    return twin, server


def _after(twin, journal, server=None):
    """What a restart, or the server that went on, has after everything was repeated."""
    server = server or twin.start()
    retry(twin, server, journal)
    wrong = examine(twin, journal)
    server.stop()
    twin.remove()
    return wrong


def _failed_sync(installation, number, inject="error=EIO"):
    """Gives the journal's findings; throws Fault when the process did not end as it must."""
    twin, server = _start(installation)
    trace = Trace(server, ["fdatasync"], inject=[f"fdatasync:{inject}:when={number}+"])
    journal = play(twin, server, f"sync{number}")
    began = time.monotonic()
    status = server.stop() if server.process.poll() is None else server.wait()
    trace.detach()
    took = time.monotonic() - began
    lines = [line for line in server.lines if "store_sync_failed" in line]
    if status != EXIT_IO or len(lines) != 1 or took > ENDS_WITHIN:
        twin.remove()
        raise Fault(f"after sync {number} failed: status {status}, {len(lines)} lines, {took:.1f} s")
    return _after(twin, journal)


def _failed_write_once(installation, number):
    twin, server = _start(installation)
    trace = Trace(server, ["pwrite64"], inject=[f"pwrite64:error=EIO:when={number}"])
    journal = play(twin, server, f"write{number}", fatal=False)
    trace.detach()
    expect(server.process.poll() is None, f"write {number} failed once and the process ended")
    return _after(twin, journal, server)


def _failed_writes_for_good(installation, number):
    """Until the disk heals: writes 503, reads on, not ready, alive; then without a restart."""
    twin, server = _start(installation)
    client = twin.site_client(server)
    stored = Post("before", "fine")
    stored.comment = stored.send(client).json()["id"]
    trace = Trace(server, ["pwrite64"], inject=[f"pwrite64:error=EIO:when={number}+"])
    journal = play(twin, server, f"good{number}", fatal=False)
    journal.posts.append(stored)
    refused = Post("refused", "fine")
    journal.open_posts.append(refused)
    answer = refused.send(client)
    expect(answer.status == 503 and answer.headers["Retry-After"], f"answered {answer.status}")
    expect(client.send("GET", f"/v1/comments/{stored.comment}").status == 200, "reads stopped")
    admin = Client(server.admin_port)
    expect(admin.send("GET", "/readyz").status == 503, "ready without a disk")
    expect(admin.send("GET", "/healthz").status == 200, "not alive without a disk")
    trace.detach()
    healed = time.monotonic()
    while refused.send(client).status not in (200, 201):
        expect(time.monotonic() - healed < RECOVERS_WITHIN, "no recovery without a restart")
        time.sleep(0.1)
    return _after(twin, journal, server)


def _control(installation):
    """With EIO told as success there is nothing to notice, and the test must say so."""
    try:
        _failed_sync(installation, 1, "retval=0")
    except Fault:
        return
    raise Fault("control: a sync that did nothing passed for one that failed")


def _counts(installation):
    twin, server = _start(installation)
    output = os.path.join(twin.folder, "calls")
    trace = Trace(server, STORAGE_CALLS, output)
    play(twin, server, "counted")
    trace.detach()
    counts = calls_by_thread(output)
    server.stop()
    twin.remove()
    return counts


def run(options):
    need_strace()
    installation = Installation(options.program)
    server = installation.start()
    installation.moderator_client(server, "ann").close()
    server.stop()
    counts = _counts(installation)
    kinds = (
        (_failed_sync, counts["fdatasync"]),
        (_failed_write_once, counts["pwrite64"]),
        (_failed_writes_for_good, counts["pwrite64"] // 2),
    )
    share = max(1, options.size(9, 200) // len(kinds))
    runs = 0
    for fail, most in kinds:
        for index in range(min(share, most)):
            number = 1 + index * most // min(share, most)
            wrong = fail(installation, number)
            expect(not wrong, f"{fail.__name__} {number}: " + "; ".join(wrong[:3]))
            runs += 1
    _control(installation)
    installation.remove()
    return f"{runs} runs: no success after a failed sync, every process ended, 0 lost, 0 doubled"
