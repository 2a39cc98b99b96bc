"""The join and the findings that it leads to."""

from __future__ import annotations

from typing import Any

from gapless.gapscan.finding import may_hold
from gapless.gapscan.findings import find_gaps
from gapless.gapscan.join import Join
from gapless.gapscan.model import (
    Call,
    Finding,
    Kind,
    Location,
    Route,
    Severity,
    Stub,
    StubKind,
    Traffic,
)


def call(method: str, path: str, **extra: Any) -> Call:
    return Call(method, path, Location("ui.ts", 1), "fetch", "call of fetch", **extra)


def route(method: str, path: str, **extra: Any) -> Route:
    return Route(method, path, Location("api.py", 1), "fastapi", **extra)


def traffic(method: str, path: str, statuses: dict[int, int], **extra: Any) -> Traffic:
    return Traffic(method, path, Location("x.har"), tuple(statuses.items()), **extra)


def gaps(
    calls: list[Call], routes: list[Route], captured: list[Traffic] | None = None
) -> list[Finding]:
    return find_gaps(Join(routes).run(calls, captured or []))


def told(findings: list[Finding]) -> list[str]:
    return [f"{f.kind} {f.method} {f.path}" for f in findings if f.is_gap]


def test_calls_meet_routes() -> None:
    routes = [
        route("GET", "/a/{id}"),
        route("*", "/any"),
        route("GET", "/r/one"),
        route("GET", "/r/two"),
    ]
    calls = [
        call("GET", "/a/{x}"),
        call("PUT", "/any"),
        call("HEAD", "/a/{x}"),
        call("GET", "/r/{tab}"),
    ]
    assert gaps(calls, routes) == []


def test_missing_and_wrong() -> None:
    found = gaps(
        [call("GET", "/b"), call("PUT", "/a/{id}")],
        [route("GET", "/a/{id}"), route("DELETE", "/a/{id}")],
    )
    assert told(found) == ["missing-route GET /b", "wrong-method PUT /a/{id}"]
    assert "DELETE, GET" in found[1].title


def test_a_router_that_is_not_included() -> None:
    (finding,) = gaps([call("GET", "/a")], [route("GET", "/a", mounted=False, handler="load")])
    assert finding.kind is Kind.MISSING_ROUTE
    assert "`load`" in finding.why


def test_orphans_are_information() -> None:
    found = gaps(
        [call("GET", "/a")], [route("GET", "/a"), route("POST", "/b"), route("GET", "/health")]
    )
    assert [(f.kind, f.path, f.severity) for f in found] == [(Kind.ORPHAN, "/b", Severity.INFO)]


def test_a_stub_counts_only_when_called() -> None:
    stub = Stub(StubKind.ECHO, "it echoes", Location("api.py", 1))
    routes = [route("POST", "/a", stub=stub), route("POST", "/b", stub=stub)]
    found = gaps([call("POST", "/a")], routes)
    assert told(found) == ["stub POST /a"]
    assert found[0].severity is Severity.P1


def test_a_proxy_prefix_is_worked_out_and_told() -> None:
    routes = [route("GET", "/games"), route("GET", "/users/{id}"), route("GET", "/keys")]
    joined = Join(routes).run(
        [call("GET", "/api/games"), call("GET", "/api/users/{x}"), call("GET", "/api/no")], []
    )
    assert [item.path for item, _, _ in joined.missing] == ["/no"]
    assert "drops `/api`" in joined.notes[0]


def test_an_unknown_base_is_worked_out() -> None:
    routes = [route("GET", "/api/v1/games"), route("GET", "/api/v1/keys")]
    calls = [call("GET", "/games", base_known=False), call("GET", "/keys", base_known=False)]
    joined = Join(routes).run(calls, [])
    assert joined.missing == ()
    assert "`/api/v1` is assumed" in joined.notes[0]


def test_a_catch_all_for_pages_is_no_route() -> None:
    assert told(gaps([call("GET", "/api/x")], [route("GET", "/{path*}"), route("GET", "/a")])) == [
        "missing-route GET /api/x"
    ]


def test_captured_statuses() -> None:
    routes = [route("GET", "/a"), route("POST", "/b"), route("GET", "/c/{id}")]
    found = gaps(
        [],
        routes,
        [
            traffic("GET", "/no", {404: 2}),
            traffic("POST", "/b", {501: 1}),
            traffic("PUT", "/b", {405: 1}),
            traffic("GET", "/c/{id}", {404: 1}),
        ],
    )
    assert sorted(told(found)) == ["missing-route GET /no", "stub POST /b", "wrong-method PUT /b"]


