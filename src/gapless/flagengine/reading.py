"""From JSON to the model: faults of shape become issues with their place, like all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import Document, Flag, Segment

Model = TypeVar("Model", bound=BaseModel)
_KINDS = frozenset({"attribute", "segment", "share", "all", "any", "not", "variant", "split"})


def read_document(data: Any) -> tuple[Document | None, list[Issue]]:
    """The document of parsed JSON or JSON text; or None with what is wrong with its shape."""
    return _read(Document, data)


def read_flag(data: Any) -> tuple[Flag | None, list[Issue]]:
    """A flag of parsed JSON or JSON text; or None with what is wrong with its shape."""
    return _read(Flag, data)


def read_segment(data: Any) -> tuple[Segment | None, list[Issue]]:
    """A segment of parsed JSON or JSON text; or None with what is wrong with its shape."""
    return _read(Segment, data)


def _read(model: type[Model], data: Any) -> tuple[Model | None, list[Issue]]:
    try:
        if isinstance(data, str | bytes):
            return model.model_validate_json(data), []
        return model.model_validate(data), []
    except ValidationError as invalid:
        found = [_issue(dict(error)) for error in invalid.errors(include_url=False)]
        return None, list({issue.place: issue for issue in reversed(found)}.values())[::-1]
    except RecursionError:
        return None, [Issue(IssueCode.TOO_DEEP, "", {"limit": 8})]


def _issue(error: dict[str, Any]) -> Issue:
    place = place_of(error["loc"])
    if place.endswith("op") and error["type"] == "enum":
        return Issue(IssueCode.UNKNOWN_OPERATOR, place, {"operator": str(error["input"])[:100]})
    if ".values." in place:
        return Issue(
            IssueCode.INVALID, place, {"what": "a text, a number, true or false goes here"}
        )
    return Issue(IssueCode.INVALID, place, {"what": error["msg"]})


def place_of(location: Sequence[str | int]) -> str:
    """A place as the editor knows it: without the names that tell the kinds of a union apart."""
    kept = [
        str(part)
        for before, part in zip(("", *location), location, strict=False)
        if not (
            part in _KINDS and (isinstance(before, int) or before in ("of", "serve", "default"))
        )
    ]
    if "values" in kept:  # what follows the index names the types that a value may have
        kept = kept[: kept.index("values") + 2]
    return ".".join(kept)
