"""What delivery is made of in one process, and the steps that its two doors share.

Programs with an API key come in through the front, a small ASGI application that answers them in a
few microseconds more than the evaluation. Everybody else (a session, another brand named in a
header) comes through the routes, whose policies say the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from starlette.requests import HTTPConnection

from gapless.features.feature_flags.delivery import ofrep, streams
from gapless.features.feature_flags.delivery.counting import Counts
from gapless.features.feature_flags.delivery.exposures import Exposures, Meeting
from gapless.features.feature_flags.delivery.loading import DatabaseLoader, Loader
from gapless.features.feature_flags.delivery.ofrep import Answer
from gapless.features.feature_flags.delivery.players import Players
from gapless.features.feature_flags.delivery.problems import EnvironmentUnknown
from gapless.features.feature_flags.delivery.schemas import Exposure
from gapless.features.feature_flags.delivery.store import Environment, FlagStore
from gapless.features.feature_flags.delivery.streams import Streams
from gapless.features.feature_flags.repository import CHANNEL
from gapless.features.feature_flags.rules import ENVIRONMENTS
from gapless.flagengine import Reason
from gapless.flagengine.model import TARGETING_KEY
from gapless.platform.database import Database
from gapless.platform.identity import Actor
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.notifications import Notifications
from gapless.platform.switches import Module, SwitchTable
from gapless.platform.traffic import Traffic
from gapless.settings import Settings

MODULE = Module.FEATURE_FLAGS
ENVIRONMENT_HEADER = "X-Flag-Environment"
DEFAULT_ENVIRONMENT = "production"
FLUSH_SECONDS = 1.0


class Delivery:
    """Serves flags in one process."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        keys: KeyGate,
        switches: SwitchTable,
        traffic: Traffic,
        loader: Loader | None = None,
    ) -> None:
        self.settings = settings
        self.keys = keys
        self.switches = switches
        self.traffic = traffic
        self.store = FlagStore(loader or DatabaseLoader(database))
        self.counts = Counts(database)
        self.exposures = Exposures(database)
        self.players = Players(database, is_kept=settings.flag_player_days > 0)
        self.streams = Streams(self.store, switches, keys.table)
        self._entries: dict[tuple[object, str], tuple[Actor, int, bytes]] = {}

    def listen(self, notifications: Notifications) -> None:
        """Hear of every change of flags as soon as it is made."""
        notifications.subscribe(CHANNEL, self.store.listen)

    def stream_address(self, actor: Actor, environment: str) -> str | None:
        """Where the changes of an environment are told to a key; a session has no such address."""
        if actor.key_id is None:
            return None
        for digest, secret in self.keys.table.secrets_of(actor.key_id):
            if not secret.is_previous:
                token = streams.make_token(digest, actor.key_id, environment, streams.today())
                return f"{self.settings.public_url or ''}{streams.PATH}?token={token}"
        return None

    def stream_entry(self, actor: Actor, environment: str) -> bytes:
        """The same as an entry of `eventStreams`, or nothing. Signed once a day and key."""
        day = streams.today()
        known = self._entries.get((actor.key_id, environment))
        if known is not None and known[0] is actor and known[1] == day:
            return known[2]
        address = self.stream_address(actor, environment)
        made = b"" if address is None else ofrep.stream_json(address)
        self._entries[actor.key_id, environment] = actor, day, made
        return made

    def one(self, tenant_id: str, environment: Environment, key: str, body: bytes) -> Answer:
        """The answer for one flag, counted: a program that asks for one flag uses it."""
        answer, outcome, context = ofrep.evaluate_one(environment, key, body)
        if outcome is not None:
            self.counts.answered((tenant_id, environment.name), [outcome.body])
            self.players.served(environment, context)
            found = outcome.evaluation
            subject = context.get(TARGETING_KEY)
            if subject and found.variant is not None:
                self.counts.exposed((tenant_id, environment.name, key, found.variant), 1)
                if found.reason is Reason.SPLIT:
                    rule = found.rule or ""
                    meeting = Meeting(
                        tenant_id, environment.name, key, rule, subject, found.variant
                    )
                    self.exposures.met(meeting)
        return answer

    def all(
        self, actor: Actor, tenant_id: str, environment: Environment, body: bytes, known: str | None
    ) -> Answer:
        """The answer for all flags, counted."""
        stream = self.stream_entry(actor, environment.name)
        answer, bodies, context = ofrep.evaluate_all(environment, body, stream, known)
        if bodies:
            self.counts.answered((tenant_id, environment.name), bodies)
        self.players.served(environment, context)
        return answer

    def reported(self, tenant_id: str, environment: Environment, report: Exposure) -> bool:
        """Count what a program served by itself. False: there is no such flag or variant."""
        flag = environment.compiled.flags.get(report.flag)
        if flag is None or flag.variant(report.variant) is None:
            return False
        row = tenant_id, environment.name, report.flag, report.variant
        self.counts.evaluated(row, report.evaluations)
        self.counts.exposed(row, report.exposures)
        for subject in report.subjects:
            meeting = Meeting(
                tenant_id, environment.name, report.flag, report.rule, subject, report.variant
            )
            self.exposures.met(meeting)
        return True

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write what is counted each second of the block, and at its end."""
        task = asyncio.create_task(self._flush_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.flush()

    async def flush(self) -> None:
        """Write what is counted."""
        await self.counts.flush()
        await self.exposures.flush()
        await self.players.flush()

    async def _flush_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()


def environment_named(name: str | None) -> str:
    """The environment asked for; raise `EnvironmentUnknown`. Who names none means production."""
    if name is None:
        return DEFAULT_ENVIRONMENT
    if name not in ENVIRONMENTS:
        raise EnvironmentUnknown(environment=name[:40], known=", ".join(ENVIRONMENTS))
    return name


def delivery_of(connection: HTTPConnection) -> Delivery:
    """The process's delivery."""
    return cast(Delivery, connection.app.state.flag_delivery)