def test_captured_bodies() -> None:
    found = gaps(
        [],
        [],
        [
            traffic("GET", "/empty", {200: 3}, empty_bodies=3, bodies=3, distinct_bodies=1),
            traffic("GET", "/once", {200: 1}, empty_bodies=1, bodies=1, distinct_bodies=1),
            traffic(
                "GET", "/same/{id}", {200: 2}, bodies=2, distinct_addresses=2, distinct_bodies=1
            ),
            traffic(
                "GET", "/fine/{id}", {200: 2}, bodies=2, distinct_addresses=2, distinct_bodies=2
            ),
        ],
    )
    assert told(found) == ["stub GET /empty", "stub GET /same/{id}"]


def test_one_gap_seen_by_two_sources_is_one_finding() -> None:
    found = gaps([call("GET", "/no")], [route("GET", "/a")], [traffic("GET", "/no", {404: 1})])
    (finding,) = [f for f in found if f.is_gap]
    assert finding.sources == ("source", "har")
    assert [place.file for place in finding.locations] == ["ui.ts", "x.har"]


def test_fields_that_are_never_sent() -> None:
    sent = frozenset({"items", "items[].id", "items[].meta"})
    routes = [route("GET", "/a", response_fields=sent, response_open=frozenset({"items[].meta"}))]
    reads = ("items", "items[].id", "items[].meta.colour", "items[].name", "items[].name.first")
    found = gaps([call("GET", "/a", reads=reads)], routes)
    assert [(f.kind, f.field) for f in found] == [(Kind.MISMATCH, "items[].name")]


def test_what_may_be_in_an_answer() -> None:
    assert may_hold(None, frozenset(), "x")
    assert may_hold(frozenset({"a"}), frozenset(), "a")
    assert not may_hold(frozenset({"a"}), frozenset(), "b")
    assert may_hold(frozenset({"a"}), frozenset({"a"}), "a.b[].c")
    assert not may_hold(frozenset({"a"}), frozenset({"a"}), "ab")


def test_a_captured_shape_serves_where_no_schema_does() -> None:
    shape = traffic(
        "GET", "/a", {200: 1}, fields=frozenset({"x", "l"}), fields_open=frozenset({"l"})
    )
    found = gaps([call("GET", "/a", reads=("x", "y", "l[].z"))], [route("GET", "/a")], [shape])
    assert [(f.kind, f.field) for f in found] == [(Kind.MISMATCH, "y")]


def test_only_the_very_path_is_told_to_be_of_a_router_that_nobody_includes() -> None:
    routes = [route("GET", "/a"), route("GET", "/reports/daily", mounted=False)]
    exact, loose = (
        next(f for f in gaps_of(path, routes) if f.is_gap)
        for path in ("/reports/daily", "/reports/{tab}")
    )
    assert exact.why != loose.why
    assert "api.py" in str(exact.why)
    assert "api.py" not in str(loose.why)


def gaps_of(path: str, routes: list[Route]) -> list[Finding]:
    return gaps([call("GET", path)], routes)


def test_method_and_address_that_are_chosen_together_are_no_product() -> None:
    routes = [route("PATCH", "/jobs/promote"), route("POST", "/jobs"), route("PATCH", "/jobs")]
    calls = [call(m, p) for m in ("POST", "PATCH") for p in ("/jobs", "/jobs/promote")]
    joined = Join(routes).run(calls, [])
    assert find_gaps(joined) == []
    assert [(c.method, c.path) for c, _ in joined.set_aside] == [("POST", "/jobs/promote")]
    assert told(gaps([calls[1]], routes)) == ["wrong-method POST /jobs/promote"]


def test_what_was_not_seen_of_a_server_is_not_missing() -> None:
    calls = [call("GET", "/api/4/cards/all"), call("GET", "/api/4/games/one")]
    routes = [route("GET", "/api/4/games"), route("GET", "/cards/all/of")]
    place = Location("api.py", 9)
    joined = Join(routes, [place]).run(calls, [])
    # Games are seen, so one that is not among them is missing; of cards nothing is seen.
    assert told(find_gaps(joined, [place])) == ["missing-route GET /api/4/games/one"]
    [(aside, why)] = joined.set_aside
    assert aside.path == "/api/4/cards/all"
    assert "api.py:9" in why
    # Where all else is known, what is not known is not there.
    others = [call("GET", f"/api/4/games/{n}/all") for n in range(9)]
    known = [*routes, *(route("GET", f"/api/4/games/{n}/all") for n in range(9))]
    joined = Join(known, [place]).run([calls[0], *others], [])
    assert told(find_gaps(joined, [place])) == ["missing-route GET /api/4/cards/all"]
    assert len(told(gaps(calls, routes))) == 2


def test_a_sign_of_life_says_the_same_each_time() -> None:
    stub = Stub(StubKind.CONSTANT, "always the same", Location("api.py", 1))
    calls = [call("GET", "/api/version"), call("GET", "/api/cards")]
    routes = [route("GET", "/api/version", stub=stub), route("GET", "/api/cards", stub=stub)]
    assert told(gaps(calls, routes)) == ["stub GET /api/cards"]
