"""Pure rules of single sign-on: whom a provider speaks for, and what they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gapless.platform.permissions import ROLES, built_in_permissions

ASSIGNABLE = tuple(role for role in ROLES if role != "Platform Owner")
"""Roles that a provider may give. Nobody becomes a platform owner by another's word."""


def verified_email(claims: Mapping[str, Any], domains: Iterable[str]) -> str | None:
    """The e-mail address that the provider vouches for, if it is one it may speak for.

    `email_verified` has to be true: an address that anybody may type in proves nothing.
    """
    email = claims.get("email")
    if not isinstance(email, str) or len(email) > 320 or email.count("@") != 1:
        return None
    if claims.get("email_verified") is not True:
        return None
    allowed = {domain.lower() for domain in domains}
    domain = email.rpartition("@")[2].lower()
    return email if not allowed or domain in allowed else None


def role_for(
    claims: Mapping[str, Any],
    groups_claim: str | None,
    role_by_group: Mapping[str, Any],
    default: str | None,
) -> str | None:
    """The role that the person's groups give; of several the one that may do most, else `default`.

    `groups_claim` may be a path (`realm_access.roles`). A single group may come as text.
    """
    told: Any = claims
    for part in (groups_claim or "").split("."):
        told = told.get(part) if isinstance(told, Mapping) else None
    groups = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    given = [
        role_by_group[group]
        for group in groups
        if isinstance(group, str) and role_by_group.get(group) in ASSIGNABLE
    ]
    return max(given, key=lambda role: len(built_in_permissions(role)), default=default)


def name_of(claims: Mapping[str, Any], email: str) -> str:
    """What to call the person."""
    name = claims.get("name")
    if isinstance(name, str) and name.strip():
        return " ".join(name.split())[:200]
    return email.partition("@")[0]
