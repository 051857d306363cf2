"""Things that go by other words than the task's: a button for part of a deed, a form's own button, a lone field."""

from __future__ import annotations

import re

from guiagent.actions import Click
from guiagent.policies.reader import kinds
from guiagent.policies.reader.find import Hit, distinct, tied
from guiagent.policies.reader.match import content, plain
from guiagent.policies.reader.place import Look
from guiagent.policies.reader.targets import Target
from guiagent.sight.shapes import Scene

HARMFUL = re.compile(
    r"\b(?:delet|remov|cancel|discard|reset|clear|unsubscrib|deactivat|clos|back|forgot|eras|log out|sign out)", re.I
)
"""What is never pressed in the place of something else."""
SENDING = frozenset(
    re.findall(
        r"\S+",
        "submit send save sign log login register create continue next ok go book reserve order join request subscribe "
        "confirm apply finish done complete place search add post pay update proceed start",
    )
)
SUBMITS = re.compile(r"submit\b|send (?:it|form)|(?:log|sign) ?(?:in|up)$|register$|join$", re.I)


def contained(scene: Scene, target: Target) -> list[Hit]:
    """Buttons and links whose words are some of the target's and its verb, or all of them and more; or nothing."""
    asked = content(target.name)
    found = []
    for hit in _pressables(scene):
        own = content(hit.words)
        if not own or (HARMFUL.search(hit.words) and not own <= asked):
            continue
        part = own <= asked and (len(own) >= 2 or plain(target.name).split()[0] in own)
        whole = asked <= own and (len(asked) >= 2 or (bool(asked) and not hit.widget and len(own) == 2))
        if part or whole:
            found.append(Hit(60 + 30 * len(own & asked) / len(own | asked), hit.box, hit.words, hit.widget))
    ranked = distinct(sorted(found, key=lambda hit: -hit.score), scene.unit)
    return [] if tied(ranked) else ranked[:1]


def submits(target: Target) -> bool:
    return not target.quoted and not target.scope and SUBMITS.match(plain(target.name)) is not None


def own_button(look: Look) -> list[Hit]:
    """The button of the form that was worked on last: the only one below its fields that sends, or the only one."""
    below = _last_y(look) - look.scene.unit
    near = [hit for hit in _pressables(look.scene) if hit.widget and hit.widget.words and hit.point.y > below]
    safe = [hit for hit in near if not HARMFUL.search(hit.words)]
    sending = [hit for hit in safe if content(hit.words) and SENDING & set(plain(hit.words).split()[:2])]
    best = sending if sending else [hit for hit in safe if hit.widget and hit.widget.filled]
    return best if len(best) == 1 else []


def _last_y(look: Look) -> int:
    points = [
        action.point.y for action in (look.last.decision.actions if look.last else ()) if isinstance(action, Click)
    ]
    return points[-1] if points else 0


def _pressables(scene: Scene) -> list[Hit]:
    buttons = [Hit(0, w.box, w.words, w) for w in scene.widgets if w.is_button(scene.unit) and 0 < len(w.words) <= 40]
    links = [Hit(0, text.box, text.words) for text in scene.texts if text.coloured or text.underlined]
    return [*buttons, *(link for link in links if not any(hit.box.has(link.point) for hit in buttons))]


def lone_field(look: Look) -> list[Hit]:
    """The only place to type on the screen; else the only one that was not there before."""
    fields = [w for w in kinds.inputs(look.scene) if not w.caret and w.box.width > 4 * look.scene.unit]
    old = look.before.widgets if look.before else ()
    new = [w for w in fields if not any(w.box.overlap(o.box) > 0.8 * max(w.box.area, o.box.area) for o in old)]
    one = fields if len(fields) == 1 else new if len(new) == 1 and look.before else []
    return [Hit(70, w.box, w.words or "the only field", w) for w in one]


def roomy(look: Look) -> list[Hit]:
    """The only place to type that has room for several lines."""
    unit = look.scene.unit
    tall = [w for w in look.scene.widgets if w.is_field(unit) and not w.filled and w.box.height > 2.2 * unit]
    return [Hit(65, tall[0].box, tall[0].words or "the large field", tall[0])] if len(tall) == 1 else []


def stepped(scene: Scene, label: Hit) -> tuple[int, Hit] | None:
    """The number between a minus and a plus beside or below a label, where there is one."""
    near = [w for w in scene.widgets if w.box.distance(label.box) < 3 * scene.unit or w.box.beside(label.box) > 0.5]
    signs = [w for w in near if w.mark in {"plus", "minus"} or w.words.strip() in {"+", "-", "\u2212"}]
    marks = [*(w.box for w in signs), *(t.box for t in scene.texts if t.words in {"+", "-", "\u2212"})]
    texts = [
        t for t in scene.texts if re.fullmatch(r"\d{1,3}", t.words) and t.box.distance(label.box) < 12 * scene.unit
    ]
    for text in texts:
        if any(mark.beside(text.box) > 0.5 and 0 < mark.distance(text.box) < 3 * scene.unit for mark in marks):
            return int(text.words), label
    return None
