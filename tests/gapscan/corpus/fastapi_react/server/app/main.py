"""The application."""

from fastapi import APIRouter, FastAPI

from app.routers import games, reports, system
from app.settings import settings

app = FastAPI()
api = APIRouter(prefix=settings.api_prefix)
for module in (games, reports):
    api.include_router(module.router)
api.include_router(system.keys, prefix="/keys")
api.include_router(system.router)
app.include_router(api)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
