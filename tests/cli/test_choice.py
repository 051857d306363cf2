"""`--model auto` takes one model, says why, and tries out no address that nobody named."""

from __future__ import annotations

import pytest

from guiagent.catalogue import profiles, resolve
from guiagent.cli.choice import ORDER, Choice, chosen, default_of
from guiagent.cli.options import RunOptions
from guiagent.cli.served import endpoint_of
from guiagent.errors import ModelError, UsageError
from guiagent.models.endpoint import Endpoint
from guiagent.providers import Name
from tests.servers.loopback import Request, Said
from tests.servers.openai_server import OpenAIServer, Refuses

KEY = "sk-test-6f1d0c2b9a"


def auto(base_url: str = "", dialect: str = "", **environ: str) -> Choice:
    return chosen(RunOptions(instruction="x", base_url=base_url, dialect=dialect), environ)


def test_a_named_model_is_taken_without_a_word() -> None:
    assert chosen(RunOptions(instruction="x", model="m"), {"OPENAI_BASE_URL": "http://127.0.0.1:9"}) == Choice("m")


def test_without_anything_it_is_the_reader() -> None:
    assert auto().name == "reader"
    assert "offline" in auto().why
    assert "GUIAGENT_API_KEY is set" in auto(GUIAGENT_API_KEY=KEY).why


def test_a_server_comes_before_any_key() -> None:
    with OpenAIServer(models=("qwen3-vl-8b",)) as server:
        taken = auto(OPENAI_BASE_URL=server.base_url, ANTHROPIC_API_KEY=KEY)
        assert (taken.name, "the one that" in taken.why) == ("qwen3-vl-8b", True)
        assert auto(server.base_url).name == "qwen3-vl-8b"


@pytest.mark.parametrize(
    ("key", "provider"),
    [("ANTHROPIC_API_KEY", "anthropic"), ("OPENAI_API_KEY", "openai"), ("GEMINI_API_KEY", "google"),
     ("GOOGLE_API_KEY", "google")],
)  # fmt: skip
def test_a_key_takes_its_provider_s_default(key: str, provider: str) -> None:
    taken = auto(**{key: KEY})
    assert taken.name == default_of(provider)
    assert f"as {key} is set" in taken.why
    assert KEY not in taken.why
    assert "\n" not in taken.why


def test_of_several_keys_the_order_is_said() -> None:
    taken = auto(GEMINI_API_KEY=KEY, OPENAI_API_KEY=KEY, ANTHROPIC_API_KEY=KEY)
    assert taken.name == default_of("anthropic")
    assert "OPENAI_API_KEY, GEMINI_API_KEY too; Anthropic's comes first" in taken.why


def test_a_dialect_or_provider_that_is_said_names_whose_default() -> None:
    assert auto(dialect="gpt", ANTHROPIC_API_KEY=KEY).name == default_of("openai")
    said = chosen(RunOptions(instruction="x", provider="google", base_url="http://127.0.0.1:9"), {})
    assert said.name == default_of("google")


def test_openai_s_own_address_in_the_environment_is_no_server_of_one_model() -> None:
    taken = auto(OPENAI_BASE_URL="https://api.openai.com/v1", OPENAI_API_KEY=KEY)
    assert taken.name == default_of("openai")


def test_every_default_is_a_full_name_of_its_own_family_with_a_price() -> None:
    for provider in ORDER:
        (default,) = [profile for profile in profiles() if profile.provider == provider and profile.default]
        assert resolve(default.default) == default
        assert default.price is not None
        assert "*" not in default.default


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9/v1", "http://u:p@127.0.0.1:9/v1"])
def test_a_server_that_is_not_there_is_an_error_without_secrets(base_url: str) -> None:
    with pytest.raises(ModelError, match=r"cannot ask http://127\.0\.0\.1:9/v1 which models it has") as raised:
        auto(base_url)
    assert "u:p" not in str(raised.value)
    with pytest.raises(UsageError, match="no http or https address"):
        auto("localhost:8000")


def test_nothing_of_the_environment_but_the_key_is_sent_along(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: secret")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    heard: list[Request] = []

    class Listens(OpenAIServer):
        def got(self, request: Request) -> Said:
            heard.append(request)
            return super().got(request)

    with Listens(models=("one",)) as server:
        assert auto(server.base_url, GUIAGENT_API_KEY=KEY).name == "one"
        auto(server.base_url)
    assert [request.headers.get("authorization") for request in heard] == [f"Bearer {KEY}", None]
    assert "secret" not in str([request.headers for request in heard])


def test_a_server_that_will_not_tell_is_an_error_with_its_status() -> None:
    class Locked(OpenAIServer):
        def got(self, request: Request) -> Said:
            return Refuses(401)

    with Locked() as server, pytest.raises(ModelError, match="it answered 401"):
        auto(server.base_url)


def test_an_address_with_a_query_keeps_it() -> None:
    with OpenAIServer(models=("one",)) as server:
        assert auto(f"{server.base_url}/?team=7").name == "one"


def endpoint(name: str, dialect: str | None = None, provider: Name | None = None) -> Endpoint:
    return endpoint_of(name, resolve(name, dialect, provider), "", {"OPENAI_API_KEY": KEY})


@pytest.mark.parametrize(
    ("name", "provider"),
    [("Qwen/Qwen3-VL-8B-Instruct", None), ("openai/gpt-5.4", None), ("gpt-4o", "openai-compatible")],
)
def test_what_other_servers_are_known_to_serve_is_never_asked_of_openai(name: str, provider: Name | None) -> None:
    with pytest.raises(UsageError, match="needs a server: name one with --base-url") as raised:
        endpoint(name, None, provider)
    assert "OPENAI_API_KEY" not in str(raised.value), "it is set, and would not help"


def test_a_name_that_nobody_knows_may_be_openai_s() -> None:
    assert endpoint("ft:gpt-next:me", "json:1").base_url == "https://api.openai.com/v1"
