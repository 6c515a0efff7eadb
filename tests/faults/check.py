"""What the database holds, against the journal of what was acknowledged.

`examine` gives sentences, one for each thing that is not as it must be; an empty list is a pass.
"""


def _one(db, sql, *values):
    return db.execute(sql, values).fetchone()[0]


def _rows_of_post(db, post):
    found = db.execute(
        "SELECT pk, id FROM comments WHERE external_id = ?", (post.name,)
    ).fetchall()
    if not found:
        return [f"LOST comment {post.name}"]
    if len(found) > 1 or _one(db, "SELECT count(*) FROM comments WHERE text = ?", post.body["text"]) > 1:
        return [f"DOUBLED comment {post.name}"]
    pk, public = found[0]
    wrong = []
    if public != post.comment:
        wrong.append(f"comment {post.name} is {public}, the client was told {post.comment}")
    by_engine = _one(db, "SELECT count(*) FROM decisions WHERE comment = ? AND actor = 'engine'", pk)
    if by_engine != 1:
        wrong.append(f"comment {post.name} has {by_engine} log rows of the engine")
    return wrong


def _rows_of_ruling(db, ruling, undone):
    found = db.execute(
        "SELECT d.pk, d.comment, d.id, d.undone_at FROM decisions AS d JOIN comments AS c"
        " ON c.pk = d.comment WHERE c.id = ? AND d.actor = 'moderator'",
        (ruling.comment,),
    ).fetchall()
    if not found:
        return [f"LOST decision on {ruling.comment}"]
    if len(found) > 1:
        return [f"DOUBLED decision on {ruling.comment}: {len(found)} rows"]
    pk, comment, decision, undone_at = found[0]
    wrong = []
    if decision != ruling.decision:
        wrong.append(f"decision on {ruling.comment} is {decision}, not {ruling.decision}")
    lessons = _one(db, "SELECT count(*) FROM training_events WHERE decision = ?", pk)
    if lessons != 1:
        wrong.append(f"decision on {ruling.comment} has {lessons} lessons")
    in_force = _one(
        db, "SELECT count(*) FROM training_events WHERE decision = ? AND undone_at IS NULL", pk
    )
    if in_force != (1 if undone_at is None else 0):
        wrong.append(f"the lesson of the decision on {ruling.comment} does not follow its decision")
    if undone_at is None and ruling.decision in undone:
        wrong.append(f"LOST undo of the decision on {ruling.comment}")
    if undone_at is not None and ruling.decision not in undone:
        if not getattr(ruling, "undo_unknown", False):
            wrong.append(f"the decision on {ruling.comment} was undone by nobody")
    expected = 1 if undone_at is None else 2  # the decision, and that it was taken back
    told = _one(
        db, "SELECT count(*) FROM events WHERE comment = ? AND instr(payload, ?) > 0",
        comment, decision,
    )
    if told != expected:
        wrong.append(f"{told} events tell of the decision on {ruling.comment}, not {expected}")
    return wrong


def soundness(db):
    """Of the file as such, and of the counts that are kept beside the rows."""
    wrong = []
    integrity = _one(db, "PRAGMA integrity_check")
    if integrity != "ok":
        wrong.append(f"integrity_check: {integrity}")
    for row in db.execute("PRAGMA foreign_key_check"):
        wrong.append(f"foreign_key_check: {row}")
    kept = _one(db, "SELECT coalesce(sum(held), 0) FROM queue_counts WHERE list = ''")
    held = _one(db, "SELECT count(*) FROM comments WHERE status = 'held'")
    listed = _one(db, "SELECT count(*) FROM queue_lists WHERE list = ''")
    if not kept == held == listed:
        wrong.append(f"{held} comments are held, {listed} stand in the queue, {kept} are counted")
    untold = _one(
        db,
        "SELECT count(*) FROM events AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM webhook_deliveries AS w WHERE w.event = e.sequence)"
        " AND EXISTS (SELECT 1 FROM webhook_endpoints WHERE state = 'active' AND site = e.site)",
    )
    if untold:
        wrong.append(f"{untold} events have no delivery")
    twice = _one(
        db, "SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries GROUP BY event, endpoint"
        " HAVING count(*) > 1)"
    )
    if twice:
        wrong.append(f"{twice} events have more than one delivery")
    return wrong


def examine(installation, journal):
    with installation.database() as db:
        wrong = list(journal.faults)
        for post in journal.posts:
            wrong += _rows_of_post(db, post)
        undone = set(journal.undone)
        for ruling in journal.rulings:
            wrong += _rows_of_ruling(db, ruling, undone)
        return wrong + soundness(db)
