"""A contract file is read whole, or refused with every mistake in it and its line."""

from pathlib import Path

import pytest

from gapless.gapscan.contracts.actors import ActorError, parse_actors
from gapless.gapscan.contracts.load import load_contract, parse_contract
from gapless.gapscan.contracts.reader import FileInvalid
from gapless.gapscan.contracts.schema import Check, Each, Save, SaveFrom

HEAD = "contract: 1\ngap: G-001\nas: desk\nsteps:\n"


def faults(text: str) -> list[str]:
    with pytest.raises(FileInvalid) as caught:
        parse_contract(text.encode(), "c.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_a_contract_is_read() -> None:
    text = """\
contract: 1
gap: G-007
title: Cards
timeout: 2m
as: desk
variables: {state: off, card: "c-${run.hex}"}
steps:
  - name: Switch
    tenant: north
    request:
      method: patch
      path: /cards/${card}
      json: {active: "${state}", since: 2026-01-01}
    expect: {status: [200, 4xx], headers: {content-type: {contains: json}}, body: {$.ok: true}}
    save: {card_id: $.id, request_id: "header:X-Request-ID", code: status}
  - name: Lists
    each: {tab: [a, b]}
    request: GET /lists/${tab}
    persists: true
"""
    contract = parse_contract(text.encode(), "c.yaml")
    assert (contract.gap, contract.timeout.total_seconds()) == ("G-007", 120)
    assert contract.variables["state"] == "off"
    step, lists = contract.steps
    assert step.request is not None
    assert (step.request.method, step.actor, step.tenant) == ("PATCH", "desk", "north")
    assert step.request.json == {"active": "${state}", "since": "2026-01-01"}
    assert step.expect.statuses == ((200, 200), (400, 499))
    assert step.expect.body == (Check("$.ok", {"equals": True}, line=14),)
    assert step.save["request_id"] == Save(SaveFrom.HEADER, "x-request-id")
    assert lists.each == Each("tab", ("a", "b"))
    assert lists.persists is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "c.yaml:1:1: the file is empty"),
        ("a: [1", "c.yaml:1:6: no YAML"),
        ("a: b: c", "c.yaml:1:5: no YAML"),
        ("- 1", "c.yaml:1:1: expected `key: value` pairs"),
        ("contract: 2\ngap: G\nsteps: []", "c.yaml:1:11: this program reads version 1"),
        ("contract: 1\nsteps: []", "c.yaml:1:1: 'gap' is missing"),
        ("contract: 1\ngap: G\ngap: H\nsteps: []", "c.yaml:3:1: 'gap' is given twice"),
        ("contract: 1\ngap: G\nsteps: []", "c.yaml:3:8: a contract without steps proves nothing"),
        (HEAD + "  - name: x", "exactly one of request, non_empty_when, browser; this has none"),
        (HEAD + "  - {name: x, requst: GET /}", "unknown key 'requst'; did you mean 'request'?"),
        (HEAD + "  - {name: x, request: FETCH /}", "'FETCH' is no method"),
        (HEAD + "  - {name: x, request: GET http://evil.example/}", "must begin with one /"),
        (HEAD + "  - {name: x, request: GET //evil.example/}", "must begin with one /"),
        (HEAD + "  - {name: x, request: GET /a, expect: {status: 2000}}", "'2000' is no status"),
        (HEAD + "  - {name: x, request: GET /a, expect: {body: {'$[': 1}}}", "is no JSONPath"),
        (HEAD + "  - {name: x, request: GET /a, expect: {body: [{path: $.a}]}}", "no operator"),
        (
            HEAD + "  - {name: x, request: GET /a, expect: {body: [{path: $.a, equal: 1}]}}",
            "'equal' is no operator",
        ),
        (
            HEAD + "  - {name: x, request: GET /a, expect: {body: [{path: $.a, matches: '('}]}}",
            "is no regular expression",
        ),
        (
            HEAD + "  - {name: x, request: GET /a, expect: {body: [{path: $.a, min: x}]}}",
            "'min' takes a number",
        ),
        (HEAD + "  - {name: x, request: 'GET /${id}'}", "${id} is not set before this place"),
        (HEAD + "  - {name: x, request: POST /a, persists: true}", "which a POST must not be"),
        (HEAD + "  - {name: x, browser: [], expect: {}}", "no act in the browser"),
        (HEAD + "  - {name: x, browser: [{press: a}]}", "'press' is no act"),
        (HEAD + "  - {name: x, browser: [fill]}", "'fill' needs arguments"),
        (HEAD + "  - {name: x, request: GET /, until: {within: soon}}", "expected a time"),
        (HEAD + "  - {name: x, request: GET /, until: {every: 0}}", "shorter than 10ms"),
        (
            HEAD + "  - {name: x, request: {path: /, method: POST, json: 1, body: a}}",
            "one body; this has json, body",
        ),
        (HEAD + "  - {name: x, each: {}, request: GET /}", "one variable and its list"),
        (HEAD + "  - {name: x, request: GET /, save: {a-b: $.x}}", "no name for a variable"),
        (HEAD + "  - {name: x, non_empty_when: {look: GET /}}", "'event' is missing"),
        ("contract: 1\ngap: G\nsteps: [{name: x, request: GET /}]", "nobody acts"),
    ],
)
def test_each_mistake_is_named_with_its_place(text: str, said: str) -> None:
    found = faults(text)
    assert any(said in fault for fault in found), found
    assert all(fault.startswith("c.yaml:") for fault in found)


