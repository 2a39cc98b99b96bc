"""A run's record as the panel shows it, in the reader's language. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from gapless.features.gap_register.models import GapEvidence
from gapless.features.gap_register.speech import said
from gapless.features.gap_register.verification.schemas import (
    Condition,
    EvidencePicture,
    EvidenceRecord,
    EvidenceStep,
    SeenExchange,
)
from gapless.gapscan.contracts.evidence import FORMAT
from gapless.gapscan.contracts.proof import items_at, text_at
from gapless.gapscan.message import Message


def record_of(evidence: GapEvidence) -> EvidenceRecord | None:
    """The run that this file of evidence is the record of; None if it is another file."""
    if evidence.media_type != "application/json":
        return None
    record = json.loads(evidence.data)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return None
    return EvidenceRecord(
        sha256=evidence.sha256,
        intact=hashlib.sha256(evidence.data).hexdigest() == evidence.sha256,
        gap=text_at(record, "gap"),
        title=text_at(record, "title"),
        server=text_at(record, "server"),
        tool=text_at(record, "tool"),
        outcome=record["outcome"],
        summary=_said(record, "summary", "said"),
        started=record["started"],
        finished=record["finished"],
        contract=text_at(record, "contract", "sha256"),
        steps=[_step(step) for step in items_at(record, "steps")],
    )


def _step(step: Any) -> EvidenceStep:
    return EvidenceStep(
        name=text_at(step, "name"),
        actor=text_at(step, "as"),
        outcome=step["outcome"],
        message=_said(step, "message", "message_said"),
        seconds=step["seconds"],
        conditions=[
            Condition(
                expected=_said(one, "expected", "expected_said"),
                actual=_said(one, "actual", "actual_said"),
                passed=one["passed"],
            )
            for one in items_at(step, "conditions")
        ],
        exchanges=[_exchange(one) for one in items_at(step, "exchanges")],
        pictures=[
            EvidencePicture(name=text_at(one, "name"), sha256=text_at(one, "sha256"))
            for one in items_at(step, "pictures")
        ],
    )


def _exchange(exchange: Any) -> SeenExchange:
    request, response = exchange["request"], exchange["response"]
    return SeenExchange(
        method=request["method"],
        url=request["url"],
        sent=_body(request["body"]),
        status=response["status"],
        size=response["bytes"],
        received=_body(response["body"]),
        seconds=exchange["seconds"],
    )


def _body(body: Any) -> str:
    if body is None or isinstance(body, str):
        return body or ""
    return json.dumps(body, ensure_ascii=False, indent=2)


def _said(data: Any, text: str, message: str) -> str:
    return said(Message.from_data(data.get(message)), text_at(data, text))
