"""E-mail addresses of admins: one spelling each, in letters that cannot be mistaken.

An address is what people recognise a colleague by, so `оwner@` with a Cyrillic letter must not be
a second account beside `owner@`. Unicode offers thousands of such pairs; tables of them are never
complete. So new addresses are ASCII: compatibility forms (full-width letters, ligatures) become
what they stand for, a domain in other letters becomes its `xn--` form, which looks like nothing
else, and any other letter before the `@` is refused.
"""

from __future__ import annotations

import contextlib
import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, func

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class EmailInvalid(Problem):
    status = 422
    code = "EMAIL_INVALID"
    title = Text("Not an e-mail address", "E-posta adresi değil")
    message = Text(
        "{email} cannot be the e-mail of an admin: it must be a complete address, before the @ in "
        "plain letters (a–z), digits and signs.",
        "{email} bir yöneticinin e-postası olamaz: @ işaretinden önce düz harflerden (a–z), "
        "rakamlardan ve işaretlerden oluşan tam bir adres olmalı.",
    )


def admin_email(given: str) -> str:
    """The spelling in which an address is stored; raise `EmailInvalid`."""
    text = unicodedata.normalize("NFKC", given).strip()
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as wrong:
        raise EmailInvalid(email=given[:200], details={"why": str(wrong)}) from wrong
    address: str | None = found.ascii_email
    if address is None:
        raise EmailInvalid(email=given[:200])
    return address


def is_email_of(column: Any, typed: str) -> ColumnElement[bool]:
    """That a stored address is the one somebody typed, whatever its case.

    A domain in other letters is found by its `xn--` form, too. The database folds both sides.
    """
    spelled = {typed.strip()}
    with contextlib.suppress(EmailInvalid):
        spelled.add(admin_email(typed))
    return func.lower(column).in_([func.lower(text) for text in sorted(spelled)])
