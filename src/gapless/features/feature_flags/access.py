"""The policy that every route of feature flags shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gapless.platform.permissions import Permission
from gapless.platform.policy import BODY_LIMIT, Endpoint, policy
from gapless.platform.problems import Problem
from gapless.platform.switches import BrandFeature, Module


def flag_policy(
    access: Permission,
    *,
    audit: str | None = None,
    audit_denied_only: bool = False,
    problems: Sequence[type[Problem]] = (),
    api_only: str | None = None,
    body_limit: int | None = BODY_LIMIT,
    step_up: bool = False,
) -> Callable[[Endpoint], Endpoint]:
    """`policy` behind the module of experiments and the brand's feature for it."""
    return policy(
        access,
        audit=audit,
        audit_denied_only=audit_denied_only,
        module=Module.EXPERIMENTS,
        feature=BrandFeature.CAN_MANAGE_EXPERIMENTS,
        problems=problems,
        api_only=api_only,
        body_limit=body_limit,
        step_up=step_up,
    )
