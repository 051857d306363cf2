"""Which browser is taken, and what is said where there is none."""

from pathlib import Path

import pytest

from guiagent.computers.find import find_browser
from guiagent.errors import ComputerError


def program(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("#!/bin/sh\necho Chromium 156.0.8078.79 built on Debian\n")
    place.chmod(0o755)
    return place


def test_the_variable_goes_before_all_others(tmp_path: Path) -> None:
    program(tmp_path / "bin/google-chrome")
    mine = program(tmp_path / "mine")
    found = find_browser({"PATH": str(tmp_path / "bin"), "GUIAGENT_BROWSER": str(mine)})
    assert found.path == mine


def test_a_variable_that_names_nothing_is_an_error_and_no_other_browser_is_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin/google-chrome")
    with pytest.raises(ComputerError, match="GUIAGENT_BROWSER names '/no/where'"):
        find_browser({"PATH": str(tmp_path / "bin"), "GUIAGENT_BROWSER": "/no/where"})


def test_chrome_goes_before_chromium_and_edge(tmp_path: Path) -> None:
    for name in ("microsoft-edge", "chromium", "google-chrome"):
        program(tmp_path / name)
    assert find_browser({"PATH": str(tmp_path)}).name == "Google Chrome"


def test_playwrights_own_newest_build_is_found_last(tmp_path: Path) -> None:
    for revision in (999, 1255):
        program(tmp_path / f"builds/chromium-{revision}/chrome-linux64/chrome")
    environ = {"PATH": str(tmp_path / "none"), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "builds")}
    assert "chromium-1255" in str(find_browser(environ).path)


def test_without_any_the_error_says_how_to_install_one(tmp_path: Path) -> None:
    with pytest.raises(ComputerError, match="playwright install chromium"):
        find_browser({"PATH": str(tmp_path), "HOME": str(tmp_path)})


def test_the_version_is_read_from_the_program_itself(tmp_path: Path) -> None:
    program(tmp_path / "chromium")
    assert find_browser({"PATH": str(tmp_path)}).version() == "156.0.8078.79"
