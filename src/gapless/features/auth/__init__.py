"""Sign-in, sign-out, one's own password and sessions."""

from gapless.features.auth.break_glass.endpoints import router as break_glass_router
from gapless.features.auth.break_glass.jobs import SCHEDULES
from gapless.features.auth.devices.endpoints import router as devices_router
from gapless.features.auth.endpoints import router
from gapless.features.auth.factors.endpoints import router as factors_router
from gapless.features.auth.jobs import schedules
from gapless.features.auth.seeds import seed_admins
from gapless.platform.feature import Feature

feature = Feature(
    name="auth",
    routers=(router, factors_router, devices_router, break_glass_router),
    schedules=(*schedules, *SCHEDULES),
    seeds=(seed_admins,),
)
