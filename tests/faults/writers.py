"""Writers that load a server, and the journal of what it acknowledged.

Every request carries a key and an external id of its own, so that one that got no answer can be
sent again. Site writers post comments of every outcome; moderators decide what is held, with
reasons that teach, and take some decisions back. What a request left behind in the database is
judged by `check.py`.
"""

import http.client
import queue
import random
import threading
import time

GONE = (OSError, http.client.HTTPException)
WORDS = ("holdme", "holdme", "rejectme", "fine", "escalateme")


class Post:
    """One comment on its way in."""

    def __init__(self, name, word):
        self.name = name
        self.body = {
            "article": {"id": "faults"},
            "external_id": name,
            "text": f"please {word} now, marker {name}",
            "author": {"name": "Reader", "email": f"{name}@example.org"},
        }
        self.comment = None  # its id, once acknowledged

    def send(self, client):
        return client.send("POST", "/v1/comments", self.body, {"Idempotency-Key": "key-" + self.name})


class Ruling:
    """One decision of a moderator on one comment."""

    def __init__(self, login, comment, version, judgement):
        self.login, self.comment, self.judgement = login, comment, judgement
        reason = "spam.promotion" if judgement == "reject" else "verdict.not_spam"
        item = {"comment": comment, "version": version, "judgement": judgement, "reason": reason}
        self.body = {"items": [item]}
        self.decision = None  # its id, once acknowledged

    def send(self, client):
        return client.send(
            "POST", "/v1/decisions", self.body, {"Idempotency-Key": "rule-" + self.comment}
        )


class Journal:
    """What was asked and what was answered, of one round."""

    def __init__(self):
        self.lock = threading.Lock()
        self.posts, self.open_posts = [], []
        self.rulings, self.open_rulings = [], []
        self.undone = []  # decisions whose undo was acknowledged
        self.repeated = 0
        self.faults = []
        self.answers = {}

    def count(self, status):
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def acknowledged(self):
        return len(self.posts) + len(self.rulings)


class Load:
    """`posters` site writers and `moderators` deciders, until stopped or the server is gone."""

    def __init__(self, installation, server, tag, posters=6, moderators=2, seed=1, pause=0.0,
                 named="{tag}-{number}-{turn}"):
        self.installation, self.server, self.tag, self.named = installation, server, tag, named
        self.journal = Journal()
        self.held = queue.Queue()
        self.stopping = threading.Event()
        self.pause = pause
        self.latencies = []
        self.threads = [
            threading.Thread(target=self._post, args=(n, seed * 100 + n)) for n in range(posters)
        ]
        logins = ("ann", "bob")[:moderators]
        for login in logins:
            installation.moderator_client(server, login).close()
            self.threads.append(threading.Thread(target=self._decide, args=(login,)))
        for thread in self.threads:
            thread.start()

    def _post(self, number, seed):
        chance = random.Random(seed)
        client = self.installation.site_client(self.server)
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            name = self.named.format(tag=self.tag, number=number, turn=turn)
            post = Post(name, chance.choice(WORDS))
            began = time.monotonic()
            try:
                answer = post.send(client)
            except GONE:
                with self.journal.lock:
                    self.journal.open_posts.append(post)
                return
            self.latencies.append(time.monotonic() - began)
            self.journal.count(answer.status)
            if answer.status == 201:
                comment = answer.json()
                post.comment = comment["id"]
                with self.journal.lock:
                    self.journal.posts.append(post)
                if comment["status"] == "held":
                    self.held.put((post.comment, 1))
            else:
                with self.journal.lock:
                    self.journal.open_posts.append(post)
                if answer.status != 503:
                    self.journal.fault(f"a comment was answered {answer.status}: {answer.body!r}")
                    return
                time.sleep(0.02)
            if self.pause:
                time.sleep(self.pause)

    def _decide(self, login):
        client = self.installation.moderator_client(self.server, login)
        turn = 0
        while not self.stopping.is_set():
            try:
                comment, version = self.held.get(timeout=0.05)
            except queue.Empty:
                continue
            turn += 1
            ruling = Ruling(login, comment, version, "reject" if turn % 2 else "approve")
            try:
                answer = ruling.send(client)
            except GONE:
                with self.journal.lock:
                    self.journal.open_rulings.append(ruling)
                return
            self.journal.count(answer.status)
            if answer.status != 200:
                with self.journal.lock:
                    self.journal.open_rulings.append(ruling)
                if answer.status != 503:
                    self.journal.fault(f"a decision was answered {answer.status}: {answer.body!r}")
                continue
            ruling.decision = answer.json()["decision"]
            with self.journal.lock:
                self.journal.rulings.append(ruling)
            if turn % 5 == 0 and not self._undo(client, ruling):
                return

    def _undo(self, client, ruling):
        try:
            answer = client.send("POST", f"/v1/decisions/{ruling.decision}/undo")
        except GONE:
            ruling.undo_unknown = True
            return False
        if answer.status == 200:
            with self.journal.lock:
                self.journal.undone.append(ruling.decision)
        else:
            ruling.undo_unknown = True
        return True

    def wait_for(self, acknowledged):
        """Until so many comments are acknowledged, or nobody posts any more."""
        while len(self.journal.posts) < acknowledged and any(t.is_alive() for t in self.threads):
            time.sleep(0.01)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)
        return self.journal

    join = stop


def retry(installation, server, journal):
    """Sends everything once more that got no answer, with the same key; then all is acknowledged."""
    journal.repeated = len(journal.open_posts) + len(journal.open_rulings)
    client = installation.site_client(server)
    for post in journal.open_posts:
        answer = post.send(client)
        if answer.status not in (200, 201):
            journal.fault(f"a repeated comment was answered {answer.status}: {answer.body!r}")
            continue
        post.comment = answer.json()["id"]
        journal.posts.append(post)
    journal.open_posts = []
    for ruling in journal.open_rulings:
        answer = ruling.send(installation.moderator_client(server, ruling.login))
        if answer.status == 200:
            ruling.decision = answer.json()["decision"]
        elif answer.status == 409:
            # It was stored, but its answer was not: the item names the decision that stands.
            standing = answer.json()["results"][0].get("standing") or {}
            if standing.get("judgement") != ruling.judgement:
                journal.fault(f"another decision stands than the one repeated: {answer.body!r}")
                continue
            ruling.decision = standing["id"]
        else:
            journal.fault(f"a repeated decision was answered {answer.status}: {answer.body!r}")
            continue
        journal.rulings.append(ruling)
    journal.open_rulings = []
