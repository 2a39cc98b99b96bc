"""Wire shapes of leak reports: those of GitHub's secret scanning, which others send too."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

Short = Annotated[str, StringConstraints(max_length=2000)]


class LeakReport(BaseModel):
    """A secret that was found, and where."""

    token: Annotated[str, StringConstraints(max_length=500)]
    type: Short = ""
    url: Short | None = None
    source: Short | None = None


class LeakVerdict(BaseModel):
    """Whether a reported secret was one of ours. Names it by its hash, not by itself."""

    token_hash: str = Field(description="SHA-256 of the secret, in base64.")
    token_type: str
    label: Literal["true_positive", "false_positive"]
