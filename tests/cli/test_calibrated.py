"""Which runs a failed calibration keeps out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from guiagent.calibration.findings import Finding
from guiagent.calibration.kept import Calibrations, Kept
from guiagent.calibration.verdict import Verdict
from guiagent.cli.calibrated import admit
from guiagent.cli.options import RunOptions
from guiagent.cli.source import Source
from guiagent.errors import UsageError

SERVER = "http://localhost:8000/v1"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"GUIAGENT_STATE": str(tmp_path)}


def found(environ: dict[str, str], finding: Finding, model: str = "qwen3-vl-8b", speech: str = "qwen3") -> None:
    verdict = Verdict(finding=finding, words="it was seen to", shots=12, hits=0, median=None, rows=())
    kept = Kept(model=model, base_url=SERVER, speech=speech, when=datetime.now(UTC), seed=0, verdict=verdict)
    Calibrations.of(environ).keep(kept)


def let_in(environ: dict[str, str], model: str = "qwen3-vl-8b", dialect: str = "", **more: object) -> None:
    options = RunOptions.model_validate(
        {"instruction": "x", "model": model, "dialect": dialect, "base_url": SERVER, **more}
    )
    admit(options, Source.of(model, options, environ), environ)


def test_what_was_never_looked_at_or_has_passed_is_let_in(environ: dict[str, str]) -> None:
    let_in(environ)
    found(environ, "passed")
    let_in(environ)


def test_what_failed_is_kept_out_as_it_was_asked_and_no_further(environ: dict[str, str]) -> None:
    found(environ, "swapped")
    with pytest.raises(UsageError, match=r"failed its calibration .* it was seen to\. Go on with --uncalibrated"):
        let_in(environ)
    let_in(environ, uncalibrated=True)
    let_in(environ, dialect="json:1000:yx")
    let_in(environ, model="qwen3-vl-4b")
    let_in(environ, base_url="http://localhost:8001/v1")


def test_a_judge_that_does_not_see_is_kept_out_and_one_that_points_badly_is_not(environ: dict[str, str]) -> None:
    found(environ, "blind", "a-judge", "json:1")
    with pytest.raises(UsageError, match=r"--reflector a-judge at .* failed its calibration"):
        let_in(environ, reflector="a-judge")
    let_in(environ, reflector="a-judge", uncalibrated=True)
    found(environ, "imprecise", "a-judge", "json:1")
    let_in(environ, reflector="a-judge")


def test_a_broken_file_stops_nobody_who_insists(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text("{")
    let_in(environ, uncalibrated=True)
