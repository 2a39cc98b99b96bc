"""The router: it takes only routes with a policy, and everything else follows from that line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from gapless.platform.enforcement import enforce
from gapless.platform.identity.key_problems import (
    PROBLEMS_OF_KEYS,
    ApiKeyNotAccepted,
    ApiKeyScopeMissing,
)
from gapless.platform.policy import (
    ASKS_UNLESS_IT_STOPS,
    ATTRIBUTE,
    TAKES_ACCESS_AWAY,
    Access,
    Policy,
    Scope,
    policy,
    policy_of,
)
from gapless.platform.problems import (
    CsrfFailed,
    FeatureDisabled,
    Forbidden,
    InvalidTenantHeader,
    ModuleDisabled,
    PayloadTooLarge,
    Problem,
    ProblemBody,
    RateLimited,
    StaleWrite,
    TenantHeaderForbidden,
    Unauthorized,
    ValidationFailed,
)
from gapless.platform.security.problems import (
    AddressNotAllowed,
    SecondFactorNeeded,
    StepUpRequired,
)
from gapless.platform.switches import Module

__all__ = [
    "ASKS_UNLESS_IT_STOPS",
    "TAKES_ACCESS_AWAY",
    "Access",
    "Policy",
    "PolicyMissing",
    "Router",
    "Scope",
    "policy",
]

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class PolicyMissing(TypeError):
    """A route was declared without a policy, or a write without what its policy has to say."""


class PolicyRoute(APIRoute):
    """A route whose handler runs inside a unit of work, after its policy was enforced."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        declared = policy_of(endpoint)
        if declared is None:
            raise PolicyMissing(f"{endpoint.__qualname__} ({path}) has no @policy")
        methods = set(options.get("methods") or ())
        if methods - READS and declared.audit is None:
            raise PolicyMissing(f"{endpoint.__qualname__} ({path}) writes but names no audit")
        if methods - READS and declared.is_silent_on_proof:
            raise PolicyMissing(f"{endpoint.__qualname__} ({path}) wants step_up or without_proof")
        self.policy = declared
        options["operation_id"] = options.get("operation_id") or endpoint.__name__
        options["openapi_extra"] = {
            "parameters": request_headers(declared, writes=bool(methods - READS)),
            **(options.get("openapi_extra") or {}),
            "x-policy": declared.as_openapi(),
        }
        options["responses"] = {
            **problem_responses(declared, writes=bool(methods - READS)),
            **(options.get("responses") or {}),
        }
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        declared = self.policy

        async def run(request: Request) -> Response:
            return await enforce(request, declared, handler)

        return run


class Router(APIRouter):
    """The one router of the house. Decorate: route line above, `@policy(...)` below it."""

    def __init__(
        self, *, prefix: str = "", tags: list[str] | None = None, module: Module | None = None
    ) -> None:
        """With `module`, every route belongs to it whose policy names none."""
        super().__init__(
            prefix=prefix, tags=list(tags or []), route_class=PolicyRoute, redirect_slashes=False
        )
        self.module = module

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route; its policy is taken from the endpoint."""
        declared = policy_of(endpoint)
        if self.module is not None and declared is not None and declared.module is None:
            setattr(endpoint, ATTRIBUTE, replace(declared, module=self.module))
        super().add_api_route(path, endpoint, **options)


def request_headers(declared: Policy, *, writes: bool) -> list[dict[str, Any]]:
    """OpenAPI parameters of the headers that a route heeds because of its policy."""
    told = {}
    if StaleWrite in declared.problems:
        told["If-Match"] = "The ETag that was edited; 412 if the resource has changed since."
    if writes and declared.idempotent_replay and declared.access is not Access.PUBLIC:
        told["Idempotency-Key"] = "A repeated request with this key is carried out once."
    return [
        {"name": name, "in": "header", "required": False, "description": description,
         "schema": {"type": "string"}}
        for name, description in told.items()
    ]  # fmt: skip


def problem_responses(declared: Policy, *, writes: bool) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of every error a route may answer, one entry a status."""
    kinds: list[type[Problem]] = [ValidationFailed]
    if writes and declared.body_limit is not None:
        kinds.append(PayloadTooLarge)
    if declared.access is not Access.PUBLIC:
        kinds += [Unauthorized, TenantHeaderForbidden, InvalidTenantHeader]
        kinds += [ApiKeyNotAccepted] if declared.scope is Scope.SELF else PROBLEMS_OF_KEYS
        kinds.append(AddressNotAllowed)
        if not declared.limited_sessions:
            kinds.append(SecondFactorNeeded)
        if declared.step_up:
            kinds += [StepUpRequired, ApiKeyNotAccepted]
        if declared.access is not Access.SIGNED_IN:
            kinds += [Forbidden, ApiKeyScopeMissing]
        if writes:
            kinds.append(CsrfFailed)
    if declared.module:
        kinds.append(ModuleDisabled)
    if declared.feature:
        kinds.append(FeatureDisabled)
    kinds += [*declared.problems]
    if declared.access is Access.PUBLIC and writes:
        kinds.append(RateLimited)
    by_status: dict[int, list[type[Problem]]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: {
            "model": ProblemBody,
            "description": "; ".join(sorted({f"`{k.code}` {k.title.en}" for k in group})),
        }
        for status, group in sorted(by_status.items())
    }
