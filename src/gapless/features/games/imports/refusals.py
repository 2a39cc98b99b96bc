"""Why a whole file is refused: one class a reason, with status, position and both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class Phrase(Text):
    """A text that stands inside another one, in the same language."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return self.render()


REASONS: dict[str, Phrase] = {
    "truncated": Phrase("the file ends in the middle", "dosya ortasında bitiyor"),
    "not_a_number": Phrase(
        "NaN and Infinity are no JSON numbers", "NaN ve Infinity JSON sayısı değildir"
    ),
    "number_too_long": Phrase("a number has too many digits", "bir sayının basamağı çok fazla"),
    "syntax": Phrase("this is not JSON", "burası JSON değil"),
    "extra_data": Phrase(
        "something follows the end of the document", "belgenin sonundan sonra başka veri var"
    ),
    "not_an_array_or_object": Phrase(
        "the document is neither an array nor an object", "belge ne dizi ne de nesne"
    ),
    "no_items": Phrase(
        "the object has neither a list `items` nor a list `games`",
        "nesnede ne `items` ne de `games` listesi var",
    ),
    "header_repeated": Phrase("two columns have the same name", "iki sütunun adı aynı"),
    "header_missing": Phrase("the first row names no column", "ilk satırda sütun adı yok"),
    "too_many_columns": Phrase("there are too many columns", "sütun sayısı çok fazla"),
    "not_utf8": Phrase(
        "most of the text is UTF-8, but not this byte", "metnin çoğu UTF-8, ama bu bayt değil"
    ),
    "unknown_bytes": Phrase(
        "this byte is a letter in none of the encodings we read",
        "bu bayt, okuduğumuz kodlamaların hiçbirinde harf değil",
    ),
    "members": Phrase("it has too many members", "çok fazla üyesi var"),
    "unpacked": Phrase("its content is too large when unpacked", "içeriği açılınca çok büyük"),
    "ratio": Phrase("its content is packed suspiciously tight", "içeriği şüpheli derecede sıkı"),
    "binary": Phrase("it is not text", "metin değil"),
    "legacy_office": Phrase(
        "it is an old or password-protected Excel file; save it as .xlsx without a password",
        "eski ya da parola korumalı bir Excel dosyası; parolasız .xlsx olarak kaydedin",
    ),
    "no_member": Phrase(
        "the archive holds no JSON, NDJSON, CSV or XLSX file",
        "arşivde JSON, NDJSON, CSV ya da XLSX dosyası yok",
    ),
    "no_sheet": Phrase("the workbook has no sheet", "çalışma kitabında sayfa yok"),
    "compression": Phrase(
        "the archive is packed by a method we do not read",
        "arşiv bilmediğimiz bir yöntemle sıkışmış",
    ),
    "unknown": Phrase("its kind is not known", "türü bilinmiyor"),
    "damaged": Phrase("its content is damaged", "içeriği bozuk"),
    "not_a_zip": Phrase("it has no archive inside", "içinde arşiv yok"),
}
"""Reasons within a code. Programs read the key in `details.reason`, people the text."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the file: line and column from 1, byte or character offset from 0, row from 1."""

    line: int | None = None
    column: int | None = None
    offset: int | None = None
    row: int | None = None
    member: str | None = None

    def as_details(self) -> dict[str, int | str]:
        """What is known of the position."""
        return {key: value for key, value in asdict(self).items() if value is not None}


class BundleRejected(Problem):
    """A file that cannot be imported at all. Subclasses say why."""

    status = 422
    code = "BUNDLE_REJECTED"
    title = Text("The file cannot be imported", "Dosya içe aktarılamıyor")
    message = Text("The file cannot be imported.", "Dosya içe aktarılamıyor.")

    def __init__(self, *, position: Position | None = None, **params: object) -> None:
        self.position = position or Position()
        details = {**params, **self.position.as_details()}
        shown: dict[str, Any] = {"line": "?", "column": "?", "offset": "?", "row": "?"}
        shown |= details
        if isinstance(reason := params.get("reason"), str):
            shown["reason"] = REASONS[reason]
        super().__init__(details=details, **shown)


