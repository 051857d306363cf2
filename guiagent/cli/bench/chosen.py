"""Which attempts a command line asks for: the tasks of a suite, and the seeds of their worlds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from guiagent.bench.settings import seeds_of
from guiagent.errors import UsageError
from guiagent.suites import Suite


def tasks_of(suite: Suite, patterns: Sequence[str], subset: str, level: int | None) -> tuple[str, ...]:
    """The tasks that any of the patterns names, within a subset and a level. Raises UsageError where none is left."""
    names = [name for name in suite.tasks if not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)]
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in suite.tasks):
            raise UsageError(f"--filter {pattern!r} is the name of no task of {suite.name}; {_nearest(pattern, suite)}")
    if subset:
        names = [name for name in names if name in _subset(suite, subset)]
    if level is not None:
        names = [name for name in names if suite.tasks[name].level == level]
    if not names:
        raise UsageError(f"no task of {suite.name} is left: --filter, --subset and --level leave nothing over together")
    return tuple(names)


def seeds_said(text: str, base: int = 0) -> tuple[int, ...]:
    """`5`: so many drawn seeds; `0:20`: those from 0 to 19; `3,7,11`: these. Raises UsageError for anything else."""
    if re.fullmatch(r"\d+", text) and 0 < int(text) <= 100_000:
        return seeds_of(int(text), base)
    if found := re.fullmatch(r"(\d+):(\d+)", text):
        span = range(int(found[1]), int(found[2]))
        if 0 < len(span) <= 100_000:
            return tuple(span)
    if re.fullmatch(r"\d+(,\d+)+,?", text):
        return tuple(dict.fromkeys(int(each) for each in text.split(",") if each))
    raise UsageError(f"--seeds {text!r} is neither a number of seeds (5), nor a range (0:20), nor a list (3,7,11)")


def _subset(suite: Suite, name: str) -> frozenset[str]:
    if name not in suite.subsets:
        listed = ", ".join(suite.subsets) or "none"
        raise UsageError(f"--subset {name!r} is no subset of {suite.name}; there is {listed}")
    return suite.subsets[name]


def _nearest(pattern: str, suite: Suite) -> str:
    from rapidfuzz import process

    near = [name for name, *_ in process.extract(pattern, list(suite.tasks), limit=3)]
    return f"the nearest are {', '.join(near)}"
