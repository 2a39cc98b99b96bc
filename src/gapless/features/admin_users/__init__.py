"""Who may do what: the admins of a brand, their roles, their sign-ins and what they did."""

from gapless.features.admin_users.access.endpoints import router as access
from gapless.features.admin_users.activity.endpoints import router as activity
from gapless.features.admin_users.delegations.endpoints import router as delegations
from gapless.features.admin_users.delegations.jobs import SCHEDULES
from gapless.features.admin_users.delegations.seeds import seed_delegations
from gapless.features.admin_users.devices.endpoints import router as devices
from gapless.features.admin_users.invites.endpoints import public as joining
from gapless.features.admin_users.invites.endpoints import router as invites
from gapless.features.admin_users.login_history.endpoints import router as login_history
from gapless.features.admin_users.login_history.seeds import seed_login_history
from gapless.features.admin_users.networks.endpoints import router as networks
from gapless.features.admin_users.passwords.endpoints import public as passwords
from gapless.features.admin_users.passwords.jobs import JOBS
from gapless.features.admin_users.risk.endpoints import router as risk
from gapless.features.admin_users.roles.endpoints import router as roles
from gapless.features.admin_users.scim.endpoints import router as scim
from gapless.features.admin_users.second_factors.endpoints import router as second_factors
from gapless.features.admin_users.security.endpoints import router as security
from gapless.features.admin_users.seeds import seed_admin_users
from gapless.features.admin_users.sessions.endpoints import router as sessions
from gapless.features.admin_users.sso.endpoints import management as sso_management
from gapless.features.admin_users.sso.endpoints import own_addresses as sso_addresses
from gapless.features.admin_users.sso.endpoints import router as sso
from gapless.features.admin_users.teams.endpoints import router as teams
from gapless.features.admin_users.users.endpoints import router as users
from gapless.platform.feature import Feature

feature = Feature(
    name="admin_users",
    routers=(
        users,
        roles,
        teams,
        access,
        invites,
        sessions,
        login_history,
        activity,
        joining,
        passwords,
        sso,
        sso_management,
        sso_addresses,
        delegations,
        security,
        networks,
        devices,
        second_factors,
        risk,
        scim,
    ),
    jobs=JOBS,
    schedules=SCHEDULES,
    seeds=(seed_admin_users, seed_login_history, seed_delegations),
)