def refusal_text(code: str, details: Mapping[str, Any]) -> str | None:
    """The sentence of a refusal kept with a job, in the reader's language; None if unknown."""
    known = Problem.registry.get(code)
    if known is None or not issubclass(known, BundleRejected):
        return None
    rejected = known(**dict(details))
    return rejected.message.render(**rejected.params)


class UnsupportedFile(BundleRejected):
    status = 400
    code = "UNSUPPORTED_FILE"
    title = Text("Kind of file not supported", "Dosya türü desteklenmiyor")
    message = Text(
        "This file cannot be read as a catalogue: {reason}. "
        "Send JSON, NDJSON, CSV, XLSX, or a ZIP holding one of them.",
        "Bu dosya katalog olarak okunamıyor: {reason}. "
        "JSON, NDJSON, CSV, XLSX ya da bunlardan birini içeren bir ZIP gönderin.",
    )


class NotAZip(BundleRejected):
    status = 400
    code = "NOT_A_ZIP"
    title = Text("Not a ZIP archive", "ZIP arşivi değil")
    message = Text(
        "The file is named as an archive, but {reason}. Pack it again and send it once more.",
        "Dosyanın adı arşiv diyor, ama {reason}. Yeniden sıkıştırıp tekrar gönderin.",
    )


class ZipEncrypted(BundleRejected):
    status = 422
    code = "ZIP_ENCRYPTED"
    title = Text("The archive is encrypted", "Arşiv şifreli")
    message = Text(
        "The archive is protected by a password. Send it without one.",
        "Arşiv parola korumalı. Parolasız gönderin.",
    )


class ZipBomb(BundleRejected):
    status = 413
    code = "ZIP_BOMB"
    title = Text("The archive unpacks to too much", "Arşiv açılınca çok büyüyor")
    message = Text(
        "The archive is not unpacked, for safety: {reason} (found {found}, at most {limit}).",
        "Arşiv güvenlik için açılmadı: {reason} (bulunan {found}, en çok {limit}).",
    )


class ZipUnsafePath(BundleRejected):
    status = 422
    code = "ZIP_UNSAFE_PATH"
    title = Text("Unsafe path in the archive", "Arşivde güvensiz yol")
    message = Text(
        "The archive's member {member} points outside the archive. "
        "Pack the files without absolute paths and without '..'.",
        "Arşivin {member} üyesi arşivin dışını gösteriyor. "
        "Dosyaları mutlak yol ve '..' olmadan sıkıştırın.",
    )


class ZipSymlink(BundleRejected):
    status = 422
    code = "ZIP_SYMLINK"
    title = Text("Symbolic link in the archive", "Arşivde sembolik bağ")
    message = Text(
        "The archive's member {member} is a symbolic link. Pack the file itself.",
        "Arşivin {member} üyesi bir sembolik bağ. Dosyanın kendisini sıkıştırın.",
    )


class EmptyFile(BundleRejected):
    status = 422
    code = "EMPTY_FILE"
    title = Text("The file is empty", "Dosya boş")
    message = Text("The file is empty.", "Dosya boş.")


class EncodingUnknown(BundleRejected):
    status = 422
    code = "ENCODING_UNKNOWN"
    title = Text("Encoding not recognised", "Kodlama tanınmadı")
    message = Text(
        "The text's encoding is not clear: {reason} (byte {offset}). Save the file as UTF-8.",
        "Metnin kodlaması anlaşılmıyor: {reason} ({offset}. bayt). Dosyayı UTF-8 olarak kaydedin.",
    )


class JsonParseError(BundleRejected):
    status = 422
    code = "JSON_PARSE_ERROR"
    title = Text("The JSON cannot be read", "JSON okunamıyor")
    message = Text(
        "The JSON cannot be read at line {line}, column {column}: {reason}.",
        "JSON, {line}. satır {column}. sütunda okunamıyor: {reason}.",
    )


