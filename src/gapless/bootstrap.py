"""What an empty database is given: the first brand and owner, and demo data if asked for."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import EmailStr, TypeAdapter, ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.auth.problems import EmailTaken
from gapless.features.tenants.rules import NEW_BRAND_FEATURES
from gapless.platform import audit
from gapless.platform.audit import Change, Entry
from gapless.platform.database import Database
from gapless.platform.errors import from_validation
from gapless.platform.feature import Feature
from gapless.platform.identity import SYSTEM, Admin, Tenant
from gapless.platform.identity.owners import count_owners
from gapless.platform.identity.passwords import check_strength, hash_password
from gapless.settings import Settings

FIRST_TENANT = "default_casino"
_email = TypeAdapter(EmailStr)


async def ensure_first_tenant(db: AsyncSession) -> Tenant:
    """The platform's own brand; made if it is not there."""
    tenant = await db.get(Tenant, FIRST_TENANT)
    if tenant is None:
        tenant = Tenant(
            id=FIRST_TENANT,
            name="Default Casino",
            type="owner",
            features=dict.fromkeys(NEW_BRAND_FEATURES, True),
        )
        db.add(tenant)
        await db.flush()
    return tenant


async def create_owner(db: AsyncSession, email: str, password: str) -> Admin:
    """Make a platform owner. Audited, not committed.

    Raises the rule that the password breaks, `ValidationFailed` for what is no e-mail that could
    sign in, `EmailTaken`.
    """
    try:
        email = _email.validate_python(email)
    except ValidationError as invalid:
        raise from_validation(
            [{**error, "loc": ("email",)} for error in invalid.errors(include_url=False)]
        ) from None
    check_strength(password)
    same = func.lower(Admin.email) == func.lower(email)
    taken = await db.scalar(select(func.count()).select_from(Admin).where(same))
    if taken:
        raise EmailTaken(email=email)
    tenant = await ensure_first_tenant(db)
    owner = Admin(
        tenant_id=tenant.id,
        email=email,
        username=email.partition("@")[0],
        full_name="Platform Owner",
        role="Platform Owner",
        tenant_role=None,
        is_platform_owner=True,
        password_hash=await hash_password(password),
        last_login_at=None,
    )
    db.add(owner)
    await db.flush()
    change = Change(after={"email": email, "role": owner.role, "is_platform_owner": True})
    change.about("admin", owner.id)
    await audit.append(
        db,
        Entry(
            action="admin.user_created",
            status="SUCCESS",
            actor=SYSTEM,
            tenant_id=tenant.id,
            change=change,
        ),
    )
    return owner


async def ensure_first_owner(database: Database, settings: Settings) -> bool:
    """Make the owner that the settings name, if there is none. True if there is one now."""
    async with database.session() as db:
        await _stand_in_line(db)
        if await count_owners(db, settings):
            return True
        if not settings.owner_email or settings.owner_password is None:
            return False
        await create_owner(db, settings.owner_email, settings.owner_password.get_secret_value())
        await db.commit()
        return True


async def seed(database: Database, settings: Settings, features: Sequence[Feature]) -> None:
    """Fill an empty database with every feature's demo data, all of it or nothing."""
    async with database.session() as db:
        await _stand_in_line(db)
        if await db.scalar(select(func.count()).select_from(Tenant)):
            return
        for feature in features:
            for fill in feature.seeds:
                await fill(db, settings)
        await db.commit()


async def _stand_in_line(db: AsyncSession) -> None:
    """Wait for another process that is making the same first things."""
    await db.execute(select(func.pg_advisory_xact_lock(7_233_004_188_120_002)))
