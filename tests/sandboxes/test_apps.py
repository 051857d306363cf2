"""Real applications as worlds: filled from a seed, looked into from outside, and gone with whoever opened them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from guiagent.errors import SandboxError
from guiagent.sandboxes._apps import process
from guiagent.sandboxes._apps.real import RealApp
from guiagent.sandboxes.copyparty import Copyparty
from guiagent.sandboxes.trac import Trac

APPS = (Trac, Copyparty)
SEED = 11


async def fetched(url: str) -> str:
    def fetch() -> str:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return str(answer.read().decode())

    return await asyncio.to_thread(fetch)


@pytest.mark.parametrize("app", APPS)
async def test_it_opens_with_the_world_of_its_seed_and_leaves_nothing(app: type[RealApp]) -> None:  # type: ignore[type-arg]
    async with app().open(SEED) as session:
        state, root = await session.inspect(), session.database
        assert app.tables.differences(app().world(SEED).initial, state) == ()
        before = len(state.visits)
        await fetched(session.url)
        assert len((await session.inspect()).visits) == before + 1
    assert not root.exists()
    assert not any(str(root) in " ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"]))


@pytest.mark.parametrize("app", APPS)
def test_another_seed_is_another_world(app: type[RealApp]) -> None:  # type: ignore[type-arg]
    worlds = [app().world(seed).initial for seed in range(6)]
    assert len({world.model_dump_json() for world in worlds}) == len(worlds)
    assert app().world(3) == app().world(3)


async def test_a_kept_world_is_gone_on_with_and_no_other_is_put_in_its_place(tmp_path: Path) -> None:
    app = Copyparty(database=tmp_path / "world")
    async with app.open(SEED) as session:
        (session.database / "served" / "new.txt").write_text("new")
    async with app.open(SEED) as session:
        assert "new.txt" in {file.path for file in (await session.inspect()).files}
    with pytest.raises(SandboxError, match=f"holds the world 'copyparty {SEED}', not 'copyparty 12'"):
        async with app.open(12):
            pass


def test_a_missing_package_is_told_with_the_extra_that_brings_it() -> None:
    with pytest.raises(
        SandboxError, match=r"needs no_such_package, not installed here: pip install 'guiagent\[apps\]'"
    ):
        process.require("trac", "json", "no_such_package")


async def test_an_application_that_ends_at_once_is_told_in_its_own_words(tmp_path: Path) -> None:
    def command(port: int) -> tuple[str, ...]:
        return sys.executable, "-c", "raise SystemExit('the disk is full')"

    with pytest.raises(SandboxError, match="ended with code 1: the disk is full"):
        async with process.running(command, tmp_path, keep=True):
            pass


OWNER = """
import asyncio
from guiagent.sandboxes.copyparty import Copyparty
async def main():
    async with Copyparty().open(1) as session:
        print(session.database, flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def test_nothing_is_left_when_its_owner_is_killed() -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, start_new_session=True)
    with owner:
        assert owner.stdout is not None
        root = Path(owner.stdout.readline().strip())
        assert root.is_dir()
        mine = psutil.Process(owner.pid).children(recursive=True)
        assert any("copyparty" in each.cmdline() for each in mine)
        os.killpg(owner.pid, signal.SIGKILL)
    _, left = psutil.wait_procs(mine, timeout=20)
    assert not left
    assert not root.exists()
