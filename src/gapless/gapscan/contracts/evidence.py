"""Evidence: what a run saw, redacted, kept under the SHA-256 of its bytes and never edited.

Anybody can check it: `sha256sum` of a file is the file's name.
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gapless.gapscan.contracts.client import Exchange
from gapless.gapscan.contracts.redact import Redactor
from gapless.gapscan.contracts.result import RunResult, StepResult
from gapless.gapscan.message import Message
from gapless.gapscan.register.vault import put

FORMAT = "gapless-evidence/1"
# A kept body is cut here; its size and hash are those of the whole.
MAX_KEPT = 64 * 1024


def keep(directory: Path, run: RunResult, contract: bytes) -> tuple[str, ...]:
    """Keeps a run's record, its contract and its pictures; returns their hashes, record first.

    `contract` is the file that was run. Raises `OSError`.
    """
    pictures: dict[int, list[dict[str, str]]] = {}
    digests: list[str] = []
    for number, step in enumerate(run.steps):
        for name, data in step.pictures:
            digest = put(directory, data, ".png")
            digests.append(digest)
            pictures.setdefault(number, []).append({"name": name, "sha256": digest})
    digests.append(put(directory, contract, ".yaml"))
    text = json.dumps(record(run, pictures), ensure_ascii=False, indent=1, sort_keys=True)
    return (put(directory, f"{text}\n".encode(), ".json"), *dict.fromkeys(digests))


def record(
    run: RunResult, pictures: dict[int, list[dict[str, str]]] | None = None
) -> dict[str, Any]:
    """The run as JSON, without secrets; `pictures` are the kept ones of each step by its number."""
    return {
        "format": FORMAT,
        "tool": f"gapless {_version()}",
        "gap": run.contract.gap,
        "title": run.contract.title,
        "contract": {"file": Path(run.contract.file).name, "sha256": run.contract.digest},
        "server": run.redactor.url(run.base_url),
        "run": run.run_id,
        "started": _moment(run.started),
        "finished": _moment(run.finished),
        "outcome": run.outcome.value,
        "summary": run.summary.text(),
        "said": run.summary.as_data(),
        "steps": [
            _step(step, run.redactor, (pictures or {}).get(number, []))
            for number, step in enumerate(run.steps)
        ],
    }


def _version() -> str:
    try:
        return version("gapless")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "unknown"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _step(step: StepResult, redactor: Redactor, pictures: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "name": redactor.text(str(step.title)),
        "as": step.actor,
        "line": step.line,
        "outcome": step.outcome.value,
        **_said("message", step.message, redactor),
        "seconds": round(step.elapsed, 3),
        "conditions": [
            {
                **_said("expected", verdict.expected, redactor),
                **_said("actual", verdict.actual, redactor),
                "passed": verdict.passed,
            }
            for verdict in step.verdicts
        ],
        "exchanges": [_exchange(exchange, redactor) for exchange in step.exchanges],
        "pictures": pictures,
    }


def _said(name: str, message: Message | None, redactor: Redactor) -> dict[str, Any]:
    """A message as English text, and as what puts it into other words."""
    if message is None:
        return {name: ""}
    redacted = redactor.message(message)
    return {name: redacted.text(), f"{name}_said": redacted.as_data()}


def _exchange(exchange: Exchange, redactor: Redactor) -> dict[str, Any]:
    sent_type = next((v for k, v in exchange.request_headers if k.lower() == "content-type"), "")
    return {
        "seconds": round(exchange.elapsed, 3),
        "request": {
            "method": exchange.method,
            "url": redactor.url(exchange.url),
            "headers": redactor.headers(exchange.request_headers),
            "body": _body(exchange.request_body, sent_type, redactor),
        },
        "response": {
            "status": exchange.status,
            "headers": redactor.headers(exchange.headers),
            "bytes": len(exchange.body),
            "body": _body(exchange.body, exchange.header("content-type") or "", redactor),
        },
    }


def _body(data: bytes, content_type: str, redactor: Redactor) -> Any:
    body = redactor.body(data, content_type)
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    if len(text) <= MAX_KEPT:
        return body
    return f"{text[:MAX_KEPT]}… [cut: {len(text)} characters]"
