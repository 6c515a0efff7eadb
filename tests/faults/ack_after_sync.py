"""Between the write of a comment's log frames and its 201 stands a successful sync of the log.

Read from a trace of a loaded server. Control: with syncs that do nothing no answer has one.
"""

import os
import re

from server import Installation, expect
from tracing import Trace, need_strace
from writers import Load

CALLS = ("pwrite64", "fdatasync", "sendmsg", "sendto", "writev")
#: A page is 4,096 bytes; an answer is shorter.
STRINGS = 4200
MARKER = re.compile(r"marker (s\d+-\d+)")
ANSWERED = re.compile(r"201 Created.*?external_id\W+(s\d+-\d+)")


class Reader:
    """One pass over the lines of a trace: which comments were synced when they were answered."""

    def __init__(self):
        self.written = set()  # markers in frames that no sync has covered yet
        self.synced = set()
        self.under_way = {}  # thread -> markers that its running sync covers
        self.with_sync = self.without = 0

    def line(self, text):
        thread, _, call = text.partition(" ")
        call = call.lstrip()
        if call.startswith("pwrite64(") and ".db-wal>" in call:
            self.written.update(MARKER.findall(call))
        elif call.startswith("fdatasync(") and ".db-wal>" in call:
            self.under_way[thread] = set(self.written)
            if "unfinished" not in call:
                self._sync_ends(thread, call)
        elif call.startswith("<... fdatasync resumed"):
            self._sync_ends(thread, call)
        elif call.startswith(("sendmsg(", "sendto(", "writev(")):
            for name in ANSWERED.findall(call.replace('\\"', '"')):
                self.with_sync += name in self.synced
                self.without += name not in self.synced

    def _sync_ends(self, thread, call):
        covered = self.under_way.pop(thread, set())
        if re.search(r"= 0$", call.strip()):  # not "= 0 (INJECTED)", which did nothing
            self.synced |= covered
            self.written -= covered


def _traced(options, requests, inject=()):
    installation = Installation(options.program, webhook=False)
    server = installation.start()
    output = os.path.join(installation.folder, "trace")
    trace = Trace(server, CALLS, output, inject, STRINGS)
    load = Load(installation, server, "s", posters=8, moderators=0, named="{tag}{number}-{turn}")
    load.wait_for(requests)
    load.stop()
    trace.detach()
    server.stop()
    reader = Reader()
    with open(output, encoding="utf-8", errors="replace") as file:
        for text in file:
            reader.line(text)
    installation.remove()
    return reader


def run(options):
    need_strace()
    requests = options.size(100, 10_000)
    seen = _traced(options, requests)
    expect(seen.with_sync >= requests * 0.95, f"the trace shows only {seen.with_sync} answers")
    expect(seen.without == 0, f"{seen.without} comments were answered before their sync")
    control = _traced(options, 100, ["fdatasync:retval=0"])
    expect(control.without >= 90, "control: answers without a sync were not noticed")
    expect(control.with_sync == 0, "control: a sync that did nothing counts as one")
    return f"{seen.with_sync} answers, each after the sync of its frames"
