"""What the routes ask."""

from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy.orm import Session


def session() -> Session: ...


class ReportService:
    def __init__(self, db: Session) -> None:
        self.db = db

    def overview(self) -> dict[str, int]:
        return {"players": 1200, "revenue": 99000}

    def games(self) -> list[Any]:
        return list(self.db.execute("select * from games"))


Db = Annotated[Session, Depends(session)]
Reports = Annotated[ReportService, Depends(ReportService)]
