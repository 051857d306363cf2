"""What a page answers when it does not accept a form: words that were not there before and say what is wrong."""

from __future__ import annotations

import re

from guiagent.policies.reader import goals
from guiagent.policies.reader.match import folded
from guiagent.policies.reader.place import Look
from guiagent.sight.shapes import Scene, Text

PLAIN = re.compile(
    r"\b(?:(?:is|are|field) required|invalid|incorrect|wrong|errors?|failed|unsuccessful|must (?:be|have|"
    r"contain|agree|accept|select|enter|choose)|at least \d|at most \d|too (?:short|long|weak|large|small)|"
    r"(?:do(?:es)?n.t|do(?:es)? not) (?:match|exist)|not (?:valid|recogni[sz]ed|found|allowed|correct|enough|a valid)|"
    r"can(?:no|.)t (?:be|find|sign|log)|could(?: not|n.t)|already (?:taken|exists|in use|registered)|denied|expired|"
    r"is missing|cannot be (?:empty|blank)|fill (?:in|out) this field)\b",
    re.IGNORECASE,
)
"""Words that say it whatever their colour."""
MILD = re.compile(
    r"\b(?:please|must|need|required?|missing|should|have to|has to|choose|select|enter|only|no such|unknown|not|"
    r"cannot|can.t|unavailable|try again|sorry|oops)\b",
    re.IGNORECASE,
)
"""Words that say it in red, or on a page that is otherwise as it was."""
FINE = re.compile(r"\b(?:no errors?|thank you|thanks|success\w*|saved|welcome|added|sent)\b", re.IGNORECASE)
SENDS = (goals.Press, goals.Chord, goals.Search, goals.Fill, goals.Write)


def fresh(look: Look) -> list[Text]:
    """The texts that were not on the screen before the last action, in reading order."""
    if look.before is None:
        return []
    were = [folded(text.words) for text in look.before.texts]
    now = [folded(text.words) for text in look.scene.texts]

    def there(text: Text) -> bool:
        words = folded(text.words)
        stays = any(t.box.overlap(text.box) > 0.3 * t.box.area for t in look.before.texts if folded(t.words) == words)  # type: ignore[union-attr]
        return stays or now.count(words) <= were.count(words)

    return [text for text in look.scene.texts if folded(text.words) and not there(text)]


def refusal(look: Look) -> str:
    """The words by which the page refused what was sent; empty where it did not."""
    if look.before is None or look.now.url.split("#")[0] != look.last_url:
        return ""
    kept = _kept(look.before, look.scene)
    if kept < 0.5:
        return ""
    said = [text for text in fresh(look) if _refuses(text, kept) and not FINE.search(text.words)]
    return "; ".join(text.words for text in said[:3])


def _refuses(text: Text, kept: float) -> bool:
    return bool(PLAIN.search(text.words)) or (bool(MILD.search(text.words)) and (text.red or kept >= 0.9))


def _kept(before: Scene, after: Scene) -> float:
    """The share of the texts of a scene that are still there, wherever they have moved."""
    now = {folded(text.words) for text in after.texts}
    were = [folded(text.words) for text in before.texts if len(text.words) > 1]
    return sum(words in now for words in were) / len(were) if were else 0.0


SEND = re.compile(
    r"\b(?:submit|send|save|sign up|register|create|place|order|pay|book|reserve|join|subscribe|post|apply|finish)\b"
)
"""What a button says that sends a form."""


def silent(goal: goals.Goal, look: Look) -> bool:
    """Whether a press that sends a form left the page with nothing new and nothing gone: it may point at a field.

    A browser's own bubble that says which field is missing is not drawn in every browser's screenshots.
    """
    if not isinstance(goal, goals.Press) or not SEND.search(goal.target.name.lower()) or look.before is None:
        return False
    last = look.last.decision.actions if look.last else ()
    if look.now.notices or look.now.url != (look.last.before.url if look.last else "") or not last:
        return False
    tabs = len(look.last.before.tabs) if look.last else 0
    if any(action.kind in {"wait", "scroll"} for action in last) or len(look.now.tabs) != tabs:
        return False
    news = [text for text in look.scene.texts if len(folded(text.words)) > 1 and folded(text.words) not in look.known]
    unit, high = look.scene.unit, look.scene.box.height
    inner = {folded(t.words) for t in look.before.texts if unit < t.box.y0 and t.box.y1 < high - unit}
    inner = {words for words in inner if len(words) > 1}  # a caret or a frame's corner may be read as one sign
    gone = inner - {folded(text.words) for text in look.scene.texts}  # a line cut by the screen's edge reads otherwise
    return not news and (not gone or _jumped(look.before, look.scene))


def _jumped(before: Scene, after: Scene) -> bool:
    """Whether the page only scrolled: what stayed on the screen moved by the same distance."""
    were = {folded(text.words): text.box.y0 for text in before.texts}
    moves = [text.box.y0 - were[words] for text in after.texts if (words := folded(text.words)) in were]
    return len(moves) > 1 and max(moves) - min(moves) <= 4 and abs(moves[0]) > after.unit // 2


def final(goal: goals.Goal, rest: tuple[goals.Goal, ...]) -> bool:
    """Whether a refusal after this goal ends the task: nothing that follows fills in more, or asks what was said."""
    mends = (goals.Fill, goals.Tick, goals.Choose, goals.Bump, goals.Copy, goals.Search, goals.Write)
    asks = any(isinstance(each, goals.Read) and each.told for each in rest)
    return isinstance(goal, SENDS) and not asks and not any(isinstance(each, mends) for each in rest)
