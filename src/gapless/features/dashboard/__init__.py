"""The dashboard: only numbers that are true."""

from gapless.features.dashboard.endpoints import router
from gapless.platform.feature import Feature

feature = Feature(name="dashboard", routers=(router,))
