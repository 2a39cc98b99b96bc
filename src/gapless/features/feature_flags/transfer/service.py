"""Use cases of import and export."""

from __future__ import annotations

import asyncio
import json

from gapless.features.feature_flags.models import Flag
from gapless.features.feature_flags.repository import FlagFilter, FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.segments.repository import SegmentRepository
from gapless.features.feature_flags.service import FlagService
from gapless.features.feature_flags.states import engine_flag
from gapless.features.feature_flags.transfer.asked import Asked
from gapless.features.feature_flags.transfer.planning import Plan, Present, make_plan
from gapless.features.feature_flags.transfer.problems import (
    FlagFileUnreadable,
    FlagImportEmpty,
    FlagImportTooMany,
)
from gapless.features.feature_flags.transfer.schemas import ExportFormat, FlagImportPlan
from gapless.features.feature_flags.transfer.views import import_plan
from gapless.features.feature_flags.transfer.writing import Writer
from gapless.flagengine import read_flag, read_segment
from gapless.flagengine.model import MAX_FLAGS
from gapless.flagimport import (
    About,
    Bundle,
    Format,
    Options,
    Unreadable,
    export_flagd,
    own,
    read_file,
)
from gapless.platform import clock
from gapless.platform.i18n import current_locale
from gapless.platform.problems import StaleWrite
from gapless.platform.unit import Unit


class TransferService:
    """Carries flags into the brand acted in, and out of it."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.flags = FlagRepository(unit.db, unit.tenant_id)

    async def preview(self, asked: Asked) -> FlagImportPlan:
        """What the import would do, of each flag and segment. Changes nothing.

        Raises `FlagFileUnreadable`.
        """
        bundle, plan = await self._planned(asked)
        rules = (await self.flags.environments()).get(asked.environment)
        return import_plan(
            asked, bundle, plan, approvals=bool(rules and rules.approvals_required), ids={}
        )

    async def apply(self, asked: Asked) -> FlagImportPlan:
        """Do it: all of it, or nothing.

        Raises `FlagFileUnreadable`, `StaleWrite` if it is no longer what the preview told,
        `FlagImportEmpty`, `FlagImportTooMany`, `ApprovalRequired`, `SegmentNeedsApproval`.
        """
        writer = Writer(self.unit, self.flags, asked.environment)
        await writer.lock()
        bundle, plan = await self._planned(asked)
        if asked.plan is not None and asked.plan != plan.digest(asked.data, *asked.options()):
            raise StaleWrite
        if not plan.writes:
            raise FlagImportEmpty
        total = await self.flags.total() + sum(one.act != "replace" for one in plan.flags)
        if total > MAX_FLAGS:
            raise FlagImportTooMany(count=total, limit=MAX_FLAGS)
        ids = await writer.write(plan)
        done = import_plan(asked, bundle, plan, approvals=False, ids=ids, applied=True)
        change = self.unit.change
        change.about("flag_import", done.plan)
        change.before = None
        change.after = {
            row.new_key: row.act for row in done.rows if row.act in ("create", "replace", "rename")
        }
        change.details = {
            "name": bundle.format.value,
            "environments": [asked.environment],
            "counts": done.counts.model_dump(),
        }
        return done

    async def export(self, environment: Environment, format: ExportFormat) -> bytes:
        """The environment's flags and segments as a file."""
        loaded = await FlagService(self.unit).all(FlagFilter())
        flags = []
        for one in sorted(loaded, key=lambda one: one.flag.key):
            state = one.state()
            found, _ = read_flag(engine_flag(state, state["environments"][environment]))
            if found is not None:
                flags.append((found, _about(one.flag, one.group)))
        segments = []
        for row in await SegmentRepository(self.unit.db, self.unit.tenant_id).all():
            segment, _ = read_segment({"key": row.key, "when": row.conditions})
            if segment is not None:
                segments.append((segment, About(name=row.name, description=row.description)))
        rules = (await self.flags.environments()).get(environment)
        version = rules.version if rules else 0
        write = own.export if format == "gapless" else export_flagd.export
        file = write(flags, segments, environment=environment, version=version)
        change = self.unit.change
        change.about("flag_import", f"{environment}.{format}")
        change.details = {"name": format, "environments": [environment], "flags": len(flags)}
        return json.dumps(file, ensure_ascii=False, indent=2).encode() + b"\n"

    async def _planned(self, asked: Asked) -> tuple[Bundle, Plan]:
        source = Format(asked.source) if asked.source else None
        options = Options(asked.source_environment, asked.user_attribute)
        try:
            # In a thread: a large file would keep everybody else waiting.
            bundle = await asyncio.to_thread(read_file, asked.data, source, options)
        except Unreadable as wrong:
            what = wrong.what.text(current_locale())
            raise FlagFileUnreadable(
                place=wrong.place, what=what, details={"place": wrong.place, "what": what}
            ) from None
        present = await self._present(asked.environment)
        plan = await asyncio.to_thread(
            make_plan, bundle, present, asked.on_conflict, switched_off=asked.switched_off
        )
        return bundle, plan

    async def _present(self, environment: Environment) -> Present:
        read = (read_flag(row)[0] for row in await self.flags.served(environment))
        return Present(
            {flag.key: flag for flag in read if flag is not None},
            await self.flags.engine_segments(),
            frozenset(await self.flags.archived_keys()),
        )


def _about(flag: Flag, group: str | None) -> About:
    return About(
        name=flag.name,
        description=flag.description,
        tags=tuple(flag.tags),
        owner=flag.owner,
        group=group,
        scope=flag.scope,
        expires_at=clock.iso(flag.expires_at) if flag.expires_at else None,
    )
