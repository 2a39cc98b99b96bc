"""Somebody who manages flags, and short words for what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.house import Caller, House

Json = dict[str, Any]


def variant(key: str) -> Json:
    """Everybody gets it."""
    return {"kind": "variant", "variant": key}


def split(salt: str = "s", by: str = "targetingKey", **percents: float) -> Json:
    """Shares of variants, in percent."""
    slices = [{"variant": k, "weight": round(p * 1000)} for k, p in percents.items()]
    return {"kind": "split", "by": by, "salt": salt, "slices": slices}


def attribute(name: str, op: str, *values: object, **more: Any) -> Json:
    """A condition on an attribute."""
    return {"kind": "attribute", "attribute": name, "op": op, "values": list(values), **more}


def segment(key: str) -> Json:
    """A condition on a segment."""
    return {"kind": "segment", "segment": key}


def rule(rule_id: str, *when: Json, serve: Json) -> Json:
    """A rule."""
    return {"id": rule_id, "when": list(when), "serve": serve}


@dataclass
class Desk:
    """An admin who manages flags."""

    house: House
    caller: Caller

    async def make(self, key: str, **changes: Any) -> Json:
        """Make a boolean flag."""
        body = {"flag_id": key, "name": key.title(), **changes}
        return self.ok(await self.caller.post("/flags", json=body))

    async def flag(self, flag_id: str) -> Json:
        """A flag as it is now."""
        return self.ok(await self.caller.get(f"/flags/{flag_id}"))

    async def configure(
        self, flag_id: str, environment: str = "production", **parts: Any
    ) -> httpx.Response:
        """Set a flag in an environment: `enabled`, and parts of the configuration."""
        body: Json = {}
        if "enabled" in parts:
            body["enabled"] = parts.pop("enabled")
        if parts:
            body["configuration"] = parts
        return await self.caller.put(f"/flags/{flag_id}/environments/{environment}", json=body)

    async def segment(self, key: str, *rules: Json) -> Json:
        """Make a segment."""
        body = {"key": key, "name": key.title(), "rules": list(rules)}
        return self.ok(await self.caller.post("/flags/segments", json=body))

    async def served(self, flag_id: str, environment: str = "production", **context: Any) -> Any:
        """What a context gets."""
        body = {"environment": environment, "context": context}
        answer = self.ok(await self.caller.post(f"/flags/{flag_id}/explain", json=body))
        return answer["served"]["value"]

    async def demand_approvals(self, count: int, environment: str = "production") -> None:
        """Let changes of an environment need the consent of others."""
        self.ok(
            await self.caller.put(
                f"/flags/environments/{environment}",
                json={"approvals_required": count, "reason": "four eyes"},
            )
        )

    async def version_of(self, environment: str) -> int:
        """The environment's version."""
        rows = self.ok(await self.caller.get("/flags/environments"))
        found: int = next(r["version"] for r in rows if r["environment"] == environment)
        return found

    @staticmethod
    def ok(answer: httpx.Response) -> Any:
        """The answer's body; it must be a good one."""
        assert answer.status_code == 200, answer.text
        return answer.json()


def refused(answer: httpx.Response, status: int, code: str) -> Json:
    """The problem document of an answer that must be this refusal."""
    assert (answer.status_code, answer.json().get("error_code")) == (status, code), answer.text
    body: Json = answer.json()
    return body


def faults(answer: httpx.Response) -> dict[str, str]:
    """The faults of a flag that is not sound: place and code."""
    return {e["field"]: e["code"] for e in refused(answer, 422, "FLAG_INVALID")["errors"]}


@pytest.fixture
async def desk(house: House) -> Desk:
    """An admin of the house's first brand."""
    return Desk(house, await house.sign_in())
