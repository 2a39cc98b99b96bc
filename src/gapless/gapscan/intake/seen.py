"""From what another tool saw to a finding."""

from __future__ import annotations

from dataclasses import dataclass

from gapless.gapscan.finding import make, urgency
from gapless.gapscan.model import Confidence, Finding, Kind, Location, Severity
from gapless.gapscan.paths import holes

_NO_DATA = Severity.P2, "a part of the page stays empty or breaks"


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation: the operation, the answer's status, and what the tool says of it."""

    tool: str
    method: str
    path: str
    status: int
    said: str
    place: Location

    @property
    def operation(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    def by_status(self) -> Finding | None:
        """The gap that the status alone is, if it is one."""
        answers = f"{self.operation} answers {self.status}"
        if self.status == 501:
            return self.finding(
                Kind.STUB,
                f"{answers} (not implemented)",
                urgency(self.method, "the server says that it is not implemented"),
            )
        if self.status == 405:
            return self.finding(
                Kind.WRONG_METHOD, answers, urgency(self.method, "the call is refused with 405")
            )
        if self.status == 404 and not holes(self.path):
            return self.finding(
                Kind.MISSING_ROUTE, answers, urgency(self.method, "the call answers 404")
            )
        return None

    def unexpected_status(self) -> Finding:
        """A status that the specification does not have."""
        return self.by_status() or self.finding(
            Kind.MISMATCH,
            f"{self.operation} answers {self.status}, which it does not declare",
            (Severity.P2, "the page meets an answer that it was not made for"),
            field=f"status {self.status}",
        )

    def unsafe(self, title: str) -> Finding:
        """An answer to somebody who should have none."""
        return self.finding(
            Kind.UNSAFE,
            f"{self.operation} {title}",
            (Severity.P0, "anybody can read what should need a login"),
        )

    def mismatch(self, field: str, title: str) -> Finding:
        """A field that is not as declared."""
        return self.finding(Kind.MISMATCH, f"{self.operation}: {title}", _NO_DATA, field=field)

    def lost(self, title: str) -> Finding:
        """A change that was not kept."""
        return self.finding(
            Kind.NO_PERSISTENCE,
            f"{self.operation} {title}",
            (Severity.P1, "the page reports success for a change that is lost"),
        )

    def finding(
        self, kind: Kind, title: str, severity: tuple[Severity, str], *, field: str = ""
    ) -> Finding:
        """A finding with what the tool said as its reason."""
        return make(
            kind, self.method, self.path, title, f"{self.tool}: {self.said}", severity,
            [self.place], field=field, confidence=Confidence.CERTAIN, sources=[self.tool],
            evidence=[("status", str(self.status))] if self.status else [],
        )  # fmt: skip
