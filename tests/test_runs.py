"""A run on disk comes back as it was, whoever reads it and however it ended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guiagent.actions import Click, Finish, Type
from guiagent.errors import RunFolderError, UsageError
from guiagent.records import Decision, Done, Ending, Failed, Observation, Reflection, Step, Timings, Verdict
from guiagent.runs import RunFolder, RunInfo, find_run, is_being_written, load, read, runs_in
from guiagent.usage import Usage
from tests.fakes import painted

INFO = RunInfo(instruction="Buy two bags of tea", options={"secrets": ["pin=@SHOP_PIN"]})


def view(name: str) -> Observation:
    return Observation(screen=painted(name), url="http://shop.test/", notices=("a dialog said: hi",))


def step(index: int, thought: str = "Now the next one.") -> Step:
    return Step(
        index=index,
        before=view(f"{index}"),
        decision=Decision(
            thought=thought,
            actions=(Click(point=(3, 4), target="Buy"), Type(text="<secret:pin>\n")),
            reply={"content": [{"text": thought}]},
            usage=Usage(requests=1, input_tokens=100, usd=None),
        ),
        outcomes=(Done(), Failed(reason="no field has the focus")),
        after=view(f"{index + 1}"),
        reflection=Reflection(progress=False, note="Nothing changed."),
        timings=Timings(decide=1.5, act=0.25),
    )


def record(folder: RunFolder, made: Step) -> None:
    """As the loop does it."""
    folder.decided(made.before, made.decision)
    for place, outcome in enumerate(made.outcomes):
        folder.acting(place)
        folder.acted(outcome)
    folder.finished(made)


def test_what_was_recorded_is_read_back_equal(tmp_path: Path) -> None:
    made = [step(index) for index in range(3)]
    with RunFolder.create(tmp_path, INFO) as folder:
        for one in made:
            record(folder, one)
        folder.hinted("the cheap one")
        ending = Ending(reason="finished", answer="No. 7", verdict=Verdict(success=True))
        folder.end(ending)

    recorded = read(folder.path)

    assert recorded.trajectory.steps == tuple(made)
    assert recorded.trajectory.ending == ending
    assert recorded.hints == ("the cheap one",)
    assert recorded.pending is None
    assert recorded.info == folder.info
    assert recorded.info.instruction == INFO.instruction
    assert [one.before.screen.png for one in recorded.trajectory.steps] == [one.before.screen.png for one in made]
    assert recorded.totals.steps == 3
    assert recorded.totals.seconds == pytest.approx(5.25)
    assert recorded.totals.usage.usd is None


def test_each_distinct_screen_is_stored_once(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        for index in range(3):
            record(folder, step(index))

    names = {path.stem for path in (folder.path / "screens").iterdir()}
    assert names == {painted(f"{index}").sha for index in range(4)}


def test_a_long_run_keeps_its_screens_out_of_memory(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        kept = folder.steps[0]

        (folder.path / "screens" / f"{kept.after.screen.sha}.png").unlink()
        with pytest.raises(RunFolderError):
            _ = kept.after.screen.png


def test_a_step_that_was_cut_off_tells_what_of_it_is_known(tmp_path: Path) -> None:
    made = step(0)
    with RunFolder.create(tmp_path, INFO) as folder:
        folder.decided(made.before, made.decision)
        folder.acting(0)
        folder.acted(Done())
        folder.acting(1)

    with RunFolder.open(folder.path) as again:
        assert again.steps == ()
        assert again.pending is not None
        assert again.pending.decision == made.decision
        assert again.pending.before == made.before
        assert again.pending.outcomes == (Done(),)
        assert again.pending.begun == 1

        again.finished(made)
        assert again.pending is None
        assert tuple(again.steps) == (made,)


def test_a_decision_that_was_never_acted_on_may_be_made_anew(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        folder.decided(step(0).before, step(0, "first thought").decision)
        record(folder, step(0, "second thought"))

    _, trajectory = load(folder.path)
    assert [one.decision.thought for one in trajectory.steps] == ["second thought"]


def test_the_disk_names_an_action_before_it_is_done(tmp_path: Path) -> None:
    made = step(0)
    with RunFolder.create(tmp_path, INFO) as folder:
        folder.decided(made.before, made.decision)
        folder.acting(0)

        lines = [json.loads(line) for line in (folder.path / "steps.jsonl").read_text().splitlines()]
        assert [line["event"] for line in lines] == ["decided", "acting"]
        assert (folder.path / "screens" / f"{lines[0]['before']['screen']['sha']}.png").exists()


@pytest.mark.parametrize("lost", [1, 2, 30])
def test_a_torn_last_line_is_dropped_and_the_run_goes_on(tmp_path: Path, lost: int) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        record(folder, step(1))
    path = folder.path / "steps.jsonl"
    path.write_bytes(path.read_bytes()[:-lost])

    _, trajectory = load(folder.path)
    assert len(trajectory.steps) == 1

    with RunFolder.open(folder.path) as again:
        assert again.pending is not None
        again.finished(step(1))
    assert len(load(folder.path)[1].steps) == 2


def test_a_line_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        record(folder, step(1))
    path = folder.path / "steps.jsonl"
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3][:-5]
    path.write_bytes(b"\n".join(lines))

    with pytest.raises(RunFolderError, match=r"steps\.jsonl, line 4"):
        load(folder.path)
    with pytest.raises(RunFolderError, match=r"steps\.jsonl, line 4"):
        RunFolder.open(folder.path)


def test_a_screen_is_never_looked_for_outside_of_the_run(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
    path = folder.path / "steps.jsonl"
    path.write_text(path.read_text().replace(painted("0").sha, "../../../etc/passwd"))

    with pytest.raises(RunFolderError, match="names no screen"):
        load(folder.path)


def test_half_a_character_from_a_model_is_kept(tmp_path: Path) -> None:
    made = step(0, "cut off \ud83d")
    with RunFolder.create(tmp_path, INFO.model_copy(update={"instruction": "half \ud83d"})) as folder:
        record(folder, made)
        folder.end(Ending(reason="gave_up", detail="\ud83d"))

    assert load(folder.path)[1].steps == (made,)


def test_one_process_at_a_time_writes_a_run_and_anybody_may_read_it(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        assert is_being_written(folder.path)
        assert len(load(folder.path)[1].steps) == 1
        with pytest.raises(RunFolderError, match="another process"):
            RunFolder.open(folder.path)

    assert not is_being_written(folder.path)
    with RunFolder.open(folder.path):
        pass


def test_a_resumed_run_has_no_ending_until_it_ends_again(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        folder.end(Ending(reason="steps"))

    with RunFolder.open(folder.path) as again:
        assert again.ended == Ending(reason="steps")
        again.resumed()
        assert again.ended is None
        assert load(folder.path)[1].ending is None
        record(again, step(1))
        again.end(Ending(reason="finished"))
    assert load(folder.path)[1].ending == Ending(reason="finished")


def test_a_newer_schema_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        pass
    path = folder.path / "run.json"
    path.write_text(path.read_text().replace('"schema_version": 1', '"schema_version": 2'))

    with pytest.raises(RunFolderError, match=r"schema 2.*upgrade guiagent"):
        load(folder.path)


def test_fields_that_are_not_known_are_passed_over(tmp_path: Path) -> None:
    made = step(0)
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, made)
        folder.end(Ending(reason="finished"))
    for name in ("run.json", "ending.json"):
        path = folder.path / name
        path.write_text(json.dumps({**json.loads(path.read_text()), "mood": "fine"}))
    path = folder.path / "steps.jsonl"
    path.write_text(path.read_text().replace('"thought":', '"mood":"fine","thought":'))

    assert load(folder.path)[1].steps == (made,)


def test_a_folder_that_holds_a_run_takes_no_other(tmp_path: Path) -> None:
    with RunFolder.create_in(tmp_path / "mine", INFO) as folder:
        assert folder.path == tmp_path / "mine"
    with pytest.raises(RunFolderError, match="holds a run already"):
        RunFolder.create_in(tmp_path / "mine", INFO)


def test_runs_that_start_in_the_same_second_get_their_own_folders(tmp_path: Path) -> None:
    paths = set()
    for _ in range(3):
        with RunFolder.create(tmp_path, INFO) as folder:
            paths.add(folder.path)
    assert len(paths) == 3


@pytest.mark.parametrize("instruction", ["", "../../etc", "a/b\0c", "купи чай", "🫖" * 300, "x" * 5000, "\n"])
def test_any_instruction_names_a_folder_under_the_root(tmp_path: Path, instruction: str) -> None:
    with RunFolder.create(tmp_path, RunInfo(instruction=instruction)) as folder:
        assert folder.path.parent == tmp_path
    assert load(folder.path)[0].instruction == instruction


def test_a_run_is_found_by_path_name_beginning_or_as_the_last(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    paths = []
    for days, instruction in ((2, "buy tea"), (1, "buy milk"), (0, "read mail")):
        info = RunInfo(instruction=instruction, started=now - timedelta(days=days))
        with RunFolder.create(tmp_path, info) as folder:
            paths.append(folder.path)
    tea, _, mail = paths

    assert find_run(str(tea)) == tea
    assert find_run(tea.name, tmp_path) == tea
    assert find_run(tea.name[:10], tmp_path) == tea
    assert find_run("tea", tmp_path) == tea
    assert find_run("last", tmp_path) == mail
    assert runs_in(tmp_path) == paths[::-1]
    with pytest.raises(UsageError, match="means 2 runs"):
        find_run("buy", tmp_path)
    with pytest.raises(UsageError, match=f"nearest: {tea.name}"):
        find_run(tea.name.replace("tea", "teapot"), tmp_path)
    with pytest.raises(UsageError, match="no runs"):
        find_run("last", tmp_path / "elsewhere")


def test_a_secret_stands_in_a_run_by_name_only(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path, INFO) as folder:
        record(folder, step(0))
        folder.finished(step(1).model_copy(update={"decision": Decision(actions=(Finish(answer="<secret:pin>"),))}))

    assert "<secret:pin>" in (folder.path / "steps.jsonl").read_text()
    assert load(folder.path)[0].options == {"secrets": ["pin=@SHOP_PIN"]}
