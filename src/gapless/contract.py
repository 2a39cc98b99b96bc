"""The contract, generated from the code: the OpenAPI document and the list of problems."""

from __future__ import annotations

import json
from typing import Any

from gapless.app import create_app
from gapless.platform.database import Database
from gapless.platform.problems import Problem
from gapless.settings import Settings


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of the whole API. Opens no connection."""
    settings = Settings.model_construct(
        **{name: field.default for name, field in Settings.model_fields.items()}
    )
    return create_app(settings, Database("postgresql://nowhere/none")).openapi()


def problem_list() -> list[dict[str, Any]]:
    """Every error the API can answer, by code."""
    return [
        {
            "code": code,
            "status": kind.status,
            "title": {"en": kind.title.en, "tr": kind.title.tr},
            "message": {"en": kind.message.en, "tr": kind.message.tr},
        }
        for code, kind in sorted(Problem.registry.items())
    ]


def contract_files() -> dict[str, str]:
    """The files of `contract/`, by name."""
    return {
        "openapi.json": _pretty(openapi_document()),
        "problems.json": _pretty(problem_list()),
    }


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
