"""What a server's context has turned out too small for, so that it is not sent there again in vain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from guiagent.errors import ContextOverflow


@dataclass
class Capacity:
    """Remembers the fewest pictures that overflowed: a policy starts each step with all that it would like to show."""

    _overflow: tuple[int, str] | None = field(default=None, init=False)

    @contextmanager
    def holding(self, pictures: int) -> Iterator[None]:
        """Around a request with so many pictures. Raises ContextOverflow at once where as many did not fit before."""
        if self._overflow is not None and self._overflow[0] <= pictures:
            raise ContextOverflow(self._overflow[1])
        try:
            yield
        except ContextOverflow as overflow:
            if pictures > 1:  # one alone may pass another time, with less text beside it
                self._overflow = (pictures, str(overflow))
            raise
