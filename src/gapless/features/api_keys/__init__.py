"""API keys: how programs call the API for a brand."""

from gapless.features.api_keys.endpoints import admin_router, router, settings_router
from gapless.features.api_keys.jobs import schedules
from gapless.features.api_keys.leaks.endpoints import router as leaks_router
from gapless.features.api_keys.seeds import seed_api_keys
from gapless.platform.feature import Feature

feature = Feature(
    name="api_keys",
    routers=(leaks_router, router, settings_router, admin_router),
    schedules=schedules,
    seeds=(seed_api_keys,),
)
