"""strace on a running server: what it writes and in which order, and faults at chosen calls.

strace counts calls for each thread by itself; all calls on the database are the writer thread's.
"""

import os
import re
import select
import shutil
import signal
import subprocess

from faults import NotHere

STORAGE_CALLS = ("pwrite64", "fdatasync", "ftruncate")
ANSWER_CALLS = ("sendmsg", "sendto", "writev")


def need_strace():
    if not shutil.which("strace"):
        raise NotHere("strace is not installed")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        raise NotHere("ptrace is not allowed")


class Trace:
    """strace on `server` from now on. `inject`: such as "fdatasync:error=EIO:when=3"."""

    def __init__(self, server, calls, output="/dev/null", inject=(), strings=0):
        command = ["strace", "-f", "-y", "-s", str(strings), "-o", output]
        command += ["-e", "trace=" + ",".join(calls), "-e", "signal=none"]
        for rule in inject:
            command += ["-e", "inject=" + rule]
        command += ["-p", str(server.process.pid)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._await_attached()

    def _await_attached(self):
        """strace says so on its standard error, once for all threads."""
        said = b""
        while b"attached" not in said:
            ready, _, _ = select.select([self.process.stderr], [], [], 10)
            chunk = os.read(self.process.stderr.fileno(), 4096) if ready else b""
            if not chunk:
                self.process.kill()
                raise NotHere("strace cannot attach: " + said.decode(errors="replace").strip())
            said += chunk

    def detach(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()


def calls_by_thread(trace_file):
    """{call: how often the thread that makes it most often makes it}."""
    counts = {}
    with open(trace_file, encoding="utf-8", errors="replace") as file:
        for line in file:
            found = re.match(r"(\d+) +(\w+)\(", line)
            if found:
                key = (found[2], found[1])
                counts[key] = counts.get(key, 0) + 1
    most = {}
    for (call, _), count in counts.items():
        most[call] = max(most.get(call, 0), count)
    return most
