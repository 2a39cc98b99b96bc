"""SQL of the catalogue import. Built with the brand: it cannot read another's imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, TextClause, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.games.imports import statements
from gapless.features.games.imports.models import GameImport, ImportRow, SavedMapping
from gapless.platform.database import raw_connection
from gapless.platform.identity import Admin
from gapless.platform.jobs import BackgroundJob
from gapless.platform.search import holds

ROW_COLUMNS = (
    "import_id", "row_number", "status", "external_id", "provider", "name", "category", "type",
    "rtp", "volatility", "image_url", "tags", "extra", "fingerprint", "errors", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What a list of rows is narrowed to; None is no limit."""

    status: str | None = None
    contested: bool | None = None
    search: str | None = None
    changed: str | None = None
    """A field that the row would change."""


class ImportRepository:
    """The imports of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    # -- imports -----------------------------------------------------------------------------

    async def get(self, import_id: UUID, *, lock: bool = False) -> GameImport | None:
        """One import as it is now; `lock` holds it until the transaction ends."""
        statement = (
            select(GameImport)
            .where(GameImport.tenant_id == self.tenant_id, GameImport.id == import_id)
            .execution_options(populate_existing=True)
        )
        found: GameImport | None = await self.db.scalar(
            statement.with_for_update() if lock else statement
        )
        return found

    async def page(
        self, status: str | None, offset: int, limit: int
    ) -> tuple[list[GameImport], int]:
        """A page of imports, newest first, and how many there are."""
        found: list[ColumnElement[bool]] = [GameImport.tenant_id == self.tenant_id]
        if status:
            found.append(GameImport.status == status)
        rows = await self.db.scalars(
            select(GameImport)
            .where(*found)
            .order_by(GameImport.created_at.desc(), GameImport.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(select(func.count()).select_from(GameImport).where(*found))
        return list(rows), total or 0

    async def background_jobs(self, job_ids: Sequence[UUID]) -> dict[UUID, BackgroundJob]:
        """The background jobs that work for imports, with their progress."""
        found = await self.db.scalars(
            select(BackgroundJob)
            .where(BackgroundJob.id.in_(job_ids))
            .execution_options(populate_existing=True)
        )
        return {job.id: job for job in found}

    async def emails(self, admin_ids: Sequence[UUID]) -> dict[UUID, str]:
        """E-mail addresses of admins."""
        rows = await self.db.execute(
            select(Admin.id, Admin.email).where(Admin.id.in_(set(admin_ids)))
        )
        return {row.id: row.email for row in rows}

    async def start_running(self, import_id: UUID, job_id: UUID) -> GameImport | None:
        """Mark an import as being analysed by a background job, if it still waits for that job."""
        found: GameImport | None = await self.db.scalar(
            update(GameImport)
            .where(
                GameImport.tenant_id == self.tenant_id,
                GameImport.id == import_id,
                GameImport.background_job_id == job_id,
                GameImport.status.in_(("queued", "running")),
            )
            .values(status="running")
            .returning(GameImport)
        )
        return found

    # -- rows --------------------------------------------------------------------------------

    async def clear_rows(self, import_id: UUID) -> None:
        """Forget the rows of an earlier analysis."""
        await self.db.execute(delete(ImportRow).where(ImportRow.import_id == import_id))

    async def copy_rows(self, records: Sequence[tuple[Any, ...]]) -> None:
        """Add rows in bulk; each is a tuple in the order of `ROW_COLUMNS`."""
        connection = await raw_connection(self.db)
        await connection.copy_records_to_table(
            ImportRow.__tablename__, records=records, columns=ROW_COLUMNS
        )

    def _conditions(self, import_id: UUID, wanted: RowFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [ImportRow.import_id == import_id]
        if wanted.status:
            found.append(ImportRow.status == wanted.status)
        if wanted.contested is not None:
            found.append(ImportRow.conflict == wanted.contested)
        if wanted.changed:
            found.append(ImportRow.changes.contains([{"field": wanted.changed}]))
        if wanted.search:
            columns = (ImportRow.name, ImportRow.external_id, ImportRow.provider)
            found.append(or_(*(holds(column, wanted.search) for column in columns)))
        return found

    async def rows(
        self, import_id: UUID, wanted: RowFilter, offset: int, limit: int
    ) -> tuple[list[ImportRow], int]:
        """A page of rows, in the file's order (contested ones game by game), and their number."""
        found = self._conditions(import_id, wanted)
        order: list[Any] = [ImportRow.row_number]
        if wanted.contested:
            order = [ImportRow.first_row, ImportRow.row_number]
        rows = await self.db.scalars(
            select(ImportRow).where(*found).order_by(*order).offset(offset).limit(limit)
        )
        total = await self.db.scalar(select(func.count()).select_from(ImportRow).where(*found))
        return list(rows), total or 0

    async def faulty_rows(self, import_id: UUID, after: int, limit: int) -> list[ImportRow]:
        """The next rows with something wrong: invalid ones, and undecided repetitions."""
        rows = await self.db.scalars(
            select(ImportRow)
            .where(
                ImportRow.import_id == import_id,
                ImportRow.row_number > after,
                or_(
                    ImportRow.status == "invalid",
                    ImportRow.conflict & ImportRow.resolution.is_(None),
                ),
            )
            .order_by(ImportRow.row_number)
            .limit(limit)
        )
        return list(rows)

    # -- set-based steps ---------------------------------------------------------------------

    async def run(self, statement: TextClause, import_id: UUID, **params: Any) -> int:
        """Run one of `statements`; the number of rows it touched."""
        wanted = {"import_id": import_id, "tenant_id": self.tenant_id, **params}
        names = statement.compile().params.keys()
        done = await self.db.execute(statement, {k: v for k, v in wanted.items() if k in names})
        count: int = getattr(done, "rowcount", 0)
        return count

    async def query(self, statement: TextClause, import_id: UUID, **params: Any) -> list[Any]:
        """The rows that one of `statements` gives."""
        wanted = {"import_id": import_id, "tenant_id": self.tenant_id, **params}
        names = statement.compile().params.keys()
        found = await self.db.execute(statement, {k: v for k, v in wanted.items() if k in names})
        return list(found)

    async def gather_statistics(self) -> None:
        """Tell the planner about the rows just added, which it cannot know of."""
        await self.db.execute(text(f"ANALYZE {ImportRow.__tablename__}"))

    async def counts(self, import_id: UUID) -> dict[str, int]:
        """Rows by state."""
        [row] = await self.query(statements.COUNTS, import_id)
        return dict(row._mapping)

    # -- saved mappings ----------------------------------------------------------------------

    async def saved_mapping(self, headers: Sequence[str]) -> SavedMapping | None:
        """The newest mapping kept for files with exactly these field names."""
        found: SavedMapping | None = await self.db.scalar(
            select(SavedMapping)
            .where(
                SavedMapping.tenant_id == self.tenant_id,
                SavedMapping.headers == sorted(headers),
            )
            .order_by(SavedMapping.updated_at.desc())
            .limit(1)
        )
        return found

    async def saved_mappings(self) -> list[SavedMapping]:
        """The brand's kept mappings, by name."""
        return list(
            await self.db.scalars(
                select(SavedMapping)
                .where(SavedMapping.tenant_id == self.tenant_id)
                .order_by(SavedMapping.name)
            )
        )

    async def find_saved_mapping(self, name: str) -> SavedMapping | None:
        """The mapping kept under a name."""
        found: SavedMapping | None = await self.db.scalar(
            select(SavedMapping).where(
                SavedMapping.tenant_id == self.tenant_id, SavedMapping.name == name
            )
        )
        return found
