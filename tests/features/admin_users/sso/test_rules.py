"""Whom a provider speaks for, and what they become."""

from __future__ import annotations

from typing import Any

import pytest

from gapless.features.admin_users.sso.rules import name_of, role_for, verified_email


@pytest.mark.parametrize(
    ("claims", "domains", "email"),
    [
        ({"email": "a@x.example", "email_verified": True}, [], "a@x.example"),
        ({"email": "a@X.Example", "email_verified": True}, ["x.example"], "a@X.Example"),
        ({"email": "a@x.example", "email_verified": "true"}, [], None),
        ({"email": "a@x.example"}, [], None),
        ({"email": "a@evil.example", "email_verified": True}, ["x.example"], None),
        ({"email": "a@sub.x.example", "email_verified": True}, ["x.example"], None),
        ({"email": "a@x.example@evil.example", "email_verified": True}, ["x.example"], None),
        ({"email": ["a@x.example"], "email_verified": True}, [], None),
    ],
)
def test_only_a_verified_address_of_its_domains_counts(
    claims: dict[str, Any], domains: list[str], email: str | None
) -> None:
    assert verified_email(claims, domains) == email


@pytest.mark.parametrize(
    ("claims", "claim", "role"),
    [
        ({"groups": ["ops", "boss"]}, "groups", "Manager"),
        ({"groups": "ops"}, "groups", "Ops"),
        ({"groups": ["unknown", 3, None]}, "groups", "default"),
        ({"realm": {"roles": ["boss"]}}, "realm.roles", "Manager"),
        ({"groups": ["root"]}, "groups", "default"),
        ({"groups": {"ops": True}}, "groups", "default"),
        ({"groups": ["ops"]}, None, "default"),
    ],
)
def test_the_role_of_the_groups_is_the_one_that_may_do_most_and_never_the_owners(
    claims: dict[str, Any], claim: str | None, role: str
) -> None:
    roles = {"ops": "Ops", "boss": "Manager", "root": "Platform Owner"}
    assert role_for(claims, claim, roles, "default") == role


def test_the_name_is_the_claim_or_the_front_of_the_address() -> None:
    assert name_of({"name": "  Ada \n Lovelace "}, "a@x.example") == "Ada Lovelace"
    assert name_of({"name": " "}, "ada@x.example") == "ada"
