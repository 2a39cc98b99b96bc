"""Brands: list, create, features, menu flags, and what the caller may see of their own."""

from gapless.features.tenants.endpoints import router
from gapless.features.tenants.seeds import seed_tenants
from gapless.platform.feature import Feature

feature = Feature(name="tenants", routers=(router,), seeds=(seed_tenants,))
