"""Contracts against a real server: what they prove, what they see through, what they report."""

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from gapless.gapscan.contracts.actors import Actors, parse_actors
from gapless.gapscan.contracts.client import MAX_BODY, BadBaseUrl, Session
from gapless.gapscan.contracts.evidence import keep, record
from gapless.gapscan.contracts.load import parse_contract
from gapless.gapscan.contracts.operators import OPERATORS, check_nodes
from gapless.gapscan.contracts.result import Outcome, Progress, RunResult
from gapless.gapscan.contracts.runner import run_contract
from gapless.gapscan.register.vault import place
from tests.gapscan.contracts.conftest import ACTORS
from tests.gapscan.contracts.lending import EMAIL, PASSWORD, Library

SWITCH = """
  - name: Stop a card
    request: {method: PATCH, path: /cards/c-1, json: {active: false}}
    expect: {body: {$.active: false}}
    persists:
      request: GET /cards
      expect: {body: {"$[?@.id=='c-1'].active": false}}
"""
IMPORT = """
  - name: Upload
    request:
      method: POST
      path: /uploads
      files: {file: {filename: books.json, json: [{name: "Book ${run.hex}"}]}}
    save: {job: $.job_id}
  - name: Wait for the job
    request: GET /jobs/${job}
    until:
      body: {$.status: ready}
      stop: {$.status: failed}
      within: 300ms
      every: 20ms
    expect: {body: {$.total_items: 1}}
  - name: Import
    request: POST /jobs/${job}/import
    expect: {body: {$.imported_count: 1}}
  - name: Find it
    request: {path: /books, query: {search: "${run.hex}"}}
    expect:
      headers: {x-total-count: "1"}
      body: [{path: "$.items[*].name", contains: "${run.hex}"}]
    persists: true
cleanup:
  - name: Undo
    request: POST /jobs/${job}/undo
"""
EVENT = """
  - name: Errors appear
    non_empty_when:
      look: GET /logs/errors
      event:
        - name: Fail on purpose
          request: {method: POST, path: /failures, json: {message: "boom ${run.hex}"}}
      expect: {body: [{path: "$[*].message", contains: "${run.hex}", some: true}]}
      within: 400ms
      every: 20ms
"""


def run(steps: str, base_url: str, actors: Actors, **more: Any) -> RunResult:
    text = f"contract: 1\ngap: G-001\nas: desk\nsteps:\n{steps}"
    return run_contract(parse_contract(text.encode(), "c.yaml"), base_url, actors, **more)


@pytest.mark.parametrize("steps", [SWITCH, IMPORT, EVENT], ids=["switch", "import", "event"])
def test_a_sound_server_passes(steps: str, library: Library, base_url: str, actors: Actors) -> None:
    result = run(steps, base_url, actors)
    assert result.outcome is Outcome.PASSED, result.summary
    assert library.cards["c-1"] is (steps is not SWITCH)
    assert library.undone == (list(library.jobs) if steps is IMPORT else [])


