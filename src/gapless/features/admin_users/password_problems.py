"""What a new password may be refused for."""

from gapless.platform.identity.passwords import (
    PasswordMustContainDigit,
    PasswordMustContainSpecial,
    PasswordMustContainUppercase,
    PasswordTooShort,
    PasswordTooWeak,
)

PASSWORD_PROBLEMS = (
    PasswordTooShort,
    PasswordMustContainUppercase,
    PasswordMustContainDigit,
    PasswordMustContainSpecial,
    PasswordTooWeak,
)
