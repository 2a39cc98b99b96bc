"""Reports: mostly not."""

from typing import Any

from fastapi import APIRouter, HTTPException, status

from app.store import Reports

router = APIRouter(prefix="/reports")


@router.get("/overview")
async def overview(reports: Reports) -> dict[str, int]:
    return reports.overview()


@router.get("/affiliates")
async def affiliates(page: int = 1) -> dict[str, Any]:
    # TODO: query the warehouse
    return {"items": [], "total": 0, "page": page and 1}


@router.post("/exports")
async def create_export() -> None:
    raise HTTPException(status.HTTP_501_NOT_IMPLEMENTED, "exports are coming soon")


@router.get("/games")
async def games(reports: Reports) -> list[Any]:
    return reports.games()
