"""What a rule of the grammar is: the form of a clause, and what its parts mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from guiagent.policies.reader.goals import Goal
from guiagent.policies.reader.names import Namer

Meaning = Callable[[re.Match[str], Namer], Sequence[Goal] | None]
Rule = tuple[re.Pattern[str], Meaning]


def rule(meaning: Meaning, *pattern: str) -> Rule:
    """A rule whose pattern, in pieces, must fit the whole clause; a meaning of None leaves it to the next rule."""
    return re.compile("".join(pattern), re.IGNORECASE | re.DOTALL), meaning
