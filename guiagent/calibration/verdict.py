"""What a calibration found: how far off the clicks are, in sum and by size, and what that comes to."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from guiagent.actions import Value
from guiagent.calibration.findings import Finding, found_in
from guiagent.calibration.readings import as_asked
from guiagent.calibration.shots import Shot, hit, off
from guiagent.catalogue import Profile


class Row(Value):
    """How the clicks on one size of picture went. `share` is the error in halves of the target's shorter side."""

    view: str
    shots: int
    hits: int
    clicks: int
    median: float | None
    worst: float | None
    share: float | None


class Verdict(Value):
    """`words` say what was found, `advice` what to do about it, `mend` is the `--dialect` that mends it, if one does.

    Errors are pixels of the screenshot between a click and its target's middle; None where there was no click.
    """

    finding: Finding
    words: str
    advice: str = ""
    mend: str = ""
    shots: int
    hits: int
    median: float | None
    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        return self.finding == "passed"


def verdict_on(profile: Profile, shots: Sequence[Shot]) -> Verdict:
    """The verdict on a model that was asked as its profile says."""
    own = as_asked(profile, shots)
    finding, words, advice, mend = found_in(profile, own)
    errors = [off(picture, point) for picture, point in own.clicks]
    return Verdict(
        finding=finding,
        words=words,
        advice=advice,
        mend=mend,
        shots=len(shots),
        hits=own.hits,
        median=_rounded(median(errors)) if errors else None,
        rows=tuple(_row(view, shots) for view in dict.fromkeys(str(shot.picture.view) for shot in shots)),
    )


def _row(view: str, shots: Sequence[Shot]) -> Row:
    mine = [shot for shot in shots if str(shot.picture.view) == view]
    clicks = [(shot.picture, shot.point) for shot in mine if shot.point is not None]
    errors = [off(picture, point) for picture, point in clicks]
    shares = [
        error * 2 / min(picture.box.width, picture.box.height)
        for error, (picture, _) in zip(errors, clicks, strict=True)
    ]
    return Row(
        view=view,
        shots=len(mine),
        hits=sum(hit(picture, point) for picture, point in clicks),
        clicks=len(clicks),
        median=_rounded(median(errors)) if errors else None,
        worst=_rounded(max(errors)) if errors else None,
        share=round(median(shares), 2) if shares else None,
    )


def _rounded(pixels: float) -> float:
    return round(pixels, 1)
