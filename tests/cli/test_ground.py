"""`guiagent ground`: a point on stdout, a marked picture beside the other, and clear words where it cannot."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.calibration.pointing import clicks
from tests.cli.conftest import Said, Shell
from tests.servers.openai_server import OpenAIServer, Refuses, Says

NOT_THERE = Says('{"kind": "give_up", "reason": "there is no such button"}')


def picture(shell: Shell, name: str = "page.png", size: tuple[int, int] = (400, 200), **more: object) -> Path:
    path = shell.folder / name
    Image.new("RGB", size, (90, 120, 200)).save(path, **more)  # type: ignore[arg-type]
    return path


def read(file: Path | io.BytesIO) -> Image.Image:
    with Image.open(file) as image:
        return image.convert("RGB")


def ground(shell: Shell, server: OpenAIServer, *words: str) -> Said:
    return shell.run("ground", *words, "--model", "qwen3-vl-8b", "--base-url", server.base_url)


@pytest.mark.parametrize("name", ["page.png", "page.jpg", "page.webp"])
def test_the_point_is_printed_and_marked(shell: Shell, name: str) -> None:
    path = picture(shell, name)
    before = path.read_bytes()
    with OpenAIServer(clicks(500, 250)) as server:
        said = ground(shell, server, name, "the Search button")
        sent = read(io.BytesIO(server.requests[0].images[0]))
    assert (said.code, said.out) == (0, "200 50\n"), said.err
    assert "1 request, 1.1k tokens" in said.err
    assert "the Search button" in server.requests[0].texts[1]
    marked, plain = read(shell.folder / f"{name}.ground.png"), read(path)
    assert (sent.size, sent.getpixel((200, 50))) == ((400, 200), plain.getpixel((200, 50)))
    assert marked.size == (400, 200)
    assert marked.getpixel((200, 50)) == plain.getpixel((200, 50)), "the pixel itself can be seen"
    ring = {marked.getpixel((x, 50)) for x in range(200, 240)}
    assert any(max(rgb) < 60 for rgb in ring), "something dark"
    assert any(min(rgb) > 200 for rgb in ring), "and something light"
    assert path.read_bytes() == before


def test_what_is_not_there_is_said_and_nothing_is_written(shell: Shell) -> None:
    picture(shell)
    with OpenAIServer(NOT_THERE) as server:
        said = ground(shell, server, "page.png", "the Delete button")
        told = ground(shell, server, "page.png", "the Delete button", "--json")
    assert (said.code, said.out) == (1, "")
    assert '"the Delete button" is not there, says qwen3-vl-8b: there is no such button' in said.err
    assert (told.code, told.json["point"], told.json["marked"]) == (1, None, None)
    assert [path.name for path in shell.folder.iterdir()] == ["page.png"]


def test_the_marked_picture_can_be_read_by_whom_any_file_can(shell: Shell) -> None:
    mode = picture(shell).stat().st_mode
    with OpenAIServer(clicks(500, 250)) as server:
        assert ground(shell, server, "page.png", "x").code == 0
    assert (shell.folder / "page.png.ground.png").stat().st_mode == mode
    assert {path.name for path in shell.folder.iterdir()} <= {"page.png", "page.png.ground.png", "state"}


def test_json_tells_the_point_the_size_and_the_cost(shell: Shell) -> None:
    picture(shell)
    with OpenAIServer(clicks(0, 0)) as server:
        said = ground(shell, server, "page.png", "the corner", "--json", "--out", "there.png")
    assert (said.code, said.json["point"], said.json["marked"]) == (0, [0, 0], "there.png")
    assert (said.json["width"], said.json["height"], said.json["usage"]["input_tokens"]) == (400, 200, 1000)
    assert (shell.folder / "there.png").is_file()


def test_a_photo_that_lies_on_its_side_is_turned_first(shell: Shell) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(shell, "photo.jpg", exif=exif)
    with OpenAIServer(clicks(500, 500)) as server:
        said = ground(shell, server, "photo.jpg", "the middle")
    assert said.out == "100 200\n", said.err
    assert read(shell.folder / "photo.jpg.ground.png").size == (200, 400)


def test_the_picture_itself_is_never_overwritten(shell: Shell) -> None:
    before = picture(shell).read_bytes()
    (shell.folder / "link.png").symlink_to("page.png")
    with OpenAIServer(clicks(500, 500)) as server:
        for out in ("page.png", "link.png"):
            said = ground(shell, server, "page.png", "x", "--out", out)
            assert (said.code, "is the picture itself" in said.err) == (2, True)
        assert server.requests == []
    assert (shell.folder / "page.png").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("none.png", "x"), "there is no file 'none.png'"),
        (("folder", "x"), "'folder' is a folder"),
        (("text.png", "x"), "is no picture in PNG, JPEG, WEBP"),
        (("cut.png", "x"), "cannot read the picture"),
        (("page.png", " "), "say what to find"),
        (("page.png", "x", "--out", "none/there.png"), "cannot be written"),
        (("page.png", "x", "--out", "folder"), "is a folder"),
        (("page.png", "x", "--out", "there.jpg"), "ends in .png"),
    ],
)
def test_what_is_wrong_is_said_before_anybody_is_asked(shell: Shell, words: tuple[str, ...], told: str) -> None:
    (shell.folder / "cut.png").write_bytes(picture(shell, size=(900, 900)).read_bytes()[:200])
    (shell.folder / "text.png").write_text("hello")
    (shell.folder / "folder").mkdir()
    with OpenAIServer(clicks(1, 1)) as server:
        said = ground(shell, server, *words)
        assert server.requests == []
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_picture_that_is_far_too_large_is_refused_in_one_line(shell: Shell) -> None:
    Image.new("1", (10_001, 10_000)).save(shell.folder / "vast.png")
    said = shell.run("ground", "vast.png", "x", "--model", "qwen3-vl-8b", "--base-url", "http://127.0.0.1:9/v1")
    assert (said.code, said.err) == (2, "guiagent: 'vast.png' is too large: 10001x10000 pixels\n")


def test_auto_without_a_key_or_a_server_says_what_to_set(shell: Shell) -> None:
    picture(shell)
    said = shell.run("ground", "page.png", "x", GUIAGENT_API_KEY="k")
    assert said.code == 2
    assert "no key or server is set (GUIAGENT_API_KEY alone does not say whose model is meant)" in said.err
    assert "set ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, or name a server's: --base-url" in said.err


def test_a_model_that_cannot_be_understood_or_reached_is_an_error(shell: Shell) -> None:
    picture(shell)
    with OpenAIServer(Says("at the top left")) as server:
        said = ground(shell, server, "page.png", "x")
    assert (said.code, "cannot be understood" in said.err, "3 requests" in said.err) == (5, True, True)
    with OpenAIServer(Refuses(404)) as server:
        said = ground(shell, server, "page.png", "x")
    assert (said.code, "404" in said.err) == (5, True)


def test_options_on_weights_are_refused_where_none_are_loaded(shell: Shell) -> None:
    picture(shell)
    for asked in (("--model", "ocr"), ("--model", "qwen3-vl-8b", "--base-url", "http://127.0.0.1:9/v1")):
        said = shell.run("ground", "page.png", "x", *asked, "--dtype", "fp16")
        assert (said.code, "--dtype: for weights in this process, and none are loaded" in said.err) == (2, True), (
            said.err
        )


def test_one_that_needs_no_model_is_named_where_there_is_none(shell: Shell) -> None:
    picture(shell)
    assert "--model ocr" in shell.run("ground", "page.png", "x").err
