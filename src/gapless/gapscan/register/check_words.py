"""What `check` says of a register, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

# -- reading ----------------------------------------------------------------------------------

ENTRY_WITHOUT_ID = Template(
    "check.entry-without-id",
    "the entry '{title}' has no ID field",
    "'{title}' girdisinin Kimlik alanı yok",
)
BAD_ID = Template(
    "check.bad-id",
    "'{id}' is no gap id: letters, a dash and a number",
    "'{id}' bir boşluk kimliği değil: harfler, tire ve sayı olmalı",
)
NOT_BOLD = Template(
    "check.broken-field",
    "{gap}: '{label}' is a field without **bold**",
    "{gap}: '{label}' alanı **kalın** yazılmamış",
)
DASHES_DIFFER = Template(
    "check.table-dashes",
    "the line under the header has {cells} cells, the header {columns}",
    "başlığın altındaki satırda {cells} hücre var, başlıkta {columns}",
)
NO_DASHES = Template(
    "check.table-no-dashes",
    "the triage table has no line of dashes under its header",
    "triyaj tablosunun başlığının altında tire satırı yok",
)
CELLS_DIFFER = Template(
    "check.table-cells",
    "the row has {cells} cells, the header {columns}",
    "satırda {cells} hücre var, başlıkta {columns}",
)
NO_BAR = Template(
    "check.table-no-bar",
    "this line looks like a row of the triage table but has no | at its start",
    "bu satır triyaj tablosunun bir satırına benziyor ama başında | yok",
)

# -- one entry --------------------------------------------------------------------------------

NO_ENTRIES = Template("check.no-entries", "the file has no entry", "dosyada hiç girdi yok")
DUPLICATE_ID = Template(
    "check.duplicate-id", "{gap} is the id of {count} entries", "{gap}, {count} girdinin kimliği"
)
UNKNOWN_STATUS = Template(
    "check.unknown-status",
    "{gap}: '{text}' is no status; known are {known}",
    "{gap}: '{text}' bir durum değil; bilinenler: {known}",
)
NO_STATUS = Template("check.no-status", "{gap} has no status", "{gap}: durum yazılmamış")
UNKNOWN_PRIORITY = Template(
    "check.unknown-priority",
    "{gap}: '{text}' is no priority; known are P0, P1, P2",
    "{gap}: '{text}' bir öncelik değil; bilinenler: P0, P1, P2",
)
NO_PRIORITY = Template("check.no-priority", "{gap} has no priority", "{gap}: öncelik yazılmamış")
BAD_DATE = Template(
    "check.bad-date",
    "{gap}: '{text}' is no date; write YYYY-MM-DD",
    "{gap}: '{text}' bir tarih değil; YYYY-AA-GG yazın",
)
NO_DATE = Template(
    "check.no-date", "{gap} has no date of first seeing", "{gap}: ilk görülme tarihi yazılmamış"
)
BAD_SLA = Template(
    "check.bad-sla",
    "{gap}: '{text}' is no SLA; write 24h, 7d or 4w",
    "{gap}: '{text}' bir SLA değil; 24h, 7d ya da 4w yazın",
)
NOT_CLOSEABLE = Template(
    "check.not-closeable",
    "{gap} is not closeable: it lacks {lacks}",
    "{gap} kapatılamaz, eksik: {lacks}",
)
SLA_NOT_DEFAULT = Template(
    "check.sla-not-default",
    "{gap}: SLA {sla} is not the default of {priority}, {default}",
    "{gap}: SLA {sla}, {priority} varsayılanı olan {default} değil",
)
OVERDUE = Template(
    "check.overdue",
    "{gap} is overdue by {span}: it was due {due}",
    "{gap}, {span} gecikti: son tarihi {due} idi",
)
TWO_OWNERS = Template(
    "check.two-owner-fields",
    "{gap} names its owner in two fields: '{one}' on line {line} and '{two}' here",
    "{gap} sahibini iki alanda yazıyor: {line}. satırda '{one}', burada '{two}'",
)
UNKNOWN_FIELD = Template(
    "check.unknown-field",
    "{gap}: '{label}' is no field of the layout",
    "{gap}: '{label}' düzenin bir alanı değil",
)
REPEATED_FIELD = Template(
    "check.repeated-field",
    "{gap} has '{label}' already on line {line}",
    "{gap}: '{label}' {line}. satırda zaten var",
)
IMPACT_TWICE = Template(
    "check.impact-two-meanings",
    "{gap}: '{label}' means a rating on one line and a sentence on the other "
    "(lines {one} and {two})",
    "{gap}: '{label}' bir satırda derece, ötekinde cümle ({one}. ve {two}. satır)",
)
OTHER_LANGUAGE = Template(
    "check.language-mixed",
    "{gap}: '{label}' is not the word of this file's language",
    "{gap}: '{label}' bu dosyanın dilindeki sözcük değil",
)
IMPACT_UNEXPLAINED = Template(
    "check.impact-unexplained",
    "{gap} rates its impact and does not say what it is",
    "{gap} etkiyi derecelendiriyor ama ne olduğunu söylemiyor",
)
NO_TARGET = Template(
    "check.no-target-version", "{gap} has no target version", "{gap}: hedef sürüm yazılmamış"
)
NO_ENDPOINTS = Template(
    "check.no-endpoints", "{gap} has no field UI endpoints", "{gap}: UI uç noktaları alanı yok"
)
NO_ENDPOINTS_BUT = Template(
    "check.no-endpoints-but",
    "{gap} has no field UI endpoints; it mentions {elsewhere} elsewhere",
    "{gap}: UI uç noktaları alanı yok; başka yerde şunlar geçiyor: {elsewhere}",
)
EMPTY_ENDPOINTS = Template(
    "check.empty-endpoints",
    "{gap}: '{label}' names no method and path",
    "{gap}: '{label}' bir yöntem ve yol içermiyor",
)
EXAMPLES_ONLY = Template(
    "check.examples-only",
    "{gap}: '{label}' gives examples: which calls there are besides is not said",
    "{gap}: '{label}' örnek veriyor: başka hangi çağrıların olduğu söylenmiyor",
)
VAGUE_ENDPOINT = Template(
    "check.vague-endpoint",
    "{gap}: '{item}' names no method and path",
    "{gap}: '{item}' bir yöntem ve yol içermiyor",
)
PLACEHOLDER = Template(
    "check.placeholder-style",
    "{gap}: <{name}> is written {{{name}}} elsewhere",
    "{gap}: <{name}> başka yerde {{{name}}} diye yazılıyor",
)

# -- table, file, mirror ----------------------------------------------------------------------

NO_TRIAGE = Template(
    "check.no-triage-table", "the register has no triage table", "kayıtta triyaj tablosu yok"
)
DUPLICATE_ROW = Template(
    "check.duplicate-row",
    "{gap} has a row already on line {line}",
    "{gap} için {line}. satırda zaten bir tablo satırı var",
)
ROW_WITHOUT_ENTRY = Template(
    "check.triage-without-entry",
    "the triage table lists {gap}, which has no entry",
    "triyaj tablosunda girdisi olmayan {gap} var",
)
ROW_WITHOUT_ID = Template(
    "check.triage-without-id",
    "the triage table lists a gap without id",
    "triyaj tablosunda kimliği olmayan bir boşluk var",
)
NOT_IN_TRIAGE = Template(
    "check.not-in-triage",
    "{gap} is missing from the triage table on line {line}",
    "{gap}, {line}. satırdaki triyaj tablosunda yok",
)
ROW_UNKNOWN_STATUS = Template(
    "check.row-unknown-status",
    "{gap}: '{text}' in the triage table is no status",
    "{gap}: triyaj tablosundaki '{text}' bir durum değil",
)
STATUS_DIFFERS = Template(
    "check.status-differs",
    "{gap} is {table} in the triage table and {entry} on line {line}",
    "{gap} triyaj tablosunda {table}, {line}. satırda {entry}",
)
ROW_DIFFERS = Template(
    "check.triage-differs",
    "{gap}: {column} is '{cell}' in the triage table, '{text}' on line {line}",
    "{gap}: {column} triyaj tablosunda '{cell}', {line}. satırda '{text}'",
)
WORKAROUND_DIFFERS = Template(
    "check.workaround-differs",
    "{gap}: the triage table says '{cell}', line {line} the opposite: one knows a workaround",
    "{gap}: triyaj tablosu '{cell}' diyor, {line}. satır tersini: biri geçici çözüm biliyor",
)
AREA_DIFFERS = Template(
    "check.area-differs",
    "{gap}: the area is '{area}', the heading on line {line} says '{path}'",
    "{gap}: alan '{area}', {line}. satırdaki başlık ise '{path}' diyor",
)
SECTION_TWICE = Template(
    "check.section-number",
    "{gap} and {other} are both section {number}",
    "{gap} ve {other} aynı bölüm numarasını taşıyor: {number}",
)
LABEL_VARIES = Template(
    "check.label-varies",
    "{gap} writes '{label}', {first} on line {line} '{other}'",
    "{gap} '{label}' yazıyor, {first} ise {line}. satırda '{other}'",
)
BAD_REVIEW = Template(
    "check.bad-review",
    "'{text}' is no date of review; write YYYY-MM-DD",
    "'{text}' bir gözden geçirme tarihi değil; YYYY-AA-GG yazın",
)
REVIEW_STALE = Template(
    "check.review-stale", "last reviewed {days} days ago", "son gözden geçirme {days} gün önce"
)
NO_MIRROR = Template(
    "check.no-mirror",
    "there is no register in {language}: names and owners cannot be held against a mirror",
    "{language} kayıt yok: adlar ve sahipler bir aynayla karşılaştırılamıyor",
)
MIRROR_LACKS = Template(
    "check.mirror-missing-entry",
    "{gap} is in {file} (line {line}) and not here",
    "{gap}, {file} içinde ({line}. satır) var, burada yok",
)
MIRROR_ORDER = Template(
    "check.mirror-order",
    "the entries are in another order than in {file}",
    "girdilerin sırası {file} dosyasındakinden başka",
)
MIRROR_DIFFERS = Template(
    "check.mirror-differs",
    "{gap}: {field} is {here}, {file}:{line} has {there}",
    "{gap}: {field} {here}, {file}:{line} içinde {there}",
)
MIRROR_NO_ENDPOINT = Template(
    "check.mirror-no-endpoint",
    "{gap}: lacks the endpoint {endpoint} of {file}:{line}",
    "{gap}: {file}:{line} içindeki {endpoint} uç noktası yok",
)
MIRROR_OWN_ENDPOINT = Template(
    "check.mirror-own-endpoint",
    "{gap}: {endpoint} is an endpoint that {file} lacks",
    "{gap}: {endpoint} uç noktası {file} içinde yok",
)
UNTRANSLATED = Template(
    "check.untranslated",
    "{gap}: {field} is the same text as in {file}",
    "{gap}: {field}, {file} içindekiyle aynı metin",
)
MIRROR_NO_TABLE = Template(
    "check.mirror-no-table",
    "only the mirror has a triage table",
    "triyaj tablosu yalnızca aynada var",
)
MIRROR_NO_ROW = Template(
    "check.mirror-no-row",
    "the triage table lacks {gap}, which {file}:{line} lists",
    "triyaj tablosunda {file}:{line} içindeki {gap} yok",
)
MIRROR_OWN_ROW = Template(
    "check.mirror-own-row",
    "the triage table lists {gap}, which that of {file} lacks",
    "triyaj tablosunda, {file} tablosunda olmayan {gap} var",
)
NOTHING = Template("nothing", "nothing", "boş")
QUOTED = Template("quoted", "'{text}'", "'{text}'")
IN_LANGUAGE = {
    "en": Template("language.en", "English", "İngilizce"),
    "tr": Template("language.tr", "Turkish", "Türkçe"),
}

# -- log, contracts, evidence -----------------------------------------------------------------

NOT_A_TRANSITION = Template(
    "log.damaged", "not a transition: {why}", "bir durum değişikliği değil: {why}"
)
NOT_AN_OBJECT = Template("log.no-object", "not a JSON object", "JSON nesnesi değil")
LACKS = Template("log.lacks", "lacks {what}", "eksik: {what}")
NO_MOMENT = Template(
    "log.no-moment", "'{text}' is no date and time", "'{text}' bir tarih ve saat değil"
)
NO_EVIDENCE_LIST = Template("log.no-list", "evidence is no list", "evidence bir liste değil")
STATUS_NOT_LOGGED = Template(
    "check.status-not-logged",
    "{gap} is {status} here, its log says {logged}",
    "{gap} burada {status}, günlüğü ise {logged} diyor",
)
NOT_PROVEN = Template(
    "check.verified-without-evidence",
    "{gap} is Verified, but no run of its contract has shown it",
    "{gap} Doğrulandı, ama sözleşmesinin hiçbir çalıştırması bunu göstermedi",
)
NO_CONTRACT = Template(
    "check.contract-missing",
    "{gap} has no contract in {directory}: nothing can verify it",
    "{directory} içinde {gap} için sözleşme yok: onu hiçbir şey doğrulayamaz",
)
EVIDENCE_DAMAGED = Template(
    "check.evidence-damaged", "{gap}: evidence {name} {what}", "{gap}: {name} kanıtı {what}"
)
NO_SHA = Template("evidence.no-name", "is no SHA-256 name", "bir SHA-256 adı taşımıyor")
EVIDENCE_MISSING = Template(
    "evidence.missing", "is missing from {directory}", "{directory} içinde yok"
)
EVIDENCE_EDITED = Template(
    "evidence.edited",
    "does not have the hash of its name: it was edited",
    "adındaki özete sahip değil: değiştirilmiş",
)
HISTORY = Template("check.history-broken", "{gap}: {what}", "{gap}: {what}")
STEP_NOT_FOLLOWING = Template(
    "history.import",
    "the import of {when} does not follow from {status}",
    "{when} tarihli içe aktarma {status} durumunun ardından gelmiyor",
)
STEP_WRONG_START = Template(
    "history.start",
    "the transition of {when} starts from {before}, but the gap was {status}",
    "{when} tarihli değişiklik {before} ile başlıyor, oysa boşluk {status} idi",
)
STEP_ILLEGAL = Template(
    "history.illegal",
    "the transition of {when} goes from {before} to {after}",
    "{when} tarihli değişiklik {before} durumundan {after} durumuna gidiyor",
)
STEP_UNPROVEN = Template(
    "history.unproven",
    "the transition of {when} is Verified without evidence",
    "{when} tarihli değişiklik kanıtsız Doğrulandı",
)
