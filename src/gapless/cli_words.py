"""What `gapless gaps` itself says, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

REFUSED = Template("cli.refused", "refused: {why}", "reddedildi: {why}")
FILE_ERROR = Template("cli.file", "{file}: {why}", "{file}: {why}")
ADDED = Template("cli.added", "added: {gaps}", "eklenen: {gaps}")
JOINED = Template("cli.joined", "joined: {gaps}", "katılan: {gaps}")
REOPENED = Template("cli.reopened", "reopened: {gaps}", "yeniden açılan: {gaps}")
IMPORTED = Template("cli.imported", "imported: {gaps}", "içe aktarılan: {gaps}")
REPLACED = Template("cli.replaced", "replaced: {gaps}", "değiştirilen: {gaps}")
FINDINGS = Template(
    "cli.findings",
    "{count} findings, {known} of them known",
    "{count} bulgu, {known} tanesi biliniyor",
)
MIRRORED = Template(
    "cli.mirrored",
    "made {file}: its labels are translated, its prose is yours to translate",
    "{file} oluşturuldu: etiketleri çevrildi, metinlerini çevirmek size kalıyor",
)
NOTHING_NEW = Template("cli.nothing-new", "nothing new", "yeni bir şey yok")
COUNTS = Template(
    "cli.counts",
    "{errors} error, {warnings} warning, {notes} info",
    "{errors} hata, {warnings} uyarı, {notes} not",
)
MOVED = Template("cli.moved", "{gap}: {before} → {after}", "{gap}: {before} → {after}")
SAVED = Template(
    "cli.saved", "{gap}: saved, version {version}", "{gap}: kaydedildi, sürüm {version}"
)
