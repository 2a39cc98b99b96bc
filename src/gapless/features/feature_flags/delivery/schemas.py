"""Wire shapes of serving flags."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.rules import Environment
from gapless.flagengine.model import FlagKey, Name


class EvaluationRequest(BaseModel):
    """OFREP: whom flags are evaluated for."""

    model_config = ConfigDict(extra="allow")

    context: dict[str, Any] | None = Field(
        None, description="`targetingKey` and any other attributes of whom to evaluate for."
    )


class EvaluatedFlag(BaseModel):
    """OFREP's `evaluationSuccess`, or with `errorCode` its `evaluationFailure`."""

    key: str
    value: Any = None
    variant: str | None = None
    reason: str | None = Field(
        None, description="STATIC, TARGETING_MATCH, SPLIT, DISABLED or UNKNOWN."
    )
    metadata: dict[str, str | float | bool] | None = Field(
        None, description="`reason`: the exact one, where the protocol has none; `rule`."
    )
    error_code: str | None = Field(None, alias="errorCode")
    error_details: str | None = Field(None, alias="errorDetails")


class EventStream(BaseModel):
    """Where changes are told."""

    type: str
    url: str | None = None
    endpoint: dict[str, str] | None = None
    inactivity_delay: int = Field(alias="inactivityDelaySec")


class EvaluatedFlags(BaseModel):
    """OFREP's answer for all flags."""

    flags: list[EvaluatedFlag]
    metadata: dict[str, int]
    event_streams: list[EventStream] = Field(alias="eventStreams")


class EvaluationRefused(BaseModel):
    """OFREP's `evaluationFailure`."""

    key: str | None = None
    error_code: str = Field(
        alias="errorCode",
        description="PARSE_ERROR, INVALID_CONTEXT, TARGETING_KEY_MISSING, FLAG_NOT_FOUND, GENERAL.",
    )
    error_details: str = Field(alias="errorDetails")


class OfrepConfiguration(BaseModel):
    """What this server is and can do, for providers."""

    name: str
    capabilities: dict[str, dict[str, Any]]


class Exposure(BaseModel):
    """How often a program served a variant by itself, and to whom."""

    flag: FlagKey
    variant: Name
    rule: Annotated[str, Field(max_length=200)] = Field(
        "", description="The rule that matched, from `metadata.rule`: an experiment counts its own."
    )
    evaluations: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    exposures: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    subjects: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=1_000)
    ] = Field((), description="Targeting keys of those who met the variant, for experiments.")


class ExposureReport(BaseModel):
    """What a program evaluated since its last report."""

    environment: Environment = "production"
    flags: Annotated[tuple[Exposure, ...], Field(max_length=5_000)]


class ExposuresTaken(BaseModel):
    """How much was taken."""

    taken: int
