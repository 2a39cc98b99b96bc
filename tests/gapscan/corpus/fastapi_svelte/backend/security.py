"""Who asks."""

from fastapi import Request


class User:
    """A user of the identity provider."""

    name: str
    info: dict


def current_user(request: Request) -> User:
    return request.state.user
