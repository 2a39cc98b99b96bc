"""The provider itself: OpenFeature's interface over a document that is evaluated here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEventDetails
from openfeature.exception import ErrorCode, GeneralError
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata

from gapless.client.counting import Served
from gapless.client.documents import Disk, Documents
from gapless.client.following import Follower, State
from gapless.client.server import Server
from gapless.flagengine import evaluation as engine
from gapless.flagengine.model import TARGETING_KEY

Value = TypeVar("Value")
_REASONS = {
    engine.Reason.STATIC: Reason.STATIC,
    engine.Reason.TARGETING_MATCH: Reason.TARGETING_MATCH,
    engine.Reason.SPLIT: Reason.SPLIT,
    engine.Reason.DEFAULT: Reason.DEFAULT,
    engine.Reason.DISABLED: Reason.DISABLED,
    engine.Reason.PREREQUISITE_FAILED: Reason.DISABLED,
    engine.Reason.ERROR: Reason.ERROR,
}
_ERRORS = {
    engine.ErrorCode.FLAG_NOT_FOUND: ErrorCode.FLAG_NOT_FOUND,
    engine.ErrorCode.TARGETING_KEY_MISSING: ErrorCode.TARGETING_KEY_MISSING,
    engine.ErrorCode.GENERAL: ErrorCode.GENERAL,
}


class GaplessProvider(AbstractProvider):
    """Evaluates the flags of one environment in this process.

    Changes arrive within milliseconds. While the server is away it goes on with the last good
    document, also over a restart of the program if `cache` names a file. No evaluation raises,
    blocks or asks the network.
    """

    def __init__(
        self,
        url: str,
        api_key: str,
        *,
        environment: str = "production",
        cache: str | Path | None = None,
        poll_seconds: float = 30.0,
        timeout: float = 10.0,
        report: bool = True,
    ) -> None:
        """`api_key`: one with the scopes `flags.read` (it sees the rules: keep it on servers) and
        `flags.evaluate` (for reports).

        `poll_seconds`: how often to ask where the server cannot tell of changes. `report`:
        whether counts, and who met a variant of a split, are told to the server.
        """
        super().__init__()
        origin = f"{url.rstrip('/')}#{environment}"
        self._documents = Documents()
        self._served = Served() if report else None
        self._disk = Disk(Path(cache), origin) if cache is not None else None
        self._connection = url.rstrip("/"), api_key, environment, timeout
        self._poll_seconds = poll_seconds
        self._follower: Follower | None = None

    def get_metadata(self) -> Metadata:
        """The provider's name."""
        return Metadata(name="gapless")

    def initialize(self, evaluation_context: EvaluationContext) -> None:
        """Fetch the document, or take the one on the disk. Raises if there is neither; it then
        goes on trying, and tells when it is ready."""
        self.shutdown()
        self._follower = Follower(
            self._documents,
            connect=lambda: Server(*self._connection),
            disk=self._disk,
            served=self._served,
            poll_seconds=self._poll_seconds,
            tell=self._tell,
        )
        why = self._follower.start()
        if why is not None:
            raise GeneralError(f"No flags yet: {why}")

    def shutdown(self) -> None:
        """Stop following, after a last report. What is known goes on being served."""
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.stop()

    @property
    def is_fresh(self) -> bool:
        """Whether the document is the server's present one, as far as is known."""
        return self._follower is not None and self._follower.state is State.FRESH

    @property
    def version(self) -> int | None:
        """The version of the environment that is served; None before there is any."""
        compiled = self._documents.compiled
        return None if compiled is None else compiled.version

    def _tell(self, state: State, why: str, changed: list[str] | None) -> None:
        details = ProviderEventDetails(flags_changed=changed, message=why or None)
        if not hasattr(self, "_on_emit"):
            return  # detached: nobody listens any more
        if state is State.STALE:
            # With nothing to serve it is still failing, not stale.
            if self._documents.compiled is not None:
                self.emit_provider_stale(details)
        elif state is State.REFUSED:
            details.error_code = ErrorCode.GENERAL
            self.emit_provider_error(details)
        else:
            self.emit_provider_ready(details)
            if changed is not None:
                self.emit_provider_configuration_changed(details)

    # Evaluation

    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        """A boolean flag."""
        return self._resolve(flag_key, default_value, evaluation_context, _is_boolean)

    def resolve_string_details(
        self,
        flag_key: str,
        default_value: str,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[str]:
        """A text."""
        return self._resolve(flag_key, default_value, evaluation_context, _is_string)

    def resolve_integer_details(
        self,
        flag_key: str,
        default_value: int,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[int]:
        """A number without a fraction."""
        return self._resolve(flag_key, default_value, evaluation_context, _is_integer)

    def resolve_float_details(
        self,
        flag_key: str,
        default_value: float,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[float]:
        """A number."""
        return self._resolve(flag_key, default_value, evaluation_context, _is_number)

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Sequence[FlagValueType] | Mapping[str, FlagValueType],
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Sequence[FlagValueType] | Mapping[str, FlagValueType]]:
        """An object or a list. It is shared by all who get it: do not change it."""
        return self._resolve(flag_key, default_value, evaluation_context, _is_object)

    def _resolve(
        self,
        flag_key: str,
        default_value: Value,
        context: EvaluationContext | None,
        fits: Any,
    ) -> FlagResolutionDetails[Any]:
        compiled = self._documents.compiled
        if compiled is None:
            return _failed(default_value, ErrorCode.PROVIDER_NOT_READY, "No flags yet")
        try:
            attributes = _attributes(context)
            found = compiled.evaluate(flag_key, attributes)
        except Exception as bug:  # never the program's problem
            return _failed(default_value, ErrorCode.GENERAL, repr(bug)[:200])
        if found.error is not None:
            return _failed(default_value, _ERRORS[found.error], found.error.value)
        if not fits(found.value):
            kind = type(found.value).__name__
            return _failed(default_value, ErrorCode.TYPE_MISMATCH, f"The flag's value is {kind}")
        self._count(found, attributes)
        metadata: dict[str, bool | int | float | str] = {"version": compiled.version}
        if found.rule is not None:
            metadata["rule"] = found.rule
        if found.reason is engine.Reason.PREREQUISITE_FAILED:
            metadata["reason"] = found.reason.value
        return FlagResolutionDetails(
            value=found.value,
            reason=_REASONS[found.reason],
            variant=found.variant,
            flag_metadata=metadata,
        )

    def _count(self, found: engine.Evaluation, attributes: Mapping[str, Any]) -> None:
        if self._served is None or found.variant is None:
            return
        subject = attributes.get(TARGETING_KEY) if found.reason is engine.Reason.SPLIT else None
        self._served.count(found.flag, found.variant, found.rule or "", subject or None)


def _failed(value: Any, code: ErrorCode, message: str) -> FlagResolutionDetails[Any]:
    return FlagResolutionDetails(
        value=value, error_code=code, error_message=message, reason=Reason.ERROR
    )


def _attributes(context: EvaluationContext | None) -> dict[str, Any]:
    """The context as the engine reads it: one object of JSON values."""
    if context is None:
        return {}
    found = {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in context.attributes.items()
    }
    if context.targeting_key:
        found[TARGETING_KEY] = context.targeting_key
    return found


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_object(value: object) -> bool:
    return isinstance(value, dict | list)
