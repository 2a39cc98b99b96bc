"""Captures: what is kept of them, and captures that are broken."""

from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from gapless.gapscan.har import read_har
from gapless.gapscan.model import Notice, ScanInputError


def entry(method: str, url: str, status: int, body: str = "", **extra: Any) -> dict[str, Any]:
    content = {"mimeType": "application/json", "text": body, **extra.pop("content", {})}
    return {
        "startedDateTime": "2026-01-04T10:00:00Z",
        "_resourceType": "xhr",
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": "Authorization", "value": "Bearer very-secret"}],
            "postData": {"text": '{"password": "very-secret"}'},
        },
        "response": {"status": status, "content": content},
        **extra,
    }


def har(folder: Path, *entries: Any) -> Path:
    path = folder / "x.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}, indent=1))
    return path


def test_exchanges_become_operations(tmp_path: Path) -> None:
    path = har(
        tmp_path,
        entry(
            "GET", "https://a.example/api/games/1?token=very-secret", 200, '{"id": 1, "tags": []}'
        ),
        entry("GET", "https://a.example/api/games/2", 200, '{"id": 2, "name": "x"}'),
        entry("GET", "https://a.example/api/games/3", 404, "{}"),
        entry("GET", "https://a.example/api/users/ada@example.org", 200, "[]"),
        entry("OPTIONS", "https://a.example/api/games/3", 204),
        entry(
            "GET",
            "https://a.example/x.js",
            200,
            _resourceType="script",
            content={"mimeType": "text/javascript"},
        ),
        entry("GET", "https://other.example/api/games/1", 500),
    )
    games, users = read_har(path, frozenset({"a.example"}), ["/api/games/{game_id}"])
    assert (games.method, games.path) == ("GET", "/api/games/{game_id}")
    assert games.statuses == ((200, 2), (404, 1))
    assert (games.distinct_addresses, games.distinct_bodies) == (2, 2)
    assert games.fields == {"id", "tags", "name"}
    assert games.fields_open == {"tags"}
    assert (users.path, users.empty_bodies, users.bodies) == ("/api/users/{id}", 1, 1)


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    path = har(
        tmp_path,
        entry("POST", "https://a.example/api/login?x=very-secret", 200, '{"token": "very-secret"}'),
    )
    assert "very-secret" not in repr(read_har(path))


def test_bodies_in_base64(tmp_path: Path) -> None:
    body = entry("GET", "https://a.example/api/x", 200, "W10=", content={"encoding": "base64"})
    (traffic,) = read_har(har(tmp_path, body))
    assert traffic.empty_bodies == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no HAR"),
        ("<html></html>", "no HAR"),
        ('{"openapi": "3.1.0"}', "no `log.entries`"),
        ("[1, 2]", "no `log.entries`"),
        ('{"log": {"version": "1.2"', "no HAR"),
    ],
)
def test_what_is_no_har(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.har"
    path.write_text(text)
    with pytest.raises(ScanInputError, match=words) as error:
        read_har(path)
    assert error.value.location is not None


def test_a_missing_capture(tmp_path: Path) -> None:
    with pytest.raises(ScanInputError, match="cannot be read"):
        read_har(tmp_path / "none.har")


def test_half_a_capture_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    path = har(tmp_path, *[entry("GET", "https://a.example/api/x", 200, "[]") for _ in range(9)])
    text = path.read_text()
    path.write_text(text[: len(text) * 2 // 3])
    notices: list[Notice] = []
    (traffic,) = read_har(path, notices=notices)
    assert 4 <= traffic.count <= 7
    (notice,) = notices
    assert "breaks off" in notice.message
    assert notice.location.line > 10


def test_odd_entries_are_passed_over(tmp_path: Path) -> None:
    odd = [
        1,
        None,
        {},
        {"request": {}, "response": 1},
        {"request": {}, "response": {"status": "x"}},
    ]
    good = entry("GET", "https://a.example/api/x", 200, "not json")
    (traffic,) = read_har(har(tmp_path, *odd, good))
    assert traffic.count == 1
    assert traffic.fields is None


def test_a_capture_cut_anywhere_never_fails_otherwise(tmp_path: Path) -> None:
    whole = har(tmp_path, entry("GET", "https://a.example/api/x", 200, "[]")).read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        path = tmp_path / "cut.har"
        path.write_bytes(whole[: chance.randrange(len(whole))])
        try:
            read_har(path)
        except ScanInputError:
            continue


def test_memory_does_not_grow_with_the_capture(tmp_path: Path) -> None:
    def peak(exchanges: int) -> int:
        path = tmp_path / f"{exchanges}.har"
        with path.open("w") as file:
            file.write('{"log": {"entries": [')
            for number in range(exchanges):
                text = json.dumps({"rows": [{"name": "x" * 50_000, "number": number}]})
                one = entry("GET", f"https://example.com/api/rows/{number}", 200, text)
                file.write(("," if number else "") + json.dumps(one))
            file.write("]}}")
        tracemalloc.start()
        try:
            (found,) = read_har(path)
            assert found.count == exchanges
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(400) < peak(40) + 2_000_000
