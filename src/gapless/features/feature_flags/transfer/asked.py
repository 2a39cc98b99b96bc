"""What an import is asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.transfer.schemas import Conflict, SourceFormat


@dataclass(frozen=True, slots=True)
class Asked:
    """A file, and how it is to be imported."""

    data: bytes
    environment: Environment
    source: SourceFormat | None = None
    source_environment: str | None = None
    user_attribute: str | None = None
    on_conflict: Conflict = "skip"
    switched_off: bool = False
    plan: str | None = None

    def options(self) -> tuple[str, ...]:
        """What a plan depends on beside the file and what is here."""
        return tuple(
            map(
                str,
                (
                    self.environment,
                    self.on_conflict,
                    self.switched_off,
                    self.source,
                    self.source_environment,
                    self.user_attribute,
                ),
            )
        )
