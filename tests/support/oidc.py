"""A real OpenID Provider in a process of its own, and a person who signs in at it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.support.running import ROOT, free_port

SCRIPT = Path(__file__).with_suffix("").parent / "oidc_provider.mjs"
CLIENT_ID = "gapless"
CLIENT_SECRET = "a secret + signs/of:all=kinds"


@dataclass(frozen=True)
class OpenIdProvider:
    """A running provider."""

    issuer: str

    def walk(self, address: str, subject: str) -> str:
        """Go where a browser would from the authorization address; returns where it is sent back.

        Signs in as `subject` and consents, on the provider's own pages.
        """
        with httpx.Client(timeout=30) as browser:
            answer = browser.get(address)
            for _ in range(12):
                if answer.is_redirect:
                    target = urljoin(str(answer.url), answer.headers["location"])
                    if not target.startswith(self.issuer):
                        return target
                    answer = browser.get(target)
                    continue
                form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
                assert form, f"{answer.status_code} {answer.text[:500]}"
                fields = dict(
                    re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', answer.text)
                )
                if 'name="login"' in answer.text:
                    fields |= {"login": subject, "password": "whatever"}
                action = urljoin(str(answer.url), unescape(form.group(1)))
                answer = browser.post(action, data=fields)
        raise AssertionError("the provider never sent the browser back")


@contextmanager
def open_id_provider(
    redirect_uris: list[str], people: Mapping[str, Mapping[str, Any]]
) -> Iterator[OpenIdProvider]:
    """Start a provider that knows `people` by their subject; stop it at the end."""
    port = free_port()
    process = subprocess.Popen(
        [str(ROOT / ".venv" / "bin" / "node"), str(SCRIPT)],
        env={
            **os.environ,
            "PORT": str(port),
            "CLIENT_ID": CLIENT_ID,
            "CLIENT_SECRET": CLIENT_SECRET,
            "REDIRECT_URI": " ".join(redirect_uris),
            "PEOPLE": json.dumps(people),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == "listening"
        yield OpenIdProvider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
