"""Receives an upload: a multipart form with one file, streamed to a file of this machine."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import anyio
from pydantic import BaseModel, Field, StringConstraints, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from gapless.features.games.imports.problems import MissingFile
from gapless.features.games.imports.refusals import UploadTooLarge
from gapless.platform.errors import from_validation
from gapless.platform.problems import BadRequest

FILE_PARTS = ("file", "bundle", "upload")
_FORM_OVERHEAD = 256 * 1024
_DRAINED = 4
"""How many times the limit is read and thrown away, so that the sender hears why it is refused."""
_CHUNK = 1 << 20

# Visible text, on one line or on several.
Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")]
Lines = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]


class ImportForm(BaseModel):
    """What may be sent with a file, as text parts of the form."""

    client_type: Annotated[Line, Field(max_length=40)] | None = None
    launch_url: Annotated[Line, Field(max_length=2_000, pattern=r"^(https?://\S+)?$")] | None = None
    min_version: Annotated[Line, Field(max_length=40)] | None = None
    source_label: Annotated[Line, Field(max_length=120)] | None = None
    notes: Annotated[Lines, Field(max_length=2_000)] | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """An upload, whole, on this machine."""

    path: Path
    filename: str
    content_type: str | None
    size: int
    form: ImportForm


@asynccontextmanager
async def receive(request: Request, max_bytes: int) -> AsyncIterator[Received]:
    """Receive the form; the file is deleted when the context ends.

    Raises `MissingFile`, `UploadTooLarge`, `ValidationFailed` for the other parts, `BadRequest`
    for a malformed form.
    """
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise MissingFile
    limited = _limited(request, max_bytes + _FORM_OVERHEAD, max_bytes)
    parser = MultiPartParser(
        request.headers, limited, max_files=len(FILE_PARTS), max_fields=20, max_part_size=64 * 1024
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise BadRequest(what=error.message) from error
    try:
        with TemporaryDirectory(prefix="gapless-upload-") as directory:
            file = _file_part(form)
            path = Path(directory, "upload")
            size = await anyio.to_thread.run_sync(_copy, file, path)
            if size > max_bytes:
                raise UploadTooLarge(limit=max_bytes, found=size)
            yield Received(
                path=path,
                filename=_basename(file.filename or "upload"),
                content_type=file.content_type,
                size=size,
                form=_fields(form),
            )
    finally:
        await form.close()


async def pieces(path: Path) -> AsyncIterator[bytes]:
    """A file's bytes, a piece at a time."""
    async with await anyio.open_file(path, "rb") as file:
        while piece := await file.read(_CHUNK):
            yield piece


async def _limited(request: Request, most: int, limit: int) -> AsyncGenerator[bytes, None]:
    """The body; past `most` bytes it is read to its end (within reason) and refused."""
    seen = 0
    async for piece in request.stream():
        seen += len(piece)
        if seen <= most:
            yield piece
        elif seen > limit * _DRAINED + most:
            break
    if seen > most:
        raise UploadTooLarge(limit=limit, found=seen)


def _file_part(form: FormData) -> UploadFile:
    for name in FILE_PARTS:
        part = form.get(name)
        if isinstance(part, UploadFile) and (part.filename or part.size):
            return part
    raise MissingFile


def _fields(form: FormData) -> ImportForm:
    given = {
        name: value
        for name in ImportForm.model_fields
        if isinstance(value := form.get(name), str) and value.strip()
    }
    try:
        return ImportForm.model_validate(given)
    except ValidationError as error:
        raise from_validation(
            [{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False)]
        ) from error


def _copy(file: UploadFile, path: Path) -> int:
    with path.open("wb") as out:
        file.file.seek(0)
        shutil.copyfileobj(file.file, out, _CHUNK)
        return out.tell()


def _basename(name: str) -> str:
    """A file's own name: no path (of any system), no control characters, of readable length."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in plain if c.isprintable())[-200:]
    return shown or "upload"
