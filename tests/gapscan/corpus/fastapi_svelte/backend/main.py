"""A note book; what looks bare is real where it draws on something else."""

from typing import Annotated, Any

from backend.catalog import EVENTS
from backend.config import CHANGELOG, DEFAULTS
from backend.routers import notes
from backend.security import User, current_user
from backend.store import Store
from fastapi import Depends, FastAPI

app = FastAPI()
UserDep = Annotated[User, Depends(current_user)]


@app.get("/api/v1/me")
def me(user: UserDep) -> dict[str, Any]:
    return {"name": user.name, "info": user.info}


@app.get("/api/v1/events")
def events() -> list[dict[str, str]]:
    return [{"event": entry.name} for entry in EVENTS]


@app.get("/api/v1/defaults")
def defaults() -> dict[str, Any]:
    return {"defaults": DEFAULTS, "changes": CHANGELOG}


@app.get("/api/v1/mfa/status")
def mfa_status(store: Annotated[Store, Depends()]) -> dict[str, Any]:
    return store.mfa()


@app.post("/api/v1/mfa/{step:path}")
def mfa_step(step: str, body: dict[str, Any], store: Annotated[Store, Depends()]) -> dict[str, Any]:
    store.save(body)
    return body


app.include_router(notes.router, prefix="/api/v1")
