"""Who is calling: tenants, admins, sessions, and the actor they make."""

from gapless.platform.identity.actor import SYSTEM, Actor
from gapless.platform.identity.models import Admin, Session, Tenant

__all__ = ["SYSTEM", "Actor", "Admin", "Session", "Tenant"]
