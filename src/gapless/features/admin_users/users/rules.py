"""Pure rules of admins."""

from __future__ import annotations

from typing import Any

from gapless.platform.identity import Admin


def name_from(email: str) -> str:
    """A name for somebody who gave none: `jane.doe@example.com` is Jane Doe."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return " ".join(word.capitalize() for word in words) or email


def state_of(admin: Admin) -> dict[str, Any]:
    """What the audit log says of an admin before and after a change."""
    return {
        "full_name": admin.full_name,
        "email": admin.email,
        "role": admin.role,
        "tenant_role": admin.tenant_role,
        "allowed_modules": admin.allowed_modules,
        "is_platform_owner": admin.is_platform_owner,
        "status": admin.status,
    }
