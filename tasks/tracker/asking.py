"""Tasks that want an answer; the tracker is to stay as it is."""

from __future__ import annotations

from collections import Counter

from guiagent.policies.scripted import finish
from guiagent.sandboxes.tracker.backlog import open_loads
from guiagent.sandboxes.tracker.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.tracker import moves
from guiagent.tasks.tracker.before import coming, drawing, issues_of, labels_in, listed, names_in, open_issues, said


def hours_of(world: World) -> Plan:
    """How long an issue is thought to take."""
    rng = drawing(world, "hours-of")
    issue = rng.choice([each for each in world.initial.issues if each.estimate])
    return Plan(
        instruction=f"How many hours are estimated for {said(issue)}?",
        moves=(*moves.opened(world, issue.key), finish(str(issue.estimate))),
        expected=world.initial,
        answers=(str(issue.estimate),),
    )


def who_has(world: World) -> Plan:
    """Whose an issue is."""
    rng = drawing(world, "who-has")
    issue = rng.choice(open_issues(world, lambda each: each.assignee not in ("", each.reporter)))
    project = world.project(issue.project)
    return Plan(
        instruction=(
            f"Who is to do '{issue.title}' in {project.name}? Answer with the full name that stands under "
            f"'{world.look.words.assignee}'."
        ),
        moves=(*moves.opened(world, issue.key), finish(issue.assignee)),
        expected=world.initial,
        answers=(issue.assignee,),
        decoys=tuple(name for name in world.people if name != issue.assignee),
    )


def count_open(world: World) -> Plan:
    """How much of a milestone is left."""
    rng, words = drawing(world, "count-open"), world.look.words
    project = rng.choice(world.projects)
    row = rng.choice(coming(world, project))
    inside = [issue for issue in issues_of(world, project) if issue.milestone == row.name]
    left = sum(issue.is_open for issue in inside)
    noun = words.issue.lower()
    return Plan(
        instruction=(
            f"How many {noun}s of the {words.milestone.lower()} {row.name} in {project.name} are not "
            f"{words.status('done')} yet? Answer with the number alone."
        ),
        moves=(*moves.in_project(project, f"{words.milestone}s"), finish(str(left))),
        expected=world.initial,
        answers=(str(left),),
        decoys=_others({len(inside), len(inside) - left}, left),
    )


def sum_hours(world: World) -> Plan:
    """What somebody's open work adds up to."""
    rng, words = drawing(world, "sum-hours"), world.look.words
    found = []
    for project in world.projects:
        for name in names_in(world, project.key):
            own = [issue for issue in issues_of(world, project) if issue.assignee == name]
            parts = [issue.estimate for issue in own if issue.is_open and issue.estimate]
            if len(parts) > 1:
                found.append((project, name, sum(parts), {sum(issue.estimate for issue in own), max(parts)}))
    project, name, total, wrong = rng.choice(found)
    return Plan(
        instruction=(
            f"How many hours are estimated, all together, for the {words.issue.lower()}s of {project.name} that are "
            f"{name}'s and not {words.status('done')}? Answer with the sum alone."
        ),
        moves=(*moves.in_project(project, f"{words.issue}s"), finish(str(total))),
        expected=world.initial,
        answers=(str(total),),
        decoys=_others(wrong, total),
    )


def _others(numbers: set[int], right: int) -> tuple[str, ...]:
    return tuple(str(number) for number in sorted(numbers - {right}))


def most_used_label(world: World) -> Plan:
    """Which label stands on the most issues."""
    rng, words = drawing(world, "most-used-label"), world.look.words
    project = rng.choice(world.projects)
    keys = {issue.key for issue in issues_of(world, project)}
    counts = Counter(row.label for row in world.initial.issue_labels if row.issue in keys)
    name = counts.most_common(1)[0][0]
    return Plan(
        instruction=(
            f"Which {words.label.lower()} is on the most {words.issue.lower()}s of {project.name}, those that are "
            f"{words.status('done')} included? Answer with its name alone."
        ),
        moves=(*moves.in_project(project, f"{words.label}s"), finish(name)),
        expected=world.initial,
        answers=(name,),
        decoys=tuple(each for each in labels_in(world, project.key) if each != name),
    )


def busiest(world: World) -> Plan:
    """Who has the most to do, over all projects."""
    rng, words = drawing(world, "busiest"), world.look.words
    loads = open_loads(world.initial.issues, world.people)
    most = max(loads, key=lambda name: loads[name])
    names = [most, *rng.sample([name for name in world.people if name != most], 2)]
    rng.shuffle(names)
    return Plan(
        instruction=(
            f"Which of {listed(names)} has the most {words.issue.lower()}s that are not {words.status('done')}, "
            "counted over all projects? Answer with the full name alone."
        ),
        moves=(
            *(move for project in world.projects for move in moves.in_project(project, "Members")),
            finish(most),
        ),
        expected=world.initial,
        answers=(most,),
        decoys=tuple(name for name in names if name != most),
    )
