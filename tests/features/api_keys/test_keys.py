"""Managing API keys."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from gapless.platform import clock
from gapless.platform.identity import keys
from tests.features.api_keys.calling import call, gate_of, issue
from tests.support.house import House


async def test_a_key_is_made_listed_and_its_secret_shown_once(house: House) -> None:
    admin = await house.sign_in("Admin")
    made = await admin.post("/api-keys/", json={"name": "  Feed ", "scopes": ["games.read"]})
    assert made.status_code == 200, made.text
    secret, key = made.json()["api_key"], made.json()["key"]
    assert keys.digest_of(secret) is not None
    assert secret.startswith(key["key_prefix"])
    assert secret.endswith(key["last_four"])
    assert (key["name"], key["scopes"], key["active"]) == ("Feed", ["games.read"], True)
    assert key["tenant_id"] == house.tenant_id
    assert key["last_used_at"] is None
    assert key["created_by"]["email"] == admin.email
    listed = await admin.get("/api-keys/")
    assert [k["id"] for k in listed.json()] == [key["id"]]
    for shown in (made.json()["key"], listed.json()[0]):
        assert not {"key_hash", "secret_hash", "previous_hash", "api_key"} & set(shown)
    assert secret not in listed.text
    one = await admin.get(f"/api-keys/{key['id']}")
    assert one.json()["status"] == "active"
    assert secret not in one.text


async def test_the_state_is_kept_and_only_true_and_false_are_states(house: House) -> None:
    admin = await house.sign_in("Admin")
    _, key_id = await issue(admin, "games.read")
    for active in (False, True, False):
        answer = await admin.patch(f"/api-keys/{key_id}", json={"active": active})
        assert (answer.status_code, answer.json()["active"]) == (200, active)
        listed = (await admin.get("/api-keys/")).json()
        assert [k["active"] for k in listed if k["id"] == key_id] == [active]
    for wrong in ("yes", "false", 1, 0, None, [], {}):
        answer = await admin.patch(f"/api-keys/{key_id}", json={"active": wrong})
        assert answer.status_code == 422, wrong
    assert (await admin.get(f"/api-keys/{key_id}")).json()["active"] is False
    events = (await admin.get("/audit/events", params={"resource_id": key_id})).json()["items"]
    toggles = [e for e in events if e["action"] == "api_key.toggled"]
    assert [(e["before_json"]["active"], e["after_json"]["active"]) for e in toggles] == [
        (True, False),
        (False, True),
        (True, False),
    ]


async def test_another_brands_key_is_not_found(house: House) -> None:
    admin = await house.sign_in("Admin")
    _, key_id = await issue(admin, "games.read")
    other = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    assert (await other.get("/api-keys/")).json() == []
    for method, path in (
        ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/rotate"), ("GET", "/use"),
        ("DELETE", "/previous-secret"),
    ):  # fmt: skip
        answer = await other.http.request(
            method,
            f"/api/v1/api-keys/{key_id}{path}",
            json={"active": False} if method == "PATCH" else None,
            headers={"X-Reason": "mine now"},
        )
        assert (answer.status_code, answer.json()["error_code"]) == (404, "NOT_FOUND"), method
    assert (await admin.get(f"/api-keys/{key_id}")).json()["active"] is True


REFUSED: list[tuple[dict[str, object], int, str]] = [
    ({"name": "x", "scopes": ["games.fly"]}, 400, "API_KEY_SCOPE_UNKNOWN"),
    ({"name": "x", "scopes": ["tenants.write"]}, 400, "API_KEY_SCOPE_UNKNOWN"),
    ({"name": "x", "scopes": ["api_keys.write"]}, 400, "API_KEY_SCOPE_UNKNOWN"),
    ({"name": "x", "scopes": ["robot.run"]}, 403, "API_KEY_SCOPE_NOT_HELD"),
    ({"name": "x", "scopes": "games.read"}, 422, "VALIDATION_FAILED"),
    ({"name": "  ", "scopes": []}, 422, "VALIDATION_FAILED"),
    ({"name": "a\nb"}, 422, "VALIDATION_FAILED"),
    ({"name": keys.make("test")}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "tenant_id": "demo"}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "active": False, "secret_hash": "00"}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "allowed_cidrs": ["10.0.0.1/8"]}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "allowed_cidrs": ["somewhere"]}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "allowed_cidrs": ["::ffff:10.0.0.0/104"]}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "allowed_cidrs": ["fe80::1%eth0"]}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "expires_at": "2020-01-01T00:00:00Z"}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "expires_at": "2040-01-01T00:00:00"}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "expires_at": "9999-12-31T23:59:59-12:00"}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "rate_limit_per_minute": 0}, 422, "VALIDATION_FAILED"),
    ({"name": "x", "rate_limit_per_minute": True}, 422, "VALIDATION_FAILED"),
]


async def test_what_is_no_key_is_refused(house: House) -> None:
    admin = await house.sign_in("Admin")
    for body, status, code in REFUSED:
        answer = await admin.post("/api-keys/", json=body)
        assert (answer.status_code, answer.json()["error_code"]) == (status, code), body
    assert (await admin.get("/api-keys/")).json() == []


async def test_everything_that_can_be_changed_is_changed_and_nothing_else(house: House) -> None:
    admin = await house.sign_in("Admin")
    _, key_id = await issue(admin, "games.read")
    until = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    body = {
        "name": "Renamed", "scopes": ["audit.read", "games.read", "audit.read"],
        "expires_at": until.isoformat(), "allowed_cidrs": ["10.1.0.0/16", "192.0.2.7"],
        "rate_limit_per_minute": 90,
    }  # fmt: skip
    saved = (await admin.patch(f"/api-keys/{key_id}", json=body)).json()
    assert saved["name"] == "Renamed"
    assert saved["scopes"] == ["games.read", "audit.read"]
    assert clock.iso(until)[:19] == saved["expires_at"][:19]
    assert saved["allowed_cidrs"] == ["10.1.0.0/16", "192.0.2.7/32"]
    assert saved["rate_limit_per_minute"] == 90
    cleared = await admin.patch(
        f"/api-keys/{key_id}",
        json={"expires_at": None, "allowed_cidrs": [], "rate_limit_per_minute": None},
    )
    assert cleared.json()["expires_at"] is None
    assert cleared.json()["allowed_cidrs"] == []
    assert cleared.json()["rate_limit_per_minute"] is None
    assert cleared.json()["name"] == "Renamed"
    for stranger in ({"tenant_id": "x"}, {"id": key_id}, {"revision": 0}, {"created_by": None}):
        assert (await admin.patch(f"/api-keys/{key_id}", json=stranger)).status_code == 422


async def test_a_stale_edit_gets_412(house: House) -> None:
    admin = await house.sign_in("Admin")
    _, key_id = await issue(admin)
    tag = (await admin.get(f"/api-keys/{key_id}")).headers["ETag"]
    first = await admin.patch(
        f"/api-keys/{key_id}", json={"name": "One"}, headers={"If-Match": tag}
    )
    assert first.status_code == 200
    for stale in (
        await admin.patch(f"/api-keys/{key_id}", json={"name": "Two"}, headers={"If-Match": tag}),
        await admin.post(f"/api-keys/{key_id}/rotate", headers={"If-Match": tag}),
    ):
        assert (stale.status_code, stale.json()["error_code"]) == (412, "STALE_WRITE")
    assert (await admin.get(f"/api-keys/{key_id}")).json()["name"] == "One"


async def test_a_rotated_key_has_two_secrets_until_the_overlap_ends(house: House) -> None:
    admin = await house.sign_in("Admin")
    old, key_id = await issue(admin, "games.read")
    rotated = await admin.post(f"/api-keys/{key_id}/rotate", json={"overlap_hours": 48})
    new, key = rotated.json()["api_key"], rotated.json()["key"]
    assert new != old
    assert key["id"] == key_id
    assert key["previous_secret"]["last_four"] == old[-4:]
    assert [(await call(house, secret)).status_code for secret in (old, new)] == [200, 200]
    await gate_of(house).use.flush()
    shown = (await admin.get(f"/api-keys/{key_id}")).json()
    assert shown["previous_secret"]["last_used_at"] is not None
    ended = await admin.delete(f"/api-keys/{key_id}/previous-secret")
    assert ended.json()["previous_secret"] is None
    assert [(await call(house, secret)).status_code for secret in (old, new)] == [401, 200]
    assert (await admin.delete(f"/api-keys/{key_id}/previous-secret")).status_code == 404
    at_once = await admin.post(f"/api-keys/{key_id}/rotate", json={"overlap_hours": 0})
    newest = at_once.json()["api_key"]
    assert [(await call(house, secret)).status_code for secret in (new, newest)] == [401, 200]
    for wrong in (-1, 721, "24", 1.5):
        body = {"overlap_hours": wrong}
        assert (await admin.post(f"/api-keys/{key_id}/rotate", json=body)).status_code == 422


async def test_a_deleted_key_needs_a_reason_stops_and_stays_readable(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")
    bare = await admin.delete(f"/api-keys/{key_id}")
    assert (bare.status_code, bare.json()["error_code"]) == (400, "REASON_REQUIRED")
    assert (await call(house, secret)).status_code == 200
    gone = await admin.delete(f"/api-keys/{key_id}", headers={"X-Reason": "partner left"})
    assert gone.status_code == 204
    assert (await call(house, secret)).json()["error_code"] == "API_KEY_INVALID"
    assert (await admin.get("/api-keys/")).json() == []
    deleted = (await admin.get("/api-keys/", params={"show": "deleted"})).json()
    assert [(k["id"], k["status"]) for k in deleted] == [(key_id, "deleted")]
    for body in ({"active": True}, {"name": "back"}):
        assert (await admin.patch(f"/api-keys/{key_id}", json=body)).status_code == 404
    events = (await admin.get("/audit/events", params={"action": "api_key.deleted"})).json()
    assert {e["reason"] for e in events["items"] if e["status"] == "SUCCESS"} == {"partner left"}


async def test_nobody_gives_or_handles_a_scope_they_do_not_hold(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    admin = await house.sign_in("Admin")
    strong, key_id = await issue(owner, "games.read", "robot.run")
    path = f"/api-keys/{key_id}"
    for answer in (
        await admin.patch(path, json={"scopes": ["games.read", "robot.configure"]}),
        await admin.patch(path, json={"scopes": ["games.read"]}),
        await admin.patch(path, json={"active": True}),
        await admin.patch(path, json={"active": False, "name": "mine"}),
        await admin.patch(path, json={"expires_at": None}),
        await admin.post(f"{path}/rotate", json={}),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (403, "API_KEY_SCOPE_NOT_HELD")
    assert (await call(house, strong)).status_code == 200
    weak, weak_id = await issue(admin, "games.read")
    more = await admin.patch(f"/api-keys/{weak_id}", json={"scopes": ["robot.run"]})
    assert more.json()["error_code"] == "API_KEY_SCOPE_NOT_HELD"
    unknown = await admin.patch(f"/api-keys/{weak_id}", json={"scopes": ["tenants.write"]})
    assert unknown.json()["error_code"] == "API_KEY_SCOPE_UNKNOWN"
    # Stopping a key is never refused for its strength.
    assert (await admin.patch(path, json={"active": False})).status_code == 200
    assert (await call(house, strong)).json()["error_code"] == "API_KEY_DISABLED"
    deleted = await admin.delete(path, headers={"X-Reason": "too strong"})
    assert deleted.status_code == 204
    assert (await call(house, weak)).status_code == 200


async def test_the_catalogue_names_what_each_scope_opens(house: House) -> None:
    admin = await house.sign_in("Admin")
    scopes = (await admin.get("/api-keys/scopes")).json()
    assert {"robot.run", "robot.configure", "games.read", "reports.read"} <= set(scopes)
    assert not {"tenants.write", "gaps.verify", "api_keys.write"} & set(scopes)
    details = {s["scope"]: s for s in (await admin.get("/api-keys/scopes/details")).json()}
    assert list(details) == scopes
    assert details["games.read"]["grantable"] is True
    opened = {(o["method"], o["path"]) for o in details["games.read"]["operations"]}
    assert ("GET", "/api/v1/games/{game_id}") in opened
    assert details["robot.run"]["grantable"] is False
    assert details["robot.run"]["operations"] == []


async def test_the_existing_panels_lists(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read", name="Legacy")
    settings = (await admin.get("/settings/api-keys")).json()
    assert settings == [
        {
            "id": key_id,
            "key_name": "Legacy",
            "key_hash": f"{secret[: keys.SHOWN_LENGTH]}****{secret[-4:]}",
            "owner": admin.email,
            "status": "active",
            "created_at": settings[0]["created_at"],
        }
    ]
    [row] = (await admin.get("/admin/keys")).json()
    assert row == {
        "id": key_id, "owner_admin_id": admin.admin_id, "tenant_id": house.tenant_id,
        "name": "Legacy", "key_prefix": secret[: keys.SHOWN_LENGTH], "scopes": ["games.read"],
        "active": True, "created_at": row["created_at"], "last_used_at": None,
    }  # fmt: skip


async def test_use_is_counted_and_shown_over_time(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")
    for _ in range(3):
        await call(house, secret, headers={"User-Agent": "feed/1.0"})
    await admin.patch(f"/api-keys/{key_id}", json={"active": False})
    await call(house, secret)
    await gate_of(house).use.flush()
    key = (await admin.get(f"/api-keys/{key_id}")).json()
    assert key["calls_30_days"] == 3
    assert key["last_used_at"] == key["last_use"]["at"]
    assert (key["last_use"]["ip_address"], key["last_use"]["user_agent"]) == (
        "127.0.0.1",
        "feed/1.0",
    )
    assert key["last_refusal"]["code"] == "API_KEY_DISABLED"
    for days, bucket, points in ((1, "hour", 24), (30, "day", 30), (90, "day", 90)):
        use = (await admin.get(f"/api-keys/{key_id}/use", params={"days": days})).json()
        assert (use["bucket"], len(use["points"])) == (bucket, points)
        assert (use["calls"], use["refused"]) == (3, 1)
    assert (await admin.get(f"/api-keys/{key_id}/use", params={"days": 91})).status_code == 422


async def test_what_was_handed_over_for_a_time_is_not_given_to_a_key(house: House) -> None:
    giver, third = await house.sign_in("Super Admin"), await house.sign_in("Super Admin")
    taker = await house.sign_in("Support")
    now = clock.now()
    asked = await giver.post(
        "/admin/delegations",
        json={
            "from_admin_id": giver.admin_id, "to_admin_id": taker.admin_id,
            "permissions": ["games:write", "api_keys:read", "api_keys:write"],
            "starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=1)).isoformat(),
            "reason": "on leave",
        },
    )  # fmt: skip
    path = f"/admin/delegations/{asked.json()['id']}/approve"
    assert (await third.post(path, json={"reason": "as agreed"})).status_code == 200
    # They hold it for now, and may even make keys; but no key of theirs outlives the hour.
    assert (await taker.get("/api-keys")).status_code == 200
    refused = await taker.post("/api-keys", json={"name": "x", "scopes": ["games.write"]})
    assert (refused.status_code, refused.json()["error_code"]) == (403, "API_KEY_SCOPE_NOT_HELD")
    own = await taker.post("/api-keys", json={"name": "x", "scopes": ["games.read"]})
    assert own.status_code == 200
    details = {s["scope"]: s for s in (await taker.get("/api-keys/scopes/details")).json()}
    assert (details["games.read"]["grantable"], details["games.write"]["grantable"]) == (
        True,
        False,
    )


async def test_a_secret_is_given_only_on_a_fresh_proof(house: House) -> None:
    admin = await house.sign_in("Admin")
    _, key_id = await issue(admin, "games.read")
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE sessions SET proved_at = now() - interval '1 day' WHERE admin_id = :id"),
            {"id": admin.admin_id},
        )
        await db.commit()
    for path in ("/api-keys", f"/api-keys/{key_id}/rotate"):
        refused = await admin.post(path, json={"name": "x"} if path == "/api-keys" else {})
        assert (refused.status_code, refused.json()["error_code"]) == (403, "STEP_UP_REQUIRED")
    for more in ({"name": "x"}, {"active": True}, {"active": False, "allowed_cidrs": []}):
        refused = await admin.patch(f"/api-keys/{key_id}", json=more)
        assert (refused.status_code, refused.json()["error_code"]) == (403, "STEP_UP_REQUIRED")
    # Stopping a key asks for nothing.
    assert (await admin.patch(f"/api-keys/{key_id}", json={"active": False})).status_code == 200
