"""Looks into an archive before anything is unpacked, and picks the member to read."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.refusals import (
    ArchiveDamaged,
    NotAZip,
    Position,
    UnsupportedFile,
    ZipBomb,
    ZipEncrypted,
    ZipSymlink,
    ZipUnsafePath,
)

_OTHER_SUFFIXES = (".ndjson", ".jsonl", ".csv", ".tsv", ".xlsx")
_RATIO_FROM = 1 << 20
_CHUNK = 1 << 18


def inspect(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """The archive's members, in order, after every check that needs no unpacking.

    Raises `NotAZip`, `ZipEncrypted`, `ZipBomb`, `ZipUnsafePath`, `ZipSymlink`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise NotAZip(reason="not_a_zip") from error
    if len(members) > limits.max_members:
        raise ZipBomb(reason="members", found=len(members), limit=limits.max_members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.max_unpacked_bytes:
        raise ZipBomb(reason="unpacked", found=unpacked, limit=limits.max_unpacked_bytes)
    for member in members:
        _check_member(member, limits)
    return members


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    name = member.filename
    # zipfile replaces the separators of the machine it runs on; a Windows path must be caught, too.
    original = member.orig_filename.replace("\\", "/")
    parts = PurePosixPath(original).parts
    if original.startswith("/") or ".." in parts or original[1:2] == ":" or "\x00" in original:
        raise ZipUnsafePath(position=Position(member=name))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ZipSymlink(position=Position(member=name))
    if member.flag_bits & 0x1:
        raise ZipEncrypted(position=Position(member=name))
    packed = max(1, member.compress_size)
    if member.file_size > _RATIO_FROM and member.file_size / packed > limits.max_ratio:
        raise ZipBomb(
            reason="ratio",
            found=round(member.file_size / packed),
            limit=limits.max_ratio,
            position=Position(member=name),
        )


def is_workbook(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the archive is an XLSX workbook itself."""
    names = {member.filename for member in members}
    return "[Content_Types].xml" in names and "xl/workbook.xml" in names


def choose_member(members: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The member to read: the first named ...games.json, else the first .json, else another format.

    Raises `UnsupportedFile` if there is none.
    """
    files = [m for m in members if not m.is_dir() and not _is_companion(m.filename)]
    for suffixes in (("games.json",), (".json",), _OTHER_SUFFIXES):
        for member in files:
            if member.filename.lower().endswith(suffixes):
                return member
    raise UnsupportedFile(reason="no_member")


def _is_companion(name: str) -> bool:
    """Whether a member is one of the notes macOS adds beside each file."""
    path = PurePosixPath(name)
    return path.name.startswith("._") or "__MACOSX" in path.parts


def unpack(path: Path, member: zipfile.ZipInfo, target: Path, limits: Limits) -> None:
    """Unpack one member into `target`, counting: what an archive says of its size may be a lie.

    Raises `ZipBomb`, `ArchiveDamaged`, `UnsupportedFile`.
    """
    written = 0
    where = Position(member=member.filename)
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(member) as source,
            target.open("wb") as out,
        ):
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > limits.max_unpacked_bytes:
                    raise ZipBomb(
                        reason="unpacked",
                        found=written,
                        limit=limits.max_unpacked_bytes,
                        position=where,
                    )
                out.write(chunk)
    except NotImplementedError as error:
        raise UnsupportedFile(reason="compression", position=where) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ArchiveDamaged(reason="damaged", position=where) from error
