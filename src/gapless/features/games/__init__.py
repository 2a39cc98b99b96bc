"""The game catalogue, live tables, and the import of provider catalogues."""

from gapless.features.games.endpoints import router
from gapless.features.games.imports.endpoints import router as imports_router
from gapless.features.games.imports.jobs import JOBS, SCHEDULES
from gapless.features.games.seeds import seed_games
from gapless.features.games.tables.endpoints import router as tables_router
from gapless.platform.feature import Feature

feature = Feature(
    name="games",
    routers=(router, tables_router, imports_router),
    jobs=JOBS,
    schedules=SCHEDULES,
    seeds=(seed_games,),
)
