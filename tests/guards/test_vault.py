"""Secrets: typed only where they belong, and found again in every disguise."""

from __future__ import annotations

import base64
import copy
import html
import json
import pickle
import re
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiagent.errors import ActionFailed, UsageError
from guiagent.guards.vault import Vault

VALUE = "Tr0ub4dor&3 <ü>/\"'~"
ENVIRON = {"PW": VALUE, "PIN": "4711", "EMPTY": "", "SHORT": "ab "}


def vault(*specs: str, start: str | None = "https://shop.test/login") -> Vault:
    return Vault.of(specs, ENVIRON, start)


def test_a_secret_is_typed_into_the_start_page_by_default() -> None:
    assert vault("pw=@PW").reveal("a<secret:pw>b", "https://shop.test") == f"a{VALUE}b"
    assert vault("pw=@PW").reveal("nothing secret", "https://evil.test") == "nothing secret"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.test",
        "http://shop.test",
        "https://shop.test:444",
        "https://a.shop.test",
        "https://shop.test.evil.test",
        "https://shop.test@evil.test",
        "",
        "null",
        "about:blank",
        "file://",
        "data:text/html,shop.test",
    ],
)
def test_it_is_typed_into_no_other_origin(origin: str) -> None:
    with pytest.raises(ActionFailed, match=r"'pw'.*https://shop\.test") as failed:
        vault("pw=@PW").reveal("<secret:pw>", origin)
    assert VALUE not in str(failed.value)


def test_several_origins_add_up_and_a_bare_host_means_https() -> None:
    both = vault("pw=@PW@id.test", "pw=@PW@http://127.0.0.1:8000", "pin=@PIN")
    assert both.reveal("<secret:pw>", "https://ID.test.:443/") == VALUE
    assert both.reveal("<secret:pw>", "http://127.0.0.1:8000") == VALUE
    assert both.described() == {"pw": ["https://id.test", "http://127.0.0.1:8000"], "pin": ["https://shop.test"]}
    with pytest.raises(ActionFailed):
        both.reveal("<secret:pw>", "https://shop.test")


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(ActionFailed, match="no secret 'pass'; known are: pw"):
        vault("pw=@PW").reveal("<secret:pass>", "https://shop.test")


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "pw",
        "pw=",
        "pw=hunter2",
        "=@PW",
        "pw=@",
        "pw=@MISSING",
        "pw=@EMPTY",
        "pw=@SHORT",
        "pw=@PW@ftp://a",
        "pw=@PW@http://",
        "pw=@PW@a b",
        "hunter2",
        "p w=@PW",
    ],
)
def test_a_malformed_secret_is_a_usage_error_that_does_not_repeat_it(spec: str) -> None:
    with pytest.raises(UsageError, match="--secret") as error:
        vault(spec)
    assert "hunter2" not in str(error.value)


def test_a_secret_needs_somewhere_to_be_typed() -> None:
    with pytest.raises(UsageError, match="say where"):
        vault("pw=@PW", start=None)


def test_one_name_has_one_variable() -> None:
    with pytest.raises(UsageError, match="two variables"):
        vault("pw=@PW", "pw=@PIN")


IN_PATH, IN_QUERY, IN_FRAGMENT = (
    "!$%&'()*+,-./:;=@[\\]^_|~",
    "!$%&()*+,-./:;=?@[\\]^_`{|}~",
    "!#$%&'()*+,-./:;=?@[\\]^_{|}~",
)
"""The signs that Chromium leaves as they are in these parts of an address."""


def disguised(value: str) -> dict[str, str]:
    data = value.encode()
    return {
        "raw": value,
        "url": f"https://a.test/?q={quote(value)}&x={quote(value, safe='')}&y={quote_plus(value)}",
        "lower-case url": re.sub("%..", lambda found: found[0].lower(), quote(value, safe="")),
        "as a script sets it": f"https://a.test/{quote(value, safe=IN_PATH)}?{quote(value, safe=IN_QUERY)}",
        "fragment": f"https://a.test/#{quote(value, safe=IN_FRAGMENT)}",
        "html": f"<b>{html.escape(value)}</b><i>{html.escape(value, quote=False)}</i>",
        "json": json.dumps({"a": value}) + json.dumps(value, ensure_ascii=False),
        "hex": data.hex() + " " + data.hex().upper(),
        "base64": " ".join(base64.b64encode(b"x" * n + data + b"y" * n).decode() for n in range(4)),
        "base64url": " ".join(base64.urlsafe_b64encode(b"?" * n + data + b"~" * n).decode() for n in range(4)),
    }


@pytest.mark.parametrize("form", disguised(VALUE))
def test_a_value_is_hidden_in_every_disguise(form: str) -> None:
    text = disguised(VALUE)[form]
    hidden = vault("pw=@PW").hide(text)
    assert "<secret:pw>" in hidden
    clear = [VALUE, quote(VALUE), quote(VALUE, safe=""), quote_plus(VALUE), html.escape(VALUE), VALUE.encode().hex()]
    assert not any(part.lower() in hidden.lower() for part in clear)
    core = base64.b64encode(VALUE.encode()).decode()[:-4]
    assert core not in hidden


@given(value=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"]), min_size=6, max_size=40))
def test_any_value_is_hidden(value: str) -> None:
    safe = Vault.of(["s=@S"], {"S": value}, "https://a.test")
    for text in (value, quote(value), json.dumps(value), html.escape(value), value.encode().hex()):
        assert safe.hide(f"[{text}]").count("<secret:s>") == 1
        assert len(safe.hide(f"[{text}]")) <= len('[""]') + len("<secret:s>")


def test_the_longer_of_two_values_is_hidden_whole() -> None:
    two = Vault.of(["a=@A", "b=@B"], {"A": "hunter", "B": "hunter2hunter"}, "https://a.test")
    assert two.hide("hunter2hunter hunter") == "<secret:b> <secret:a>"


def test_nothing_is_revealed_until_it_is_typed() -> None:
    safe = vault("pw=@PW")
    assert safe.revealed == ()
    safe.reveal("<secret:pw>", "https://shop.test")
    assert VALUE in safe.revealed


def test_a_vault_shows_no_value_and_does_not_leave_the_process() -> None:
    safe = vault("pw=@PW")
    assert VALUE not in f"{safe!r} {safe} {safe.described()}"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="vault"):
            leave(safe)


def test_a_long_text_without_a_secret_costs_next_to_nothing() -> None:
    safe, text = vault("pw=@PW", "pin=@PIN"), "A" * 20_000_000
    began = time.perf_counter()
    assert safe.hide(text) is text
    assert time.perf_counter() - began < 5


def test_no_secrets_hide_nothing() -> None:
    assert Vault.of([], {}).hide("as it was") == "as it was"