class JsonSchemaInvalid(BundleRejected):
    status = 422
    code = "JSON_SCHEMA_INVALID"
    title = Text("Unexpected shape", "Beklenmeyen yapı")
    message = Text(
        "The file has an unexpected shape: {reason}. "
        "Send a list of games, or an object with a list `items` or `games`.",
        "Dosyanın yapısı beklenenden farklı: {reason}. "
        "Oyunların listesini ya da `items` veya `games` listesi olan bir nesne gönderin.",
    )


class TableHeaderInvalid(BundleRejected):
    status = 422
    code = "TABLE_HEADER_INVALID"
    title = Text("The header row is not valid", "Başlık satırı geçerli değil")
    message = Text(
        "The table's header cannot be used: {reason} ({found}). Name each column once.",
        "Tablonun başlığı kullanılamıyor: {reason} ({found}). Her sütuna ayrı bir ad verin.",
    )


class NestingTooDeep(BundleRejected):
    status = 422
    code = "NESTING_TOO_DEEP"
    title = Text("Nested too deep", "Çok derin iç içe")
    message = Text(
        "Lists and objects nest deeper than {limit} levels at line {line}.",
        "{line}. satırda listeler ve nesneler {limit} düzeyden daha derin iç içe.",
    )


class BundleFieldTooLong(BundleRejected):
    status = 422
    code = "FIELD_TOO_LONG"
    title = Text("A value is too long", "Bir değer çok uzun")
    message = Text(
        "A value in row {row} (line {line}) is longer than {limit} characters. "
        "If it should not be, a quotation mark may be missing.",
        "{row}. kayıtta ({line}. satır) bir değer {limit} karakterden uzun. "
        "Öyle olmaması gerekiyorsa bir tırnak işareti eksik olabilir.",
    )


class RowTooLong(BundleRejected):
    status = 422
    code = "ROW_TOO_LONG"
    title = Text("A row is too long", "Bir kayıt çok uzun")
    message = Text(
        "The row at line {line} is longer than {limit} characters.",
        "{line}. satırdaki kayıt {limit} karakterden uzun.",
    )


class TooManyItems(BundleRejected):
    status = 413
    code = "TOO_MANY_ITEMS"
    title = Text("Too many rows", "Çok fazla kayıt")
    message = Text(
        "The file has more than {limit} rows. Split it and send the parts one by one.",
        "Dosyada {limit} kayıttan fazlası var. Bölüp parçaları tek tek gönderin.",
    )


class UploadTooLarge(BundleRejected):
    status = 413
    code = "UPLOAD_TOO_LARGE"
    title = Text("The file is too large", "Dosya çok büyük")
    message = Text(
        "The file is larger than {limit} bytes. Split it, or send it packed as a ZIP.",
        "Dosya {limit} bayttan büyük. Bölün ya da ZIP olarak sıkıştırıp gönderin.",
    )


class ArchiveDamaged(BundleRejected):
    status = 422
    code = "ARCHIVE_DAMAGED"
    title = Text("The archive is damaged", "Arşiv bozuk")
    message = Text(
        "The content of {member} is damaged and cannot be unpacked. Pack and send it again.",
        "{member} içeriği bozuk, açılamıyor. Yeniden sıkıştırıp gönderin.",
    )


class NoRows(BundleRejected):
    status = 422
    code = "NO_ROWS"
    title = Text("The file lists no game", "Dosyada oyun yok")
    message = Text(
        "The file is readable, but lists no game.", "Dosya okunuyor, ama oyun içermiyor."
    )


class NoValidRows(BundleRejected):
    status = 422
    code = "NO_VALID_ROWS"
    title = Text("No row can be imported", "İçe aktarılabilecek satır yok")
    message = Text(
        "None of the {found} rows can be imported. Look at their errors, or correct the mapping.",
        "{found} satırın hiçbiri içe aktarılamıyor. Hatalarına bakın ya da eşlemeyi düzeltin.",
    )
