"""A plain FastAPI endpoint that does what our bulk OFREP does, as one writes it: the peer.

Key check by SHA-256, kill check, Pydantic models in and out. It even evaluates with our engine,
which is faster than any library it could use.
"""

from __future__ import annotations

import hashlib
import os
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel

from bench.flags import FLAGS, source
from gapless.flagengine.compiler import Compiler

app = FastAPI()
compiled = Compiler().compile(source(FLAGS))
keys = {hashlib.sha256(os.environ.get("BENCH_KEY", "key").encode()).digest(): "brand"}
killed: set[str] = set()


class Asked(BaseModel):
    """Whom to evaluate for."""

    context: dict[str, Any]


class Answered(BaseModel):
    """One flag."""

    key: str
    value: Any
    variant: str | None
    reason: str
    metadata: dict[str, Any]


class Everything(BaseModel):
    """All flags."""

    flags: list[Answered]


def brand_of(authorization: Annotated[str, Header()]) -> str:
    """The brand whose key this is."""
    digest = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    if digest not in keys:
        raise HTTPException(401)
    return keys[digest]


def not_killed(brand: Annotated[str, Depends(brand_of)]) -> str:
    """The brand, if the module is on."""
    if "feature_flags" in killed or f"{brand}/feature_flags" in killed:
        raise HTTPException(503)
    return brand


@app.post("/ofrep/v1/evaluate/flags")
async def evaluate(asked: Asked, brand: Annotated[str, Depends(not_killed)]) -> Everything:
    """Every flag for a context."""
    found = [compiled.evaluate(key, asked.context) for key in compiled.flags]
    return Everything(
        flags=[
            Answered(
                key=one.flag, value=one.value, variant=one.variant, reason=one.reason.value,
                metadata={"rule": one.rule} if one.rule else {},
            )
            for one in found
        ]
    )  # fmt: skip
