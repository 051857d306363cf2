"""Tasks on one issue, most of which say what to click."""

from __future__ import annotations

import datetime

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.tracker.state import PRIORITIES, STATUSES, Comment, IssueLabel, Watch
from guiagent.sandboxes.tracker.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.tracker import moves
from guiagent.tasks.tracker.afterwards import changed, with_rows
from guiagent.tasks.tracker.before import drawing, labels_in, labels_on, names_in, open_issues, said


def set_priority(world: World) -> Plan:
    """Another priority, each thing to do said in words that stand on the screen."""
    rng, words = drawing(world, "set-priority"), world.look.words
    issue = rng.choice(open_issues(world))
    value = rng.choice([each for each in PRIORITIES if each != issue.priority])
    return Plan(
        instruction=(
            f"Search for '{issue.key}', {moves.how_to_edit(world)}select '{words.priority(value)}' as Priority and "
            f"click {words.save}."
        ),
        moves=(*moves.saved(world, issue.key, moves.priority(world, value)), finish()),
        expected=changed(world, {issue.key}, priority=value),
    )


def add_comment(world: World) -> Plan:
    """A comment in given words."""
    rng, words = drawing(world, "add-comment"), world.look.words
    issue = rng.choice(world.initial.issues)
    text = rng.choice(("Waiting for an answer until Friday.", "Please test this again.", "The first half is finished."))
    comment = Comment(issue=issue.key, author=world.me, text=text, placed=world.today)
    task = rng.choice((
        f"Search for '{issue.key}', set Your comment to '{text}' and click {words.comment}.",
        f"Write a comment on {said(issue)} that says '{text}'",
    ))  # fmt: skip
    return Plan(
        instruction=task,
        moves=(
            *moves.opened(world, issue.key),
            type_into("textbox", "Your comment", text),
            click("button", words.comment),
            finish(),
        ),
        expected=with_rows(world, comments=(*world.initial.comments, comment)),
    )


def watch(world: World) -> Plan:
    """Hear of an issue from now on."""
    rng = drawing(world, "watch")
    watched = {row.issue for row in world.initial.watches if row.person == world.me}
    issue = rng.choice([issue for issue in world.initial.issues if issue.key not in watched])
    task = rng.choice((
        f"Search for '{issue.key}' and click Watch.",
        f"See to it that you are among those who watch {said(issue)}.",
    ))  # fmt: skip
    return Plan(
        instruction=task,
        moves=(*moves.opened(world, issue.key), click("button", "Watch"), finish()),
        expected=with_rows(world, watches=(*world.initial.watches, Watch(issue=issue.key, person=world.me))),
    )


def move_on_board(world: World) -> Plan:
    """A card of the board goes to the column beside its own."""
    rng, words = drawing(world, "move-on-board"), world.look.words
    issue = rng.choice(open_issues(world))
    project = world.project(issue.project)
    after = STATUSES[STATUSES.index(issue.status) + 1]
    return Plan(
        instruction=(
            f"Open {project.name}, click Board and move the card {said(issue)} from {words.status(issue.status)} to "
            f"{words.status(after)}."
        ),
        moves=(
            *moves.in_project(project, "Board"),
            click("button", f"Move {issue.key} to {words.status(after)}"),
            finish(),
        ),
        expected=changed(world, {issue.key}, status=after),
    )


def take_over(world: World) -> Plan:
    """An issue of somebody else's becomes one's own, and is begun."""
    rng, words = drawing(world, "take-over"), world.look.words
    mine = {row.project for row in world.initial.members if row.name == world.me}
    issue = rng.choice(
        open_issues(
            world, lambda each: each.assignee not in ("", world.me) and each.status != "doing" and each.project in mine
        )
    )
    task = rng.choice((
        f"You ({world.me}) take {said(issue)} over from {issue.assignee} and have begun with it: its status is to be "
        f"{words.status('doing')}.",
        f"Assign {said(issue)} to yourself, {world.me}, and set it to {words.status('doing')}.",
    ))  # fmt: skip
    form = (moves.status(world, "doing"), moves.assigned(world, world.me))
    return Plan(
        instruction=task,
        moves=(*moves.saved(world, issue.key, *form), finish()),
        expected=changed(world, {issue.key}, status="doing", assignee=world.me),
    )


def reschedule(world: World) -> Plan:
    """Another title and another day."""
    rng, words = drawing(world, "reschedule"), world.look.words
    issue = rng.choice(open_issues(world, lambda each: each.due is not None))
    assert issue.due is not None
    day, title = (
        issue.due + datetime.timedelta(rng.randrange(4, 20)),
        f"{issue.title} {rng.choice(('by phone', 'for good', 'once more'))}",
    )
    naming = (*moves.opened(world, issue.key), click("link", "Edit"), type_into("textbox", "Title", title))
    dating = (moves.due(world, day), click("button", words.save))
    between = () if world.look.editing == "page" else (click("button", words.save),)
    return Plan(
        instruction=(
            f"{issue.key} needs more time: set '{words.due}' to {day.day} {day:%B %Y}. Change its title to "
            f"'{title}' as well."
        ),
        moves=(*naming, *between, *dating, finish()),
        expected=changed(world, {issue.key}, title=title, due=day),
    )


def relabel(world: World) -> Plan:
    """One label off, another one on."""
    rng, words = drawing(world, "relabel"), world.look.words
    issue = rng.choice(open_issues(world, lambda each: bool(labels_on(world, each.key))))
    gone = rng.choice(labels_on(world, issue.key))
    new = rng.choice([name for name in labels_in(world, issue.project) if name not in labels_on(world, issue.key)])
    rows = tuple(
        row.model_copy(update={"label": new}) if row == IssueLabel(issue=issue.key, label=gone) else row
        for row in world.initial.issue_labels
    )
    label = words.label.lower()
    return Plan(
        instruction=(
            f"Search for '{issue.key}', {moves.how_to_edit(world)}uncheck the {label} '{gone}', check the {label} "
            f"'{new}' and click {words.save}."
        ),
        moves=(*moves.saved(world, issue.key, click("checkbox", gone), click("checkbox", new)), finish()),
        expected=with_rows(world, issue_labels=rows),
    )


def copy_fields(world: World) -> Plan:
    """What one issue says of priority, day and person holds for another one too."""
    rng, words = drawing(world, "copy-fields"), world.look.words
    source = rng.choice(open_issues(world, lambda each: each.due is not None and each.assignee != ""))
    assert source.due is not None
    others = open_issues(
        world,
        lambda each: each.project == source.project and each.assignee != source.assignee and each.due != source.due,
    )
    target = rng.choice(others)
    assert source.assignee in names_in(world, source.project)
    form = (
        moves.priority(world, source.priority),
        moves.assigned(world, source.assignee),
        moves.due(world, source.due),
    )
    return Plan(
        instruction=(
            f"Look at {said(source)} and give {said(target)} the same priority, the same day in '{words.due}' and "
            f"the same person in '{words.assignee}'. Change nothing else."
        ),
        moves=(*moves.opened(world, source.key), *moves.saved(world, target.key, *form), finish()),
        expected=changed(world, {target.key}, priority=source.priority, assignee=source.assignee, due=source.due),
    )
