"""Answering who asks for a link, apart from the request, whose time would tell who exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gapless.features.admin_users.passwords.service import JOB, PasswordService
from gapless.platform import audit
from gapless.platform.audit.recorder import Entry
from gapless.platform.jobs import JobKind
from gapless.platform.worker import JobContext


async def answer(context: JobContext) -> Mapping[str, Any]:
    """Handler: mail a link to the admin of the e-mail, if there is one."""
    payload = context.payload
    async with context.unit() as unit:
        if await PasswordService(unit).answer_request(payload["email"], payload["locale"]):
            await unit.db.flush()
            await audit.append(
                unit.db,
                Entry(
                    action="auth.password_reset_sent",
                    status="SUCCESS",
                    actor=unit.actor,
                    tenant_id=unit.change.tenant_id,
                    change=unit.change,
                    request_id=unit.request_id,
                ),
            )
    return {}


JOBS = (JobKind(JOB, answer, forget_payload=True),)
