"""Death at every single call that writes, syncs or answers, in a script of twenty requests.

The calls are counted in one run that is let through; then each of them is the last one of a run.
After the next start all that was acknowledged is there once, and the rest after its repetition.
"""

import os

from check import examine
from script import play
from server import Installation, expect
from tracing import ANSWER_CALLS, STORAGE_CALLS, Trace, calls_by_thread, need_strace
from writers import retry


def _counted(installation):
    """How many calls of each kind the script makes, the stop included."""
    twin = installation.copy()
    server = twin.start()
    twin.moderator_client(server, "ann").close()
    output = os.path.join(twin.folder, "calls")
    trace = Trace(server, STORAGE_CALLS + ANSWER_CALLS, output)
    journal = play(twin, server, "counted")
    server.stop()
    trace.detach()
    wrong = examine(twin, journal)
    expect(not wrong, "without any fault: " + "; ".join(wrong[:3]))
    counts = calls_by_thread(output)
    twin.remove()
    return counts


def _die_at(installation, call, number):
    """True when that call was reached."""
    twin = installation.copy()
    server = twin.start()
    twin.moderator_client(server, "ann").close()
    trace = Trace(server, [call], inject=[f"{call}:signal=KILL:when={number}"])
    journal = play(twin, server, f"{call}{number}")
    status = server.stop()
    trace.detach()
    server = twin.start()
    retry(twin, server, journal)
    wrong = examine(twin, journal)
    server.stop()
    twin.remove()
    expect(not wrong, f"killed at {call} {number}: " + "; ".join(wrong[:3]))
    return status == -9


def run(options):
    need_strace()
    installation = Installation(options.program)
    server = installation.start()
    for login in ("ann", "bob"):
        installation.moderator_client(server, login).close()
    server.stop()
    points = [
        (call, number)
        for call, count in sorted(_counted(installation).items())
        for number in range(1, count + 1)
    ]
    wanted = options.size(20, len(points))
    step = max(1.0, len(points) / wanted)
    chosen = [points[int(index * step)] for index in range(min(wanted, len(points)))]
    killed = sum(_die_at(installation, call, number) for call, number in chosen)
    installation.remove()
    expect(killed >= len(chosen) * 0.9, f"only {killed} of {len(chosen)} runs ended at their call")
    return (
        f"{len(chosen)} of {len(points)} calls, {killed} deaths there (group commit may save the "
        "last ones of a kind), 0 lost, 0 doubled"
    )
