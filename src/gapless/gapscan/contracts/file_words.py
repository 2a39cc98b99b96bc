"""What is said of a mistake in a contract or an actors file, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

# -- any YAML file ---------------------------------------------------------------------------

TOO_LARGE = Template("yaml.too-large", "larger than {limit} MiB", "{limit} MiB'tan büyük")
NOT_UTF8 = Template("yaml.not-utf8", "not UTF-8 text", "UTF-8 metni değil")
NO_YAML = Template("yaml.none", "no YAML: {why}", "YAML değil: {why}")
EMPTY = Template("yaml.empty", "the file is empty", "dosya boş")
NO_PAIRS = Template(
    "yaml.no-pairs", "expected `key: value` pairs", "`anahtar: değer` çiftleri bekleniyordu"
)
TOO_DEEP = Template(
    "yaml.too-deep", "nested more than {limit} levels deep", "{limit} düzeyden derin iç içe"
)
KEY_NOT_TEXT = Template("yaml.key", "a key must be plain text", "anahtar düz metin olmalı")
KEY_TWICE = Template("yaml.key-twice", "'{key}' is given twice", "'{key}' iki kez verilmiş")
UNKNOWN_KEY = Template(
    "yaml.unknown-key",
    "unknown key '{key}'; known: {known}",
    "bilinmeyen anahtar '{key}'; bilinenler: {known}",
)
UNKNOWN_KEY_NEAR = Template(
    "yaml.unknown-key-near",
    "unknown key '{key}'; did you mean '{near}'?",
    "bilinmeyen anahtar '{key}'; '{near}' mi demek istediniz?",
)
MISSING = Template("yaml.missing", "'{key}' is missing", "'{key}' eksik")
NO_LIST = Template("yaml.no-list", "expected a list", "bir liste bekleniyordu")
TOO_MANY = Template(
    "yaml.too-many",
    "more than {limit} values, aliases counted",
    "takma adlarla birlikte {limit} değerden fazla",
)
BAD_TYPE = Template(
    "yaml.bad-type",
    "'{text}' cannot be read as its type {type}",
    "'{text}', {type} türünde okunamıyor",
)
NO_TEXT = Template("yaml.no-text", "expected text", "metin bekleniyordu")
NO_BOOLEAN = Template("yaml.no-boolean", "expected true or false", "true ya da false bekleniyordu")
NO_INTEGER = Template("yaml.no-integer", "expected a whole number", "tam sayı bekleniyordu")
NO_DURATION = Template(
    "yaml.no-duration",
    "expected a time such as 500ms, 10s or 2m",
    "500ms, 10s ya da 2m gibi bir süre bekleniyordu",
)

# -- contracts -------------------------------------------------------------------------------

VERSION = Template(
    "contract.version",
    "this program reads version {version} of the format",
    "bu program biçimin {version}. sürümünü okur",
)
NO_STEPS = Template(
    "contract.no-steps",
    "a contract without steps proves nothing",
    "adımsız bir sözleşme hiçbir şey kanıtlamaz",
)
NOT_SET = Template(
    "contract.not-set",
    "${{{name}}} is not set before this place",
    "${{{name}}} bu yerden önce verilmemiş",
)
ONE_KIND = Template(
    "contract.one-kind",
    "a step is exactly one of {kinds}; this has {said}",
    "bir adım şunlardan tam olarak biridir: {kinds}; bunda: {said}",
)
NONE_OF_THEM = Template("contract.none-of-them", "none of them", "hiçbiri yok")
NOBODY = Template(
    "contract.nobody",
    "nobody acts: give 'as' here or at the top",
    "kimin davrandığı belli değil: burada ya da en üstte 'as' verin",
)
NEEDS_REQUEST = Template(
    "contract.needs-request",
    "'{key}' needs a 'request' in the same step",
    "'{key}' aynı adımda bir 'request' gerektirir",
)
EACH_SAVES = Template(
    "contract.each-saves",
    "a step with 'each' cannot save: each value would overwrite the last",
    "'each' olan bir adım saklayamaz: her değer öncekinin üzerine yazılırdı",
)
EACH_ONE = Template(
    "contract.each-one",
    "'each' takes one variable and its list of values",
    "'each' bir değişken ve onun değer listesini alır",
)
EACH_EMPTY = Template(
    "contract.each-empty",
    "expected a list of at least one value",
    "en az bir değerli bir liste bekleniyordu",
)
TOO_SHORT = Template("contract.too-short", "shorter than 10ms", "10 ms'den kısa")
PERSISTS_WRITE = Template(
    "contract.persists",
    "'persists: true' repeats the step in a new session, which a {method} must not be; "
    "give the request that reads it back: persists: {{request: ..., expect: ...}}",
    "'persists: true' adımı yeni bir oturumda yineler, {method} yinelenmemelidir; "
    "geri okuyan isteği verin: persists: {{request: ..., expect: ...}}",
)
NO_EVENT = Template(
    "contract.no-event", "no step makes the event happen", "olayı hiçbir adım oluşturmuyor"
)
ANOTHER_GAP = Template(
    "contract.another-gap",
    "the file of {gap} is a contract of '{other}'",
    "{gap} dosyası '{other}' için bir sözleşme",
)
BODIES = Template(
    "contract.bodies",
    "a request has one body; this has {given}",
    "bir isteğin tek gövdesi olur; bunda: {given}",
)
NO_METHOD = Template(
    "contract.method",
    "'{method}' is no method; known: {known}",
    "'{method}' bir yöntem değil; bilinenler: {known}",
)
BAD_PATH = Template(
    "contract.path",
    "the path '{path}' must begin with one /: the server is given when it is run",
    "'{path}' yolu tek bir / ile başlamalı: sunucu çalıştırılırken verilir",
)
TEXT_OR_JSON = Template(
    "contract.file",
    "a file has either 'text' or 'json'",
    "bir dosyada ya 'text' ya 'json' olur",
)
NO_STATUS = Template(
    "contract.status",
    "'{text}' is no status; write 200 or 2xx",
    "'{text}' bir durum kodu değil; 200 ya da 2xx yazın",
)
NO_OPERATOR = Template(
    "contract.operator",
    "'{name}' is no operator; known: {known}",
    "'{name}' bir işleç değil; bilinenler: {known}",
)
OPERATOR_MISSING = Template(
    "contract.no-operator", "no operator; known: {known}", "işleç yok; bilinenler: {known}"
)
PATH_MISSING = Template(
    "contract.path-missing",
    "'path' is missing: the JSONPath that the condition is about",
    "'path' eksik: koşulun ilgili olduğu JSONPath",
)
BAD_NAME = Template(
    "contract.name",
    "'{name}' is no name for a variable: letters, digits and _",
    "'{name}' bir değişken adı değil: harf, rakam ve _",
)
NEEDS_ARGUMENTS = Template(
    "contract.act-arguments", "'{act}' needs arguments", "'{act}' değer gerektirir"
)
ONE_ACT = Template(
    "contract.one-act",
    'one act an item, such as `- click: "#save"`',
    'her maddede bir hareket, örneğin `- click: "#save"`',
)
UNKNOWN_ACT = Template(
    "contract.unknown-act",
    "'{act}' is no act; known: {known}",
    "'{act}' bir hareket değil; bilinenler: {known}",
)
NO_ACT = Template("contract.no-act", "no act in the browser", "tarayıcıda hiçbir hareket yok")
ACT_VALUE = Template("contract.act-value", "'{act}' lacks a value", "'{act}' için değer eksik")
ACT_LACKS = Template(
    "contract.act-lacks", "'{act}' lacks its arguments: {known}", "'{act}' için eksik: {known}"
)

# -- operators -------------------------------------------------------------------------------

TAKES_BOOLEAN = Template(
    "operator.boolean", "'{name}' takes true or false", "'{name}' true ya da false alır"
)
TAKES_LIST = Template("operator.list", "'{name}' takes a list", "'{name}' bir liste alır")
NO_TYPE = Template(
    "operator.type",
    "'{text}' is no type; known: {known}",
    "'{text}' bir tür değil; bilinenler: {known}",
)
TAKES_NUMBER = Template("operator.number", "'{name}' takes a number", "'{name}' bir sayı alır")
TAKES_INTEGER = Template(
    "operator.integer", "'{name}' takes a whole number", "'{name}' bir tam sayı alır"
)
NO_PATTERN = Template(
    "operator.pattern",
    "'{text}' is no regular expression: {why}",
    "'{text}' bir düzenli ifade değil: {why}",
)
NO_JSONPATH = Template(
    "operator.jsonpath",
    "'{path}' is no JSONPath (RFC 9535): {why}",
    "'{path}' bir JSONPath (RFC 9535) değil: {why}",
)

# -- actors ----------------------------------------------------------------------------------

ONE_WAY = Template(
    "actors.one-way",
    "'{name}' has one of 'email' with 'password', 'bearer', 'anonymous: true'",
    "'{name}' için şunlardan biri olur: 'password' ile 'email', 'bearer', 'anonymous: true'",
)
TOGETHER = Template(
    "actors.together",
    "'{name}': 'email' and 'password' go together",
    "'{name}': 'email' ve 'password' birlikte verilir",
)
NO_SIGN_IN = Template(
    "actors.no-sign-in",
    "no 'sign_in' says how an e-mail address and a password sign in",
    "e-posta adresi ve parolayla nasıl oturum açılacağını söyleyen bir 'sign_in' yok",
)
ANONYMOUS = Template(
    "actors.anonymous",
    "only 'anonymous: true' says something",
    "yalnızca 'anonymous: true' bir şey söyler",
)
SECRET_IN_FILE = Template(
    "actors.secret",
    "a secret does not belong in a file: write {{env: NAME_OF_A_VARIABLE}}",
    "sır dosyaya yazılmaz: {{env: DEĞİŞKEN_ADI}} yazın",
)
