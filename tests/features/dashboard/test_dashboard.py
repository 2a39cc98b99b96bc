"""The dashboard shows what is stored, and says what is not."""

from __future__ import annotations

from gapless.features.games.seeds import demo_games
from tests.support.house import House

CONTRACT = {
    "online_users": int,
    "critical_alerts": list,
    "financial_summary": {"cash_in_system", "bonus_liabilities", "jackpot_pools",
                          "pending_withdrawals"},
    "financial_trend": list,
    "live_bets": list,
    "retention_metrics": {"retention_1d", "retention_7d", "churn_rate", "returning_players"},
    "ftd_metrics": {"ftd_month"},
    "bonus_performance": {"given_count", "redeemed_count", "total_value", "expired_count", "roi",
                          "wagering_completion_rate"},
    "negative_performing_games": list,
    "provider_health": list,
    "payment_health": list,
}  # fmt: skip


async def test_every_key_the_existing_panel_dereferences_is_there(house: House) -> None:
    admin = await house.sign_in()
    body = (await admin.get("/dashboard/comprehensive-stats")).json()
    for key, kind in CONTRACT.items():
        if isinstance(kind, set):
            assert kind <= body[key].keys(), key
        else:
            assert isinstance(body[key], kind), key


async def test_the_numbers_follow_the_catalogue(house: House) -> None:
    admin = await house.sign_in()
    before = (await admin.get("/dashboard/comprehensive-stats")).json()["catalogue"]
    assert before["games_total"] == 0
    async with house.database.session() as db:
        games = demo_games(house.tenant_id, 0)
        db.add_all(games)
        await db.commit()
        first = str(games[0].id)
    await admin.post(f"/games/{first}/toggle", json={"is_active": False})
    body = (await admin.get("/dashboard/comprehensive-stats")).json()
    assert body["catalogue"]["games_total"] == 20
    assert body["catalogue"]["games_active"] == 16
    assert body["catalogue"]["providers"] == 4
    assert body["admins_online"] == 1
    assert next(a["action"] for a in body["recent_activity"]) == "game.toggled"


async def test_many_refused_sign_ins_raise_an_alert(house: House) -> None:
    admin = await house.sign_in()
    for _ in range(2):
        victim = await house.add_admin()
        for _ in range(5):
            await house.client().post(
                "/api/v1/auth/login", json={"email": victim.email, "password": "guess"}
            )
    answer = await admin.get(
        "/dashboard/comprehensive-stats", headers={"Accept-Language": "tr-TR,tr;q=0.9"}
    )
    alerts = answer.json()["critical_alerts"]
    assert alerts[0]["severity"] == "critical"
    assert "10" in alerts[0]["message"]
    assert "reddedildi" in alerts[0]["message"]
