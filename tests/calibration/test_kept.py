"""What a calibration found is kept a user, by model, address and dialect, without what is secret in an address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from guiagent.calibration.findings import Finding
from guiagent.calibration.kept import Calibrations, Kept
from guiagent.calibration.verdict import Verdict
from guiagent.errors import RunFolderError


def kept(finding: Finding = "passed", speech: str = "json:1000", base_url: str = "http://u:p@here/v1?key=k") -> Kept:
    verdict = Verdict(finding=finding, words="it does", shots=1, hits=1, median=0.0, rows=())
    return Kept(model="m", base_url=base_url, speech=speech, when=datetime.now(UTC), seed=0, verdict=verdict)


def test_the_last_verdict_of_a_model_so_asked_is_found(tmp_path: Path) -> None:
    file = Calibrations(tmp_path / "deep" / "calibration.json")
    assert file.last("m", "http://here/v1", "json:1000") is None
    file.keep(kept("swapped"))
    file.keep(kept("imprecise", "json:1"))
    file.keep(kept("passed"))
    found = [file.last("m", "http://here/v1/", speech) for speech in ("json:1000", "json:1", "json:pixels")]
    assert [each and each.verdict.finding for each in found] == ["passed", "imprecise", None]
    assert "u:p" not in file.path.read_text()
    assert "key=k" not in file.path.read_text()
    assert {path.name for path in file.path.parent.iterdir()} <= {"calibration.json", "calibration.lock"}


def test_the_file_is_where_xdg_says_or_where_a_person_says() -> None:
    home = Path.home() / ".local/state/guiagent/calibration.json"
    assert Calibrations.of({}).path == home
    assert Calibrations.of({"XDG_STATE_HOME": "/x"}).path == Path("/x/guiagent/calibration.json")
    assert Calibrations.of({"XDG_STATE_HOME": "/x", "GUIAGENT_STATE": "/y"}).path == Path("/y/calibration.json")


def test_a_broken_file_is_named_and_left_alone(tmp_path: Path) -> None:
    file = Calibrations(tmp_path / "calibration.json")
    file.path.write_text('{"version": 1, "resu')
    with pytest.raises(RunFolderError, match="no file of calibrations"):
        file.last("m", "http://here/v1", "json:1000")
    with pytest.raises(RunFolderError):
        file.keep(kept())
    assert file.path.read_text() == '{"version": 1, "resu'
