"""A second program on a live data directory is refused, and only one descriptor writes the file.

Control: on a directory of its own the same command is served.
"""

import os
import time

from server import Installation, Server, expect

REFUSED_WITHIN = 1.0


def _writing_descriptors(pid, file):
    """Descriptors of the process that are open for writing on exactly this file."""
    found = 0
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            if os.readlink(f"/proc/{pid}/fd/{number}") != file:
                continue
            with open(f"/proc/{pid}/fdinfo/{number}", encoding="ascii") as info:
                flags = next(line.split()[1] for line in info if line.startswith("flags:"))
        except FileNotFoundError:
            continue
        found += int(flags, 8) & (os.O_WRONLY | os.O_RDWR) != 0
    return found


def run(options):
    installation = Installation(options.program, webhook=False)
    server = installation.start()
    client = installation.site_client(server)
    for _ in range(20):
        client.send("GET", "/v1/comments/cmt_none")  # makes the readers open their connections
    lock = os.path.join(installation.data, "lock")
    began = time.monotonic()
    second = Server(installation)
    status = second.wait(5)
    took = time.monotonic() - began
    expect(status == 1, f"a second server ended with {status}")
    expect(took <= REFUSED_WITHIN, f"a second server was refused after {took:.2f} s only")
    said = " ".join(second.lines)
    expect(lock in said and str(server.process.pid) in said, f"the refusal says: {said}")
    for words in (
        ["site", "add", "third"], ["webhook", "list"], ["learning", "list"], ["forget"],
        ["erase", "--site", "demo", "--id", "1"], ["export", "--site", "demo", "--id", "1"],
    ):
        done = installation.command(words, check=False)
        expect(done.returncode == 1, f"{words} ran on a live data directory")
        said_by_it = done.stderr.decode()
        expect(lock in said_by_it, f"{words} does not name the lock")
        expect(str(server.process.pid) in said_by_it, f"{words} does not name the process")
    writing = _writing_descriptors(
        server.process.pid, os.path.realpath(os.path.join(installation.data, "chaffinch.db"))
    )
    expect(writing == 1, f"{writing} descriptors write the database")
    twin = installation.copy()
    control = Server(twin)
    expect(control.wait_ready(), "control: the program does not run at all")
    control.stop()
    server.stop()
    twin.remove()
    installation.remove()
    return f"refused after {took:.2f} s, naming lock and process; one writing descriptor"
