"""What is said when a register is read, kept and changed, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

# -- reading ----------------------------------------------------------------------------------

TOO_LARGE = Template(
    "file.too-large",
    "{file}: larger than {limit} MiB: no register",
    "{file}: {limit} MiB'tan büyük: kayıt değil",
)
FILE_SAYS = Template("file.says", "{file}: {what}", "{file}: {what}")
NOT_UTF8 = Template(
    "file.not-utf8",
    "{file}:{line}: not UTF-8 text ({why})",
    "{file}:{line}: UTF-8 metni değil ({why})",
)
NUL = Template(
    "file.nul",
    "{file}:{line}: a NUL character: not a text file",
    "{file}:{line}: NUL karakteri: metin dosyası değil",
)
NOT_JSON = Template(
    "scan.not-json", "{file}:{line}: not JSON: {why}", "{file}:{line}: JSON değil: {why}"
)
TOO_DEEP = Template("scan.too-deep", "{file}: nested too deeply", "{file}: çok derin iç içe")
NO_SCAN = Template(
    "scan.none",
    "{file}: no scan result: it has no list of findings",
    "{file}: tarama sonucu değil: bulgu listesi yok",
)
FINDING_LACKS = Template(
    "scan.finding-lacks",
    "{file}: finding {number} lacks {what}",
    "{file}: {number}. bulguda eksik: {what}",
)
# -- moving -----------------------------------------------------------------------------------

STATUS_NONE = Template(
    "move.unknown-status",
    "its status is none of Open, In Progress, Fixed, Verified",
    "durumu Açık, Devam Ediyor, Düzeltildi, Doğrulandı değerlerinden biri değil",
)
ALREADY = Template("move.already", "it is already {status}", "zaten {status}")
NEEDS_REASON = Template(
    "move.needs-reason",
    "going back from {status} to Open needs a reason",
    "{status} durumundan Açık durumuna dönmek için gerekçe gerekir",
)
ONLY_BACK = Template(
    "move.only-back",
    "from {status} a gap goes only back to Open, when it regresses",
    "{status} bir boşluk, bozulduğunda yalnızca Açık durumuna döner",
)
SKIPS = Template(
    "move.skips",
    "{before} cannot become {after}: the next step is {expected}, nothing is skipped",
    "{before}, {after} olamaz: sıradaki adım {expected}, hiçbir adım atlanmaz",
)
NOT_YET_CLOSEABLE = Template(
    "move.not-closeable",
    "it is not closeable: it lacks {lacks}",
    "kapatılamaz, eksik: {lacks}",
)
MACHINE_ONLY = Template(
    "move.machine-only",
    "only a passing run of its verification contract makes a gap Verified: "
    "use `gapless gaps verify`",
    "bir boşluğu yalnızca doğrulama sözleşmesinin geçen bir çalıştırması doğrular: "
    "`gapless gaps verify` kullanın",
)
NEEDS_NAME = Template(
    "move.needs-name",
    "a move needs the name of who makes it",
    "durumu değiştirenin adı gerekir",
)
NEEDS_EVIDENCE = Template(
    "move.needs-evidence",
    "a run without evidence proves nothing",
    "kanıtsız bir çalıştırma hiçbir şey kanıtlamaz",
)
LACKS_OWNER = Template("lacks.owner", "an owner", "sahip")
LACKS_SLA = Template("lacks.sla", "a readable SLA", "okunabilir bir SLA")
LACKS_VERIFICATION = Template("lacks.verification", "a verification", "doğrulama")
SEEN_AGAIN = Template(
    "reopen.seen-again", "seen again in {file}: {title}", "{file} içinde yeniden görüldü: {title}"
)
SCAN_FINDS_AGAIN = Template("reopen.scan", "the scan finds it again", "tarama onu yeniden buluyor")
ADDED = Template("log.added", "added", "eklendi")

# -- keeping ----------------------------------------------------------------------------------

NO_REGISTER = Template(
    "store.no-register",
    "{directory}: no REGISTER.en.md or REGISTER.tr.md; begin with `gapless gaps import FILE`",
    "{directory}: REGISTER.en.md ya da REGISTER.tr.md yok; "
    "`gapless gaps import DOSYA` ile başlayın",
)
NO_GAP = Template(
    "store.no-gap",
    "no gap {gap}; the register has {known}",
    "{gap} adında bir boşluk yok; kayıttakiler: {known}",
)
NONE = Template("none", "none", "yok")
BUSY = Template(
    "store.busy",
    "{file}: another process is writing; try again",
    "{file}: başka bir süreç yazıyor; yeniden deneyin",
)
HAS_REGISTER = Template(
    "store.has-register",
    "{directory} has a register already",
    "{directory} içinde zaten bir kayıt var",
)
LOG_LINE = Template("store.log-line", "{file}:{line}: {what}", "{file}:{line}: {what}")
LOG_CONTRADICTS = Template(
    "store.log-contradicts",
    "{file}: {gap} is {status}, its log says {logged}: undo the edit, then use `gapless gaps move`",
    "{file}: {gap} {status}, günlüğü ise {logged} diyor: düzenlemeyi geri alın, sonra "
    "`gapless gaps move` kullanın",
)
UNKNOWN = Template("store.unknown-status", "of unknown status", "bilinmeyen bir durumda")
LANGUAGES_DIFFER = Template(
    "store.languages-differ",
    "{gap} has another status in English than in Turkish",
    "{gap} İngilizcede Türkçedekinden başka bir durumda",
)
CHANGED = Template(
    "store.changed",
    "{gap} has changed since it was read: read it again",
    "{gap} okunduğundan beri değişti: yeniden okuyun",
)
SAME_LANGUAGE = Template(
    "import.same-language",
    "{one} and {two} are both in {language}",
    "{one} ve {two} aynı dilde: {language}",
)
NO_ENTRY_FOUND = Template(
    "import.no-entry",
    "{file}: no entry found: no gap register",
    "{file}: girdi bulunamadı: boşluk kaydı değil",
)
DIFFERS = Template(
    "import.differs",
    "{file} exists and differs: use --replace",
    "{file} var ve başka: --replace kullanın",
)
LACKS_LOGGED = Template(
    "import.lacks-logged",
    "{file} lacks {gap}, which the log knows",
    "{file} içinde, günlüğün bildiği {gap} yok",
)
STATUS_BY_HAND = Template(
    "import.status",
    "{file}:{line}: {gap} is {status}, the log says {logged}",
    "{file}:{line}: {gap} {status}, günlük ise {logged} diyor",
)

# -- changing ---------------------------------------------------------------------------------

NO_ENTRY = Template("edit.no-entry", "{file} has no entry {gap}", "{file} içinde {gap} girdisi yok")
THE_REGISTER = Template("edit.the-register", "the register", "kayıt")
NO_ENTRY_IN = Template(
    "edit.no-entry-in", "there is no {gap} in '{language}'", "'{language}' dilinde {gap} yok"
)
FIXED_FIELDS = Template(
    "edit.fixed-fields",
    "{fields} cannot be edited: a status changes by a move",
    "{fields} düzenlenemez: durum, durum değişikliğiyle değişir",
)
OTHER_ENTRY = Template(
    "edit.other-entry",
    "{gap}: a value would read as another entry, or change a status",
    "{gap}: bir değer başka bir girdi gibi okunur ya da durumu değiştirirdi",
)
ONE_LINE = Template(
    "edit.one-line",
    "a value must be one line; use items for more",
    "bir değer tek satır olmalı; daha fazlası için madde kullanın",
)
NO_FIELD = Template(
    "edit.no-field",
    "{gap} has no field '{label}' beside those of the layout",
    "{gap} içinde düzendekilerden başka '{label}' alanı yok",
)
BAD_HEADING = Template(
    "edit.heading",
    "'{text}' would not read as this menu path and title",
    "'{text}' bu menü yolu ve başlık olarak okunmazdı",
)
IMPACT_IS_PROSE = Template(
    "edit.impact",
    "the impact is a sentence; its grade is a field of its own",
    "etki bir cümledir; derecesi ayrı bir alandır",
)
ID_TAKEN = Template(
    "edit.id-taken", "{file} already has an entry {gap}", "{file} içinde {gap} girdisi zaten var"
)
VALUE_NO_PRIORITY = Template(
    "edit.priority",
    "'{text}' is no priority; known are P0, P1, P2",
    "'{text}' bir öncelik değil; bilinenler: P0, P1, P2",
)
VALUE_NO_SLA = Template(
    "edit.sla",
    "'{text}' is no SLA; write 24h, 7d or 4w",
    "'{text}' bir SLA değil; 24h, 7d ya da 4w yazın",
)
VALUE_NO_DATE = Template(
    "edit.date",
    "'{text}' is no date; write YYYY-MM-DD",
    "'{text}' bir tarih değil; YYYY-AA-GG yazın",
)
