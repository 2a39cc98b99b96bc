"""Feature flags: per brand and environment, versioned, approved, served to programs."""

from gapless.features.feature_flags.endpoints import router
from gapless.features.feature_flags.groups.endpoints import router as groups_router
from gapless.features.feature_flags.history.endpoints import router as history_router
from gapless.features.feature_flags.trail.endpoints import router as trail_router
from gapless.platform.feature import Feature

feature = Feature(
    name="feature_flags",
    routers=(trail_router, groups_router, router, history_router),
)
