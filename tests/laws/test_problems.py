"""One error shape, whatever went wrong, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import gapless.app  # noqa: F401 - loads every feature, and so every problem
from gapless.platform.problems import Problem, ProblemBody
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", Problem.registry.values(), ids=lambda kind: kind.code)
def test_every_problem_speaks_both_languages(kind: type[Problem]) -> None:
    for text in (kind.title, kind.message):
        assert text.en.strip()
        assert text.tr.strip()
        assert set(re.findall(r"{(\w+)}", text.en)) == set(re.findall(r"{(\w+)}", text.tr))
    assert re.fullmatch(r"[A-Z][A-Z0-9_]+", kind.code)
    assert 400 <= kind.status < 600


async def test_every_error_path_answers_the_same_shape(house: House) -> None:
    admin = await house.sign_in()
    nobody = house.client()
    answers = [
        await nobody.get("/api/v1/games"),
        await nobody.get("/api/v1/no/such/route"),
        await nobody.get("/api/nothing"),
        await nobody.put("/api/v1/games"),
        await nobody.post("/api/v1/auth/login", content=b"{not json"),
        await nobody.post("/api/v1/auth/login", json=[]),
        await nobody.get("/api/v1/games?search=%00"),
        await admin.get("/games", params={"page": 0}),
        await admin.get("/games/no-such-game"),
        await admin.post("/tenants", json={}),
        await admin.post("/tables", json={"name": "a\u0000b", "provider": "c"}),
    ]
    for answer in answers:
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        body = ProblemBody.model_validate_json(answer.text)
        assert body.status == answer.status_code
        assert body.error_code in Problem.registry
        assert body.detail == body.message
        assert body.request_id == answer.headers["X-Request-ID"]


async def test_an_unknown_address_is_404_by_any_method_and_a_wrong_method_405(
    house: House,
) -> None:
    client = house.client()
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        answer = await client.request(method, "/api/v1/no-such-thing")
        assert answer.status_code == 404, method
    wrong = await client.put("/api/v1/games")
    assert (wrong.status_code, wrong.json()["error_code"]) == (405, "METHOD_NOT_ALLOWED")
    assert wrong.headers["Allow"] == "GET"


async def test_request_ids_come_back_if_they_are_safe(house: House) -> None:
    client = house.client()
    kept = await client.get("/healthz", headers={"X-Request-ID": "support-4711"})
    assert kept.headers["X-Request-ID"] == "support-4711"
    replaced = await client.get("/healthz", headers={"X-Request-ID": "<script>" + "x" * 99})
    assert re.fullmatch(r"[0-9a-f]{32}", replaced.headers["X-Request-ID"])


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("tr", "Oturum"),
        ("de, tr;q=0.5", "Oturum"),
        ("en;q=1, tr;q=0.1", "Sign-in"),
        ("xx", "Sign-in"),
    ],
)
async def test_the_title_is_in_the_callers_language(house: House, header: str, word: str) -> None:
    answer = await house.client().get("/api/v1/games", headers={"Accept-Language": header})
    assert answer.json()["title"].startswith(word)


def test_the_committed_contract_is_fresh() -> None:
    from gapless.contract import contract_files

    for file, content in contract_files().items():
        committed = (ROOT / "contract" / file).read_text(encoding="utf-8")
        assert json.loads(committed) == json.loads(content), f"{file} is stale: make contract"
