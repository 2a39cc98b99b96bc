"""Who may do what: the admins of a brand, their roles and what they did."""

from gapless.features.admin_users.delegations.endpoints import router as delegations_router
from gapless.features.admin_users.delegations.jobs import SCHEDULES
from gapless.features.admin_users.delegations.seeds import seed_delegations
from gapless.features.admin_users.devices.endpoints import router as devices_router
from gapless.features.admin_users.login_history.endpoints import router as login_history_router
from gapless.features.admin_users.networks.endpoints import router as networks_router
from gapless.features.admin_users.roles.endpoints import router as roles_router
from gapless.features.admin_users.scim.endpoints import router as scim_router
from gapless.features.admin_users.security.endpoints import router as security_router
from gapless.features.admin_users.sessions.endpoints import router as sessions_router
from gapless.features.admin_users.sso.endpoints import management as sso_management
from gapless.features.admin_users.sso.endpoints import router as sso_router
from gapless.features.admin_users.users.endpoints import router as users_router
from gapless.platform.feature import Feature

feature = Feature(
    name="admin_users",
    routers=(
        users_router,
        roles_router,
        sessions_router,
        login_history_router,
        sso_router,
        sso_management,
        delegations_router,
        security_router,
        networks_router,
        devices_router,
        scim_router,
    ),
    schedules=SCHEDULES,
    seeds=(seed_delegations,),
)
