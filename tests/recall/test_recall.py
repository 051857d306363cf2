"""Steps of past runs are found again by screen and task, and only those of runs that ended well."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from guiagent.errors import ModelError, UsageError
from guiagent.models.encoders import Encoder
from guiagent.recall import Recall
from guiagent.screen import Screen
from tests.fakes import painted
from tests.models.encoders.tiny import checkpoint
from tests.recall.past_runs import NAMES, TEA, THEME, again, trajectory


@dataclass
class Counting:
    """An encoder, and how much it was asked for."""

    encoder: Encoder
    seen: list[int] = field(default_factory=list)
    fails: bool = False

    async def name(self) -> str:
        return await self.encoder.name()

    async def pictures(self, pictures: Sequence[bytes]) -> Sequence[Sequence[float]]:
        if self.fails:
            raise ModelError("out of memory")
        self.seen.append(len(pictures))
        return await self.encoder.pictures(pictures)

    async def texts(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return await self.encoder.texts(texts)


def screen_of(runs: Path, task: str, step: int = 0) -> Screen:
    return trajectory(runs / NAMES[task]).steps[step].before.screen


def all_kept(runs: Path) -> list[Path]:
    return list(runs.glob("recall-*.npz"))


def kept(runs: Path) -> Path:
    (file,) = all_kept(runs)
    return file


async def told(recall: Recall, task: str, screen: Screen) -> list[tuple[str, str]]:
    return [(each.past.run, each.past.text) for each in await recall.similar(task, screen)]


@pytest.mark.parametrize(("task", "step"), [(TEA, 0), (TEA, 1), (TEA, 2), (THEME, 0), (THEME, 1)])
async def test_the_same_task_on_the_same_screen_comes_first(runs: Path, encoder: Encoder, task: str, step: int) -> None:
    first, *_ = await Recall(runs, encoder, trajectory).similar(task, screen_of(runs, task, step))
    assert first.score == pytest.approx(1, abs=1e-4)
    assert (first.past.run, first.past.screen) == (NAMES[task], screen_of(runs, task, step))


async def test_what_was_done_is_told_in_words_without_pixels(runs: Path, encoder: Encoder) -> None:
    recall = Recall(runs, encoder, trajectory)
    (_, typed), *_ = await told(recall, TEA, screen_of(runs, TEA))
    assert typed.startswith(f'the task was "{TEA}"')
    assert 'Done: click "Amount" at the top; press Control+a; type "2".' in typed
    (_, ordered), *_ = await told(recall, TEA, screen_of(runs, TEA, 1))
    assert 'It led to "Thank you".' in ordered
    (_, finished), *_ = await told(recall, TEA, screen_of(runs, TEA, 2))
    assert "finish with an answer" in finished
    assert "two" not in finished.partition("Done:")[2]


async def test_one_run_does_not_crowd_out_the_others(runs: Path, encoder: Encoder) -> None:
    found = await Recall(runs, encoder, trajectory).similar(TEA, screen_of(runs, TEA), most=4)
    assert [each.past.run for each in found].count(NAMES[TEA]) == 2
    assert [each.past.run for each in found].count(NAMES[THEME]) == 2
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


async def test_a_run_made_twice_is_told_once_and_as_it_was_last(runs: Path, encoder: Encoder) -> None:
    later = again(runs / NAMES[TEA], "2026-11-21T10-00-00-order-the-green-tea")
    found = await told(Recall(runs, encoder, trajectory), TEA, screen_of(runs, TEA))
    assert found[0][0] == later.name
    assert len({text for _, text in found}) == len(found)


@pytest.mark.parametrize(
    ("reason", "verdict", "taken"),
    [
        ("finished", True, True),
        ("steps", True, True),
        ("finished", False, False),
        ("gave_up", None, False),
        ("stuck", None, False),
        ("steps", None, False),
        ("denied", None, False),
        ("denied", True, False),
    ],
)
async def test_only_what_ended_well_is_shown(
    runs: Path, encoder: Encoder, reason: str, verdict: bool | None, taken: bool
) -> None:
    again(runs / NAMES[TEA], "other", reason, verdict)
    recall = Recall(runs, encoder, trajectory, but=NAMES[TEA])
    said, *_ = await recall.open()
    found = await recall.similar(TEA, screen_of(runs, TEA), most=9)
    assert any(each.past.run == "other" for each in found) is taken
    assert f"ended well ({1 + taken}), none of others ({1 - taken})" in said


async def test_the_run_that_is_being_made_and_one_that_was_cut_off_show_nothing(runs: Path, encoder: Encoder) -> None:
    (again(runs / NAMES[TEA], "cut-off") / "ending.json").unlink()
    recall = Recall(runs, encoder, trajectory, but=NAMES[TEA])
    assert {each.past.run for each in await recall.similar(TEA, screen_of(runs, TEA), most=9)} == {NAMES[THEME]}


async def test_broken_and_foreign_folders_are_passed_over_and_named(runs: Path, encoder: Encoder) -> None:
    (again(runs / NAMES[TEA], "broken") / "run.json").write_text("{")
    (again(runs / NAMES[TEA], "torn") / "steps.jsonl").write_text('{"kind": "nothing"}\n{}\n')
    (runs / "photos").mkdir()
    recall = Recall(runs, encoder, trajectory)
    _, passed = await recall.open()
    assert all(name in passed for name in ("broken", "torn", "photos"))
    assert "\n" not in passed
    assert len(await recall.similar(TEA, screen_of(runs, TEA))) == 3


async def test_a_screenshot_that_is_gone_takes_its_step_with_it(runs: Path, encoder: Encoder) -> None:
    screen = screen_of(runs, TEA)
    png = Screen.of(screen.png)
    (runs / NAMES[TEA] / "screens" / f"{screen.sha}.png").unlink()
    recall = Recall(runs, encoder, trajectory)
    *_, said = await recall.open()
    assert "screenshots are gone of 1 steps" in said
    assert all(each.past.screen != screen for each in await recall.similar(TEA, png, most=9))


async def test_a_folder_without_good_runs_shows_nothing_and_a_wrong_one_is_refused(
    runs: Path, encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert await Recall(tmp_path / "empty", encoder, trajectory).similar(TEA, painted("")) == ()
    with pytest.raises(UsageError, match="No such file or directory"):
        await Recall(tmp_path / "none", encoder, trajectory).open()
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="Not a directory"):
        await Recall(tmp_path / "file", encoder, trajectory).open()
    with pytest.raises(UsageError, match="name the folder that holds it"):
        await Recall(runs / NAMES[TEA], encoder, trajectory).open()


async def test_no_screen_is_looked_at_twice(runs: Path, encoder: Encoder) -> None:
    counting = Counting(encoder)
    await Recall(runs, counting, trajectory).open()
    assert sum(counting.seen) == 5
    before = kept(runs).read_bytes()
    await Recall(runs, counting, trajectory).open()
    assert sum(counting.seen) == 5
    assert kept(runs).read_bytes() == before


async def test_a_new_run_is_added_to_what_is_kept(runs: Path, encoder: Encoder, tmp_path: Path) -> None:
    (runs / NAMES[TEA]).rename(tmp_path / "later")
    await Recall(runs, Counting(encoder), trajectory).open()
    (tmp_path / "later").rename(runs / NAMES[TEA])
    counting = Counting(encoder)
    added = Recall(runs, counting, trajectory)
    await added.open()
    assert sum(counting.seen) == 3
    kept(runs).unlink()
    fresh = Recall(runs, encoder, trajectory)
    assert await told(added, TEA, screen_of(runs, TEA)) == await told(fresh, TEA, screen_of(runs, TEA))


async def test_what_was_indexed_before_the_encoder_failed_is_kept(runs: Path, encoder: Encoder) -> None:
    with pytest.raises(ModelError, match="out of memory"):
        await Recall(runs, Counting(encoder, fails=True), trajectory).open()
    with np.load(kept(runs)) as file:
        assert [name.split()[0] for name in file["names"]] == ["task", "task"]
    first, *_ = await Recall(runs, encoder, trajectory).similar(TEA, screen_of(runs, TEA))
    assert first.past.run == NAMES[TEA]


async def test_a_damaged_file_is_made_anew(runs: Path, encoder: Encoder) -> None:
    await Recall(runs, encoder, trajectory).open()
    for damage in (kept(runs).read_bytes()[:100], b"", b"not an archive"):
        kept(runs).write_bytes(damage)
        assert "damaged: made anew" in " ".join(await Recall(runs, encoder, trajectory).open())
        with np.load(kept(runs)) as file:
            assert len(file["vectors"]) == 7


async def test_a_folder_that_cannot_be_written_is_searched_from_memory(runs: Path, encoder: Encoder) -> None:
    file = runs / f"recall-{await encoder.name()}.npz"
    (runs / f".{file.name}.{os.getpid()}.draft").mkdir()  # what stands in the way of writing, for root as well
    recall = Recall(runs, encoder, trajectory)
    assert "searched from memory" in " ".join(await recall.open())
    assert not file.exists()
    assert (await recall.similar(TEA, screen_of(runs, TEA)))[0].past.run == NAMES[TEA]


async def test_another_encoder_keeps_its_vectors_apart(runs: Path, encoder: Encoder, tmp_path: Path) -> None:
    await Recall(runs, encoder, trajectory).open()
    other = Encoder(str(checkpoint("siglip", tmp_path / "siglip")))
    first, *_ = await Recall(runs, other, trajectory).similar(TEA, screen_of(runs, TEA))
    assert first.past.run == NAMES[TEA]
    assert len(all_kept(runs)) == 2