def test_all_mistakes_are_told_at_once_in_order() -> None:
    text = HEAD + "  - name: a\n    request: GET no\n  - name: b\n    requst: GET /\n"
    found = faults(text)
    assert [fault.split(":")[1] for fault in found] == ["6", "7", "8"]


def test_a_saved_variable_is_known_only_afterwards() -> None:
    first = "  - {name: a, request: GET /a, save: {id: $.id}}\n"
    second = "  - {name: b, request: 'GET /b/${id}'}\n"
    parse_contract((HEAD + first + second).encode(), "c.yaml")
    assert "${id} is not set" in faults(HEAD + second + first)[0]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]\ncontract: 1\ngap: G\nsteps: *a",
        "contract: 1\ngap: G\nvariables:\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        "  b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n  c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "  d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n  e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nsteps: []",
    ],
    ids=["contains itself", "multiplies itself"],
)
def test_aliases_that_never_end_are_refused(text: str) -> None:
    assert faults(text)


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_bytes(b"a: 1\n\xff")
    with pytest.raises(FileInvalid, match=r"c\.yaml:2:1: not UTF-8"):
        load_contract(path)
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(FileInvalid, match="larger than 1 MiB"):
        load_contract(path)
    with pytest.raises(FileInvalid, match="No such file"):
        load_contract(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actors: {a: {}}", "'a' has one of"),
        ("actors: {a: {bearer: abc}}", "a secret does not belong in a file"),
        ("actors: {a: {email: x@y.z}}", "go together"),
        ("actors: {a: {email: x@y.z, password: {env: P}}}", "no 'sign_in' says how"),
        ("actors: {a: {anonymous: false}}", "only 'anonymous: true'"),
        ("sign_in: {}", "'actors' is missing"),
    ],
)
def test_mistakes_in_the_actors_file_are_named(text: str, said: str) -> None:
    with pytest.raises(FileInvalid, match=r"^a\.yaml:1:") as caught:
        parse_actors(text.encode(), "a.yaml", {})
    assert said in str(caught.value)


def test_secrets_come_from_the_environment() -> None:
    actors = parse_actors(b"actors: {a: {bearer: {env: TOKEN}}}", "a.yaml", {})
    bearer = actors.get("a").bearer
    assert bearer is not None
    with pytest.raises(ActorError, match="TOKEN is not set"):
        bearer.read(actors.environment)
    with pytest.raises(ActorError, match="no actor 'b'; the actors file has a"):
        actors.get("b")
