"""System: keys are real, the rest pretends."""

import logging
import uuid
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.store import Db

logger = logging.getLogger(__name__)
router = APIRouter()
keys = APIRouter()
teams = APIRouter(prefix="/teams")


class Flag(BaseModel):
    key: str = ""
    enabled: bool = False


@keys.get("/")
def list_keys(db: Db) -> list[Any]:
    return db.query("keys").all()


@keys.delete("/{key_id}")
def revoke(key_id: str, db: Db) -> None:
    db.delete(key_id)


@router.get("/logs/{category}")
def logs(category: str, limit: int = 50) -> list[Any]:
    return []


@router.put("/flags/{key}")
def save_flag(key: str, flag: Flag) -> dict[str, Any]:
    logger.info("saving %s", key)
    return {**flag.model_dump(), "key": key}


@router.post("/flags")
def create_flag() -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "status": "created"}


@teams.get("")
def list_teams(db: Db) -> list[Any]:
    return db.query("teams").all()
