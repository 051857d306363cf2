"""A model whose calibration failed is not let into a run, unless a person insists."""

from __future__ import annotations

from collections.abc import Mapping

from guiagent.calibration.kept import Calibrations, Kept
from guiagent.cli.options import RunOptions
from guiagent.cli.source import Source
from guiagent.errors import UsageError


def admit(options: RunOptions, source: Source, environ: Mapping[str, str]) -> None:
    """Raises UsageError where the last calibration of this model, so asked, failed: what was found, and the way on.

    A judge names no places: it is refused only where it was found not to see.
    """
    if options.uncalibrated:
        return
    calibrations = Calibrations.of(environ)
    last = calibrations.last(source.name, source.place, source.profile.speech)
    if last is not None and not last.verdict.passed:
        raise UsageError(_refusal(last))
    if options.reflector not in ("pixels", "same") and (last := calibrations.blind(options.reflector)):
        raise UsageError(f"--reflector {_failed(last)}. Choose another judge, or go on with --uncalibrated")


def _refusal(last: Kept) -> str:
    mended = f"--dialect {last.verdict.mend}, or " if last.verdict.mend else ""
    again = f"look again: guiagent calibrate {last.model}"
    return f"{_failed(last)}. Go on with {mended}--uncalibrated, or {again}"


def _failed(last: Kept) -> str:
    when = last.when.astimezone().strftime("%Y-%m-%d %H:%M")
    return (
        f"{last.model} at {last.base_url}, spoken to as {last.speech}, failed its calibration of {when}: "
        f"{last.verdict.words}"
    )
