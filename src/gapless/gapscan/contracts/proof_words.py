"""What is said of evidence, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

NO_RECORD = Template(
    "proof.no-record",
    "{file}: no record of a run",
    "{file}: bir çalıştırmanın kaydı değil",
)
UNREADABLE = Template("proof.unreadable", "{file}: {why}", "{file}: {why}")
UNKNOWN = Template(
    "proof.unknown",
    "'{target}' is no gap of the register, no evidence and no file",
    "'{target}' ne kayıttaki bir boşluk, ne bir kanıt, ne de bir dosya",
)
NO_RUN = Template(
    "proof.no-run",
    "no run of {gap} has left evidence",
    "{gap} için hiçbir çalıştırma kanıt bırakmadı",
)
RUN = Template(
    "proof.run",
    "{outcome} at {at} against {server}, seen by {tool}",
    "{outcome}: {at}, sunucu {server}, gören {tool}",
)
FILES = Template("proof.files", "Files:", "Dosyalar:")
SOUND = Template("proof.sound", "has the hash of its name", "adındaki özete sahip")
EXPECTED = Template(
    "proof.expected", "expected {expected}, got {actual}", "beklenen {expected}, gelen {actual}"
)
KINDS = {
    "record": Template("proof.kind-record", "record", "kayıt"),
    "contract": Template("proof.kind-contract", "contract", "sözleşme"),
    "picture": Template("proof.kind-picture", "picture", "resim"),
}
ALL_SOUND = Template(
    "proof.all-sound",
    "{count} files of evidence, each with the hash of its name",
    "{count} kanıt dosyası, her biri adındaki özete sahip",
)
DAMAGED = Template("proof.damaged", "{gap}: {name} {what}", "{gap}: {name} {what}")
