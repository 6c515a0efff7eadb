"""Twenty requests in a fixed order, of every kind that writes, and their journal.

For faults at an exact call: the same script makes the same calls.
"""

from writers import GONE, Journal, Post, Ruling

WORDS = ("holdme", "fine", "rejectme", "holdme", "escalateme", "holdme", "holdme", "fine")


def play(installation, server, tag, fatal=True):
    """Sends all of it, one after the other. Ends early when the server is gone; then, or after an
    answer of 503 with `fatal` False, what is missing stands in the journal to be repeated."""
    journal = Journal()
    posts = [Post(f"{tag}-{number}", word) for number, word in enumerate(WORDS)]
    gone = False
    try:
        client = installation.site_client(server)
        client.send("PUT", "/v1/articles/faults", {"title": "Faults"}, {"Idempotency-Key": "a" + tag})
        for post in posts:
            _post(client, post, journal)
        for number, post in enumerate(posts):
            if post.comment and number in (0, 3, 5, 6):
                _rule(installation, server, journal, post, ("reject", "approve")[number % 2])
        if journal.rulings:
            _undo(installation, server, journal)
        for number in range(5):
            post = Post(f"{tag}-late-{number}", "holdme")
            posts.append(post)
            _post(client, post, journal)
    except GONE:
        gone = True
    answered = {post.name for post in journal.posts}
    journal.open_posts = [post for post in posts if post.name not in answered]
    if gone and not fatal:
        journal.fault("the server closed a connection")
    return journal


def _post(client, post, journal):
    answer = post.send(client)
    journal.count(answer.status)
    if answer.status == 201:
        post.comment = answer.json()["id"]
        journal.posts.append(post)
    elif answer.status != 503:
        journal.fault(f"a comment was answered {answer.status}: {answer.body!r}")


def _rule(installation, server, journal, post, judgement):
    ruling = Ruling("ann", post.comment, 1, judgement)
    journal.open_rulings.append(ruling)
    answer = ruling.send(installation.moderator_client(server, "ann"))
    journal.count(answer.status)
    if answer.status == 200:
        ruling.decision = answer.json()["decision"]
        journal.open_rulings.remove(ruling)
        journal.rulings.append(ruling)
    elif answer.status != 503:
        journal.fault(f"a decision was answered {answer.status}: {answer.body!r}")


def _undo(installation, server, journal):
    ruling = journal.rulings[-1]
    ruling.undo_unknown = True
    client = installation.moderator_client(server, "ann")
    answer = client.send("POST", f"/v1/decisions/{ruling.decision}/undo")
    if answer.status == 200:
        journal.undone.append(ruling.decision)