@pytest.mark.parametrize(
    ("steps", "gap", "said"),
    [
        (SWITCH, "no-route", "expected status 2xx, got status 404"),
        (SWITCH, "echo", "in a new session $[?@.id=='c-1'].active equals false, got true"),
        (SWITCH, "session-only", "in a new session $[?@.id=='c-1'].active equals false, got true"),
        (IMPORT, "stuck", "not within 0.3 s"),
        (IMPORT, "failing", 'gave up: $.status equals "failed"'),
        (EVENT, "empty-logs", "0 rows, 0 of them new"),
        (EVENT, "constant-logs", "1 rows, 0 of them new"),
    ],
)
def test_each_gap_is_seen(
    steps: str, gap: str, said: str, library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {gap}
    result = run(steps, base_url, actors)
    assert result.outcome is Outcome.FAILED
    assert said in str(result.summary)


def test_cleanup_runs_after_a_failure_and_leaves_out_what_never_was(
    library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {"stuck"}
    result = run(IMPORT, base_url, actors)
    assert [step.outcome for step in result.steps][-1] is Outcome.PASSED
    assert library.undone == list(library.jobs)
    steps = IMPORT.replace("/uploads", "/nowhere")
    result = run(steps, base_url, actors)
    assert [(str(step.title), step.outcome) for step in result.steps] == [
        ("Upload", Outcome.FAILED),
        ("cleanup: Undo", Outcome.SKIPPED),
    ]


def test_cleanup_runs_when_the_run_is_stopped_by_hand(
    library: Library, base_url: str, actors: Actors
) -> None:
    def stop(progress: Progress) -> None:
        if progress.step == "Import" and progress.outcome is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(IMPORT, base_url, actors, on_progress=stop)
    assert library.undone == list(library.jobs)


def test_a_failing_cleanup_is_no_pass(base_url: str, actors: Actors) -> None:
    steps = "  - {name: Look, request: GET /cards}\ncleanup: [{name: U, request: GET /nowhere}]\n"
    result = run(steps, base_url, actors)
    assert result.outcome is Outcome.FAILED
    assert "cleanup: U" in str(result.summary)


def test_each_value_is_asked_though_one_fails(base_url: str, actors: Actors) -> None:
    steps = """
  - name: Category
    each: {category: [errors, nothing, cron]}
    request: GET /logs/${category}
  - {name: Never reached, request: GET /cards}
"""
    result = run(steps, base_url, actors)
    assert [(step.name, step.outcome.value) for step in result.steps] == [
        ("Category [errors]", "passed"),
        ("Category [nothing]", "failed"),
        ("Category [cron]", "passed"),
    ]


def test_a_new_session_signs_in_anew(library: Library, base_url: str, actors: Actors) -> None:
    twice = "  - {name: a, request: GET /cards}\n  - {name: b, request: GET /cards}\n"
    run(twice, base_url, actors)
    assert library.sign_ins == 1
    run("  - {name: a, request: GET /cards, persists: true}\n", base_url, actors)
    assert library.sign_ins == 3


def test_a_sessions_cookies_stay_in_it(base_url: str, actors: Actors) -> None:
    steps = """
  - {name: a, as: nobody, request: GET /cookie, expect: {body: {$.had: null}}}
  - {name: b, as: nobody, request: GET /cookie, expect: {body: {$.had: sid=abc123}}}
  - {name: c, as: nobody, tenant: x, request: GET /cookie, expect: {body: {$.had: null}}}
"""
    assert run(steps, base_url, actors).outcome is Outcome.PASSED


def test_what_is_sent(base_url: str) -> None:
    actors = parse_actors(ACTORS, "a.yaml", {"ROBOT_TOKEN": "robot-token-1"})
    steps = """
  - name: Send
    as: robot
    request:
      method: PUT
      path: /echo
      query: {q: [1, "a b"], flag: true, none: null}
      headers: {X-One: "${run.date}"}
      idempotency_key: "${run.id}"
      form: {a: "1 & 2"}
    expect:
      body:
        $.method: PUT
        $.query: {q: a b, flag: "true"}
        $.body: a=1+%26+2
        $.headers.authorization: Bearer robot-token-1
        "$.headers['x-tenant-id']": north
        "$.headers['idempotency-key']": "${run.id}"
        "$.headers['x-one']": "${run.date}"
        "$.headers['content-type']": application/x-www-form-urlencoded
  - name: Another tenant
    as: robot
    tenant: south
    request: GET /echo
    expect: {body: {"$.headers['x-tenant-id']": south}}
"""
    result = run(steps, base_url, actors)
    assert result.outcome is Outcome.PASSED, result.summary


def test_what_is_saved_may_be_sought_by_what_is_known(base_url: str, actors: Actors) -> None:
    steps = """
  - name: Look
    request: GET /cards
    save: {state: "$[?@.id=='${card}'].active", nothing: "$[?@.id=='x'].active"}
"""
    text = f"contract: 1\ngap: G-001\nas: desk\nvariables: {{card: c-2}}\nsteps:\n{steps}"
    result = run_contract(parse_contract(text.encode(), "c.yaml"), base_url, actors)
    assert [str(v.expected) for v in result.steps[0].verdicts if not v.passed] == [
        "$[?@.id=='x'].active to keep as nothing"
    ]


def test_a_redirect_is_an_answer(base_url: str, actors: Actors) -> None:
    steps = "  - {name: a, as: nobody, request: GET /redirect, expect: {status: 302}}\n"
    assert run(steps, base_url, actors).outcome is Outcome.PASSED


def test_answers_that_are_no_json_or_break_off_fail(base_url: str, actors: Actors) -> None:
    steps = "  - {name: a, as: nobody, request: GET /text, expect: {body: {$.a: 1}}}\n"
    result = run(steps, base_url, actors)
    assert "expected the body is JSON, got 14 bytes of text/html" in str(result.summary)
    result = run("  - {name: a, as: nobody, request: GET /cut}\n", base_url, actors)
    assert result.outcome is Outcome.FAILED
    assert "broke off" in str(result.summary)


def test_a_server_that_does_not_answer_in_time_fails(base_url: str, actors: Actors) -> None:
    text = (
        "contract: 1\ngap: G-001\nas: nobody\ntimeout: 200ms\n"
        "steps: [{name: a, request: 'GET /slow?seconds=3'}]"
    )
    began = time.monotonic()
    result = run_contract(parse_contract(text.encode(), "c"), base_url, actors)
    assert (result.outcome, time.monotonic() - began < 2) == (Outcome.FAILED, True)
    assert "no answer within 0.2 s" in str(result.summary)


def test_what_says_nothing_of_the_gap_is_an_error(base_url: str, actors: Actors) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
        result = run(SWITCH, nowhere, actors)
    assert result.outcome is Outcome.ERROR
    assert "could not be carried out" in str(result.summary)
    unset = parse_actors(ACTORS, "a.yaml", {})
    assert "DESK_EMAIL is not set" in str(run(SWITCH, base_url, unset).summary)
    wrong = parse_actors(ACTORS, "a.yaml", {"DESK_EMAIL": "a@b.c", "DESK_PASSWORD": "wrong-one"})
    result = run(SWITCH, base_url, wrong)
    assert result.outcome is Outcome.ERROR
    assert "'desk' cannot sign in: status 401" in str(result.summary)
    steps = '  - {name: a, request: {path: /echo, headers: {A: "x\\r\\nB: y"}}}\n'
    assert run(steps, base_url, actors).outcome is Outcome.ERROR


@pytest.mark.parametrize(
    "address",
    ["localhost:80", "ftp://h", "http://", "http://h:99999", "http://u:p@h", "http://h?a"],
)
def test_a_senseless_address_is_refused(address: str, actors: Actors) -> None:
    with pytest.raises(BadBaseUrl):
        run(SWITCH, address, actors)


def test_a_prefix_in_the_address_is_kept(base_url: str) -> None:
    session = Session(f"{base_url}/logs/")
    exchange = session.send("GET", "/é b/x?y=1", timeout=5)
    assert exchange.url == f"{base_url}/logs/%C3%A9%20b/x?y=1"
    assert MAX_BODY > 0


def test_progress_is_told(base_url: str, actors: Actors) -> None:
    told: list[Progress] = []
    run(SWITCH, base_url, actors, on_progress=told.append)
    assert [(p.index, p.total, p.outcome) for p in told] == [(1, 1, None), (1, 1, Outcome.PASSED)]


def test_evidence_is_named_by_its_hash_and_holds_no_secret(
    tmp_path: Path, library: Library, base_url: str, actors: Actors
) -> None:
    result = run(SWITCH, base_url, actors)
    digests = keep(tmp_path, result, b"the contract")
    text = place(tmp_path, digests[0], ".json").read_text(encoding="utf-8")
    assert keep(tmp_path, result, b"the contract") == digests
    assert PASSWORD not in text
    assert EMAIL not in text
    assert not [token for token in library.tokens if token in text]
    data = json.loads(text)
    assert (data["outcome"], data["gap"]) == ("passed", "G-001")
    exchanges = data["steps"][0]["exchanges"]
    paths = [exchange["request"]["url"].removeprefix(base_url) for exchange in exchanges]
    assert paths == ["/login", "/cards/c-1", "/login", "/cards"]
    assert exchanges[0]["request"]["body"]["password"] == "[redacted]"
    assert exchanges[1]["response"]["body"] == {"id": "c-1", "active": False}
    assert ["Authorization", "[redacted]"] in exchanges[1]["request"]["headers"]


def test_of_many_polls_the_first_and_the_last_are_kept(
    library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {"stuck"}
    result = run(IMPORT, base_url, actors)
    polls = result.steps[1].exchanges
    assert [json.loads(exchange.body)["status"] for exchange in polls] == ["queued", "running"]
    assert len(record(result)["steps"]) == len(result.steps)


@pytest.mark.parametrize(
    ("operator", "wanted", "good", "bad"),
    [
        ("equals", 1, 1.0, True),
        ("equals", {"a": [1, None]}, {"a": [1, None]}, {"a": [True, None]}),
        ("not_equals", "x", "y", "x"),
        ("one_of", [1, "a"], "a", "b"),
        ("contains", "b", "abc", "ac"),
        ("contains", 1, [0, 1], [True]),
        ("contains", "k", {"k": 1}, {"j": 1}),
        ("not_contains", "b", "ac", "abc"),
        ("matches", r"^\d+$", "42", "4x"),
        ("matches", "4", "42", 42),
        ("type", "integer", 3, 3.5),
        ("type", "number", 3.5, True),
        ("type", "null", None, 0),
        ("min", 3, 3, 2.9),
        ("min", 3, 4, "4"),
        ("max", 3, 3, 3.1),
        ("length", 2, "ab", [1]),
        ("min_length", 1, [0], []),
        ("max_length", 1, [], "ab"),
        ("max_length", 1, [], None),
        ("non_empty", True, [0], []),
        ("non_empty", True, 0, None),
        ("non_empty", False, "", "a"),
    ],
)
def test_operators(operator: str, wanted: Any, good: Any, bad: Any) -> None:
    [yes] = check_nodes("$", [good], {operator: wanted}, some=False)
    [no] = check_nodes("$", [bad], {operator: wanted}, some=False)
    [none] = check_nodes("$", [], {operator: wanted}, some=False)
    assert (yes.passed, no.passed, none.passed) == (True, False, False)
    [all_of] = check_nodes("$", [good, bad], {operator: wanted}, some=False)
    [one_of] = check_nodes("$", [good, bad], {operator: wanted}, some=True)
    assert (all_of.passed, one_of.passed) == (False, True)
    assert operator in OPERATORS


def test_existence_is_about_the_path() -> None:
    cases: list[tuple[list[Any], bool, bool]] = [
        ([None], True, True),
        ([], False, True),
        ([1], False, False),
    ]
    for nodes, wanted, passed in cases:
        [verdict] = check_nodes("$.a", nodes, {"exists": wanted}, some=False)
        assert verdict.passed is passed
