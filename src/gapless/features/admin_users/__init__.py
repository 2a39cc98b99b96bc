"""Who may do what: the admins of a brand, their roles and what they did."""

from gapless.features.admin_users.roles.endpoints import router as roles_router
from gapless.features.admin_users.users.endpoints import router as users_router
from gapless.platform.feature import Feature

feature = Feature(name="admin_users", routers=(users_router, roles_router))
