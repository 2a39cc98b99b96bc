"""What is said of a run of a contract, in English and Turkish."""

from __future__ import annotations

from gapless.gapscan.message import Template

# -- conditions ------------------------------------------------------------------------------

STATUS = Template("is.status", "status {status}", "durum {status}")
STATUS_OR = Template("is.status-or", "{one} or {other}", "{one} ya da {other}")
HEADER = Template("is.header", "header {name}", "{name} başlığı")
CONDITION = Template("is.condition", "{where} {operator} {wanted}", "{where} {operator} {wanted}")
SOME = Template("is.some", "some {where} {operator} {wanted}", "bazı {where} {operator} {wanted}")
VALUE = Template("is.value", "{value}", "{value}")
ABSENT = Template("is.absent", "absent", "yok")
BODY_IS_JSON = Template("is.json", "the body is JSON", "gövde JSON")
BYTES_OF = Template("is.bytes", "{count} bytes of {type}", "{type} türünde {count} bayt")
NO_CONTENT_TYPE = Template("is.no-type", "no content type", "türü belirtilmemiş")
KEPT = Template("is.kept", "{source} to keep as {name}", "{name} olarak saklanacak {source}")
IN_NEW_SESSION = Template(
    "is.in-new-session", "in a new session {what}", "yeni bir oturumda {what}"
)
NEW_ROW = Template(
    "is.new-row",
    "{request} shows a new row within {seconds} s of the event",
    "{request}, olaydan sonra {seconds} sn içinde yeni bir satır gösterir",
)
ROW = Template(
    "is.row",
    "{request} shows a row within {seconds} s of the event",
    "{request}, olaydan sonra {seconds} sn içinde bir satır gösterir",
)
ROWS = Template("is.rows", "{rows} rows, {fresh} of them new", "{rows} satır, {fresh} tanesi yeni")
OPENS = Template(
    "is.opens", "opening {path} answers below 400", "{path} açılınca 400'den küçük bir yanıt gelir"
)
SHOWS = Template("is.shows", "the page shows '{what}'", "sayfada '{what}' görünür")
NOT_SHOWS = Template("is.not-shows", "the page does not show '{what}'", "sayfada '{what}' görünmez")
SEEN = Template("is.seen", "seen", "görüldü")
NOT_SEEN = Template("is.not-seen", "not seen", "görülmedi")
AN_ANSWER = Template("is.answer", "an answer", "bir yanıt")

OPERATORS = {
    name: Template(f"op.{name}", name.replace("_", " "), turkish)
    for name, turkish in {
        "equals": "şuna eşit:",
        "not_equals": "şundan farklı:",
        "one_of": "şunlardan biri:",
        "contains": "şunu içerir:",
        "not_contains": "şunu içermez:",
        "matches": "şu kalıba uyar:",
        "type": "türü:",
        "min": "en az",
        "max": "en çok",
        "length": "uzunluğu",
        "min_length": "uzunluğu en az",
        "max_length": "uzunluğu en çok",
        "non_empty": "dolu:",
        "exists": "var:",
    }.items()
}

# -- what became of a step -------------------------------------------------------------------

EXPECTED = Template(
    "run.expected", "expected {expected}, got {actual}", "beklenen {expected}, gelen {actual}"
)
BOTH = Template("run.both", "{one}; {two}", "{one}; {two}")
PASSED = Template("run.passed", "contract passed: {steps} steps", "sözleşme geçti: {steps} adım")
FAILED = Template(
    "run.failed", "contract failed at '{step}': {why}", "sözleşme '{step}' adımında kaldı: {why}"
)
NOT_CARRIED_OUT = Template(
    "run.error",
    "contract could not be carried out at '{step}': {why}",
    "sözleşme '{step}' adımında yürütülemedi: {why}",
)
CONTRACT_WRONG = Template(
    "run.contract-wrong", "the contract is wrong: {faults}", "sözleşme hatalı: {faults}"
)
FAULT = Template("run.fault", "line {line}: {what}", "{line}. satır: {what}")
LINE = Template("run.line", "line {line}", "{line}. satır")
CLEANUP = Template("run.cleanup", "cleanup: {name}", "temizlik: {name}")
NEVER_SAVED = Template(
    "step.never-saved", "${{{name}}} was never saved", "${{{name}}} hiç saklanmadı"
)
TIME_UP = Template(
    "step.time-up",
    "the contract's time of {seconds} s was over",
    "sözleşmenin {seconds} saniyelik süresi doldu",
)
GAVE_UP = Template(
    "step.gave-up", "gave up: {expected} (it is {actual})", "vazgeçildi: {expected} (şu: {actual})"
)
NOT_WITHIN = Template(
    "step.not-within",
    "not within {seconds} s, {tries} tries",
    "{seconds} sn ve {tries} deneme içinde olmadı",
)
NO_EVENT = Template(
    "step.no-event", "the event '{name}' did not happen", "'{name}' olayı gerçekleşmedi"
)
NO_EVENT_WHY = Template(
    "step.no-event-why",
    "the event '{name}' did not happen: {why}",
    "'{name}' olayı gerçekleşmedi: {why}",
)
BAD_OPERAND = Template("step.bad-operand", "{path}: {why}", "{path}: {why}")

