"""Notes."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

router = APIRouter(prefix="/notes")


@router.get("/suggestions")
def suggestions() -> list[dict[str, str]]:
    ideas = ["Buy milk", "Call home"]
    return [{"title": idea} for idea in ideas]


@router.post("/import")
def import_all(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"imported": len(rows)}


@router.get("/search/{words}")
def search(words: str, session: Session) -> list[Any]:
    return session.get(words)


@router.get("/{key:path}")
def load(key: str, session: Session) -> Any:
    return session.get(key)


@router.post("")
def create(note: dict[str, Any], session: Session) -> dict[str, Any]:
    session.add(note)
    return note
