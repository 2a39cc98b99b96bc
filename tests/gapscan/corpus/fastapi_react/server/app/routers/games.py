"""Games: real."""

from typing import Any

from fastapi import APIRouter, HTTPException

from app.store import Db

router = APIRouter(prefix="/games", tags=["games"])


@router.get("")
def list_games(db: Db, live: bool = False) -> list[Any]:
    return list(db.execute("select * from games", {"live": live}))


@router.put("/{game_id}")
def rename(game_id: str, body: dict[str, str], db: Db) -> dict[str, str]:
    if not body.get("name"):
        raise HTTPException(422, "a name is needed")
    db.execute("update games set name = :name", {"id": game_id, **body})
    return {"id": game_id, **body}


router.add_api_route("/{game_id}", lambda game_id: None, methods=["DELETE"])