# -- the server ------------------------------------------------------------------------------

NO_ADDRESS = Template(
    "server.no-address",
    "'{url}' is no address such as http://localhost:8000",
    "'{url}', http://localhost:8000 gibi bir adres değil",
)
BAD_ADDRESS = Template("server.bad-address", "'{url}': {why}", "'{url}': {why}")
ADDRESS_PARTS = Template(
    "server.address-parts",
    "'{url}': no query, fragment or credentials in the base URL",
    "'{url}': temel adreste sorgu, parça ya da kimlik bilgisi olmaz",
)
UNREACHABLE = Template(
    "server.unreachable", "no connection to {url}: {why}", "{url} ile bağlantı yok: {why}"
)
BAD_REQUEST = Template(
    "server.bad-request",
    "{method} {path} cannot be sent: {why}",
    "{method} {path} gönderilemez: {why}",
)
NO_ANSWER = Template(
    "server.no-answer", "no answer within {seconds} s", "{seconds} sn içinde yanıt gelmedi"
)
BROKE_OFF = Template(
    "server.broke-off", "the answer broke off: {why}", "yanıt yarıda kesildi: {why}"
)

# -- who acts --------------------------------------------------------------------------------

NOT_SET = Template(
    "actor.not-set",
    "the environment variable {name} is not set",
    "{name} ortam değişkeni verilmemiş",
)
NO_ACTOR = Template(
    "actor.unknown",
    "no actor '{name}'; the actors file has {known}",
    "'{name}' adında bir aktör yok; aktör dosyasındakiler: {known}",
)
NO_PASSWORD = Template(
    "actor.no-password",
    "the actor '{name}' has no e-mail address and password",
    "'{name}' aktörünün e-posta adresi ve parolası yok",
)
NO_TOKEN = Template(
    "actor.no-token",
    "the answer to the sign-in has no token at {path}",
    "oturum açma yanıtında {path} yerinde belirteç yok",
)
CANNOT_SIGN_IN = Template(
    "actor.cannot-sign-in", "'{name}' cannot sign in: {why}", "'{name}' oturum açamıyor: {why}"
)
SIGN_IN_VARIABLE = Template(
    "actor.sign-in-variable",
    "the sign_in of the actors file uses ${{{name}}}; it has email and password",
    "aktör dosyasındaki sign_in, ${{{name}}} kullanıyor; email ve password var",
)
ANSWER_NO_JSON = Template("actor.no-json", "the answer is no JSON", "yanıt JSON değil")

# -- the browser -----------------------------------------------------------------------------

NO_PLAYWRIGHT = Template(
    "browser.no-playwright",
    "a browser step needs Playwright: `pip install 'gapless[browser]'`, and a Chromium",
    "tarayıcı adımı Playwright gerektirir: `pip install 'gapless[browser]'` ve bir Chromium",
)
NO_BROWSER = Template(
    "browser.none",
    "no browser could be started ({why}): install Chromium, or set {variable}",
    "tarayıcı başlatılamadı ({why}): Chromium kurun ya da {variable} verin",
)
ACT_FAILED = Template(
    "browser.act", "'{act}' on line {line}: {why}", "{line}. satırdaki '{act}': {why}"
)

# -- keeping ---------------------------------------------------------------------------------

NO_CONTRACT = Template(
    "verify.no-contract",
    "{gap} has no contract: there is no {file}",
    "{gap} için sözleşme yok: {file} bulunmuyor",
)
NO_CONTRACTS = Template(
    "verify.no-contracts",
    "no gap of {directory} has a contract in {contracts}",
    "{directory} içindeki hiçbir boşluğun {contracts} içinde sözleşmesi yok",
)
