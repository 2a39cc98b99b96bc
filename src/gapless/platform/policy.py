"""The route policy: what a route needs and leaves behind, declared once, on its own line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from gapless.platform.permissions import GUARDED_BY_PROOF, Permission
from gapless.platform.problems import Problem
from gapless.platform.switches import BrandFeature, Module

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
ATTRIBUTE = "__gapless_policy__"
BODY_LIMIT = 1024 * 1024
"""Largest body of a route that says nothing else, in bytes."""

TAKES_ACCESS_AWAY = "It takes access away, which must not wait."
"""The usual reason why a write asks for no fresh proof."""
ASKS_UNLESS_IT_STOPS = "It asks by itself, unless it only takes access away."
"""For a write that gives and takes: its use case calls `gate.check_fresh` before it gives."""


class Access(StrEnum):
    """The two accesses that are no permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


class Scope(StrEnum):
    """What the route's data belong to."""

    TENANT = "tenant"
    PLATFORM = "platform"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Policy:
    """A route's policy. See `policy`."""

    access: Permission | Access
    scope: Scope
    audit: str | None
    audit_denied_only: bool
    module: Module | None
    feature: BrandFeature | None
    problems: tuple[type[Problem], ...]
    idempotent_replay: bool
    api_only: str | None
    body_limit: int | None
    step_up: bool
    without_proof: str | None
    limited_sessions: bool

    @property
    def is_silent_on_proof(self) -> bool:
        """Whether it should say if a fresh proof is asked for, and says nothing."""
        guarded = self.access in GUARDED_BY_PROOF or self.access is Access.SIGNED_IN
        return guarded and not self.step_up and not self.without_proof

    def as_openapi(self) -> dict[str, Any]:
        """`x-policy`, as the panel and the generated access tests read it."""
        described: dict[str, Any] = {"access": self.access.value, "scope": self.scope.value}
        if self.audit:
            described["audit"] = self.audit
        if self.module:
            described["module"] = self.module.value
        if self.feature:
            described["feature"] = self.feature.value
        if self.step_up:
            described["step_up"] = True
        if self.without_proof:
            described["without_proof"] = self.without_proof
        if self.api_only:
            described["api_only"] = self.api_only
        return described


def policy(
    access: Permission | Access,
    *,
    scope: Scope = Scope.TENANT,
    audit: str | None = None,
    audit_denied_only: bool = False,
    module: Module | None = None,
    feature: BrandFeature | None = None,
    problems: Sequence[type[Problem]] = (),
    idempotent_replay: bool = True,
    api_only: str | None = None,
    body_limit: int | None = BODY_LIMIT,
    step_up: bool = False,
    without_proof: str | None = None,
    limited_sessions: bool = False,
) -> Callable[[Endpoint], Endpoint]:
    """Declare a route's policy.

    `audit` is the action written with the outcome; every write needs one. `module` lets a kill
    switch answer 503, `feature` a brand without it 403. `problems` are the errors of its own that
    the route may answer. `idempotent_replay` is off for routes whose body is streamed.
    `api_only` says why the panel does not call it. `body_limit` is the largest body in bytes; None
    for routes that stream theirs and limit it themselves. `step_up` asks the caller to prove anew
    who they are, if the last proof of their session is older than the brand's policy allows; every
    write that decides who gets in asks for it, or says in `without_proof` why it does not.
    `limited_sessions` lets in sessions that may do nothing yet but set up a second factor.
    """
    declared = Policy(
        access=access,
        scope=scope,
        audit=audit,
        audit_denied_only=audit_denied_only,
        module=module,
        feature=feature,
        problems=tuple(problems),
        idempotent_replay=idempotent_replay,
        api_only=api_only,
        body_limit=body_limit,
        step_up=step_up,
        without_proof=without_proof,
        limited_sessions=limited_sessions,
    )

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, ATTRIBUTE, declared)
        return endpoint

    return declare


def policy_of(endpoint: Callable[..., Any]) -> Policy | None:
    """The policy declared on an endpoint, if any."""
    found = getattr(endpoint, ATTRIBUTE, None)
    return found if isinstance(found, Policy) else None
