"""Secrets do not reach the evidence; what merely sounds like one does."""

import pytest

from gapless.gapscan.contracts.redact import HIDDEN, Redactor, is_secret_name


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "set-cookie",
        "password",
        "new_password",
        "apiKey",
        "X-API-Key",
        "access_token",
        "client_secret",
        "invite_token",
        "sessionId",
        "jwt",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["name", "password_min_length", "token_type", "status", "key", "token_expires_at"]
)
def test_names_of_no_secrets(name: str) -> None:
    assert not is_secret_name(name)


def test_data_is_redacted_at_any_depth() -> None:
    data = {"a": [{"Password": "x1", "n": 1}], "tokens": {"t": "y"}, "require_password": True}
    assert Redactor().value(data) == {
        "a": [{"Password": HIDDEN, "n": 1}],
        "tokens": HIDDEN,
        "require_password": True,
    }


def test_known_values_are_hidden_wherever_they_stand() -> None:
    redactor = Redactor(["s3cret value"])
    assert redactor.text("it is s3cret value, or s3cret%20value") == f"it is {HIDDEN}, or {HIDDEN}"
    assert redactor.value({"note": "s3cret value!"}) == {"note": f"{HIDDEN}!"}


@pytest.mark.parametrize(
    "text",
    [
        "Bearer abcdef123456",
        "eyJhbGciOi.eyJzdWIiOjF9.c2lnbmF0dXJl",
        "gls_live_" + "a1B2" * 9,
        "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
    ],
)
def test_secrets_are_known_by_their_shape(text: str) -> None:
    assert Redactor().text(f"<{text}>") == f"<{HIDDEN}>"


def test_urls_forms_and_texts() -> None:
    redactor = Redactor()
    assert redactor.url("http://h/a?token=abc&page=2") == f"http://h/a?token={HIDDEN}&page=2"
    form = redactor.body(b"user=me&password=hush", "application/x-www-form-urlencoded")
    assert form == f"user=me&password={HIDDEN}"
    assert redactor.body(b"\xff\xfe", "image/png") == "[2 bytes of image/png]"
    assert redactor.body(b'{"secret": "x"}', "") == {"secret": HIDDEN}
    assert "hush" not in redactor.body(b'bad json "password": "hush"', "")
    assert redactor.headers([("Cookie", "a=b"), ("Accept", "*/*")]) == [
        ["Cookie", HIDDEN],
        ["Accept", "*/*"],
    ]
