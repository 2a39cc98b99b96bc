"""What is said of an upload, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

NOT_UTF8 = Template("capture.not-utf8", "{file}: not UTF-8 text", "{file}: UTF-8 metni değil")
NUL = Template(
    "capture.nul",
    "{file}: a NUL character: not a text file",
    "{file}: NUL karakteri: metin dosyası değil",
)
NO_OPERATION = Template(
    "capture.no-operation", "{file}: it declares no operation", "{file}: hiçbir işlem bildirmiyor"
)
TOO_MANY = Template(
    "capture.too-many",
    "{file}: more than {limit} findings",
    "{file}: {limit} bulgudan fazla",
)
BROKEN = Template(
    "capture.broken",
    "{file}: not valid JSON after its beginning",
    "{file}: başından sonrası geçerli JSON değil",
)
NO_OBJECT = Template(
    "capture.no-object",
    "{file}: finding {number} is no object",
    "{file}: {number}. bulgu bir nesne değil",
)
FINDING_SAYS = Template(
    "capture.finding-says", "{file}: finding {number}: {why}", "{file}: {number}. bulgu: {why}"
)
NO_METHOD = Template(
    "capture.finding-operation",
    "{file}: finding {number} names no operation",
    "{file}: {number}. bulgu bir işlem belirtmiyor",
)
NO_CALLS = Template(
    "capture.no-calls",
    "the scan result lists no calls; only what it says of handlers was taken",
    "tarama sonucunda çağrı listesi yok; yalnızca işleyiciler için söyledikleri alındı",
)
NOTHING_MEETS = Template(
    "capture.nothing-meets",
    "nothing in the file meets an operation of {server}: is it the right server?",
    "dosyadaki hiçbir şey {server} işlemlerinden biriyle eşleşmiyor: doğru sunucu mu?",
)
