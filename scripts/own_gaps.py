"""Our own register: it holds together, our own sources have no gap, and what is Verified still is.

1. `gaps check` on the register: both languages, its log, contracts and evidence.
2. `gaps scan` of our panel against our server's source and contract, with the HAR files that the
   browser tests left: any gap is a failure.
3. `gaps verify` of every contract, against the product, which is started for it unless
   `--base-url` names one that runs. A gap that was ever Fixed and fails is a failure; one that is
   still Open is not.

A run that changes a status (a regression goes back to Open, what was Fixed becomes Verified) is
written into the register with its evidence, to be committed; nothing else is written. With `--copy`
not even that: the run works on a copy, as tests do.

To have a gap verified when its feature has landed: `gapless gaps move G-00x in-progress`, then
`fixed`, then `make gaps`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from tests.support.running import ROOT, running_product


def gaps(*arguments: str, **environment: str) -> bool:
    """Run `gapless gaps ...`; whether it ended well."""
    print("$ gapless gaps", *(str(a).replace(f"{ROOT}/", "") for a in arguments), flush=True)
    kept = {name: v for name, v in os.environ.items() if not name.startswith("GAPLESS_GAPS_")}
    done = subprocess.run(
        [sys.executable, "-m", "gapless.cli", "gaps", *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        check=False,
    )
    return done.returncode == 0


@contextmanager
def place() -> Iterator[Path]:
    """A directory for the time of the run."""
    with tempfile.TemporaryDirectory(prefix="gapless-gaps-") as name:
        path = Path(name)
        path.chmod(0o755)  # the database's user has to get through when we are root
        yield path


@contextmanager
def server(base_url: str | None) -> Iterator[str]:
    """The address of the product under test: the one named, or one started for the run."""
    if base_url is not None:
        yield base_url
        return
    with place() as directory, running_product(directory / "data") as product:
        yield product.url


def verify(register: Path, base_url: str | None) -> bool:
    """Run every contract; whether nothing that was once Fixed fails."""
    owner = next(one.email for one in DEMO_ADMINS if one.is_platform_owner)
    with server(base_url) as url:
        return gaps(
            "verify", "--all", "--allow-open", "--keep", "moves",
            "--dir", str(register), "--base-url", url,
            GAPS_OWNER_EMAIL=owner, GAPS_OWNER_PASSWORD=DEMO_PASSWORD,
        )  # fmt: skip


def scan(har: Path) -> bool:
    """Scan our own sources and the captures of our browser tests; whether there is no gap."""
    captures = [part for file in sorted(har.glob("*.har")) for part in ("--har", str(file))]
    return gaps(
        "scan", "--ui", "web/src", "--server", "src/gapless",
        "--server", "contract/openapi.json", *captures, "--fail-on", "any",
    )  # fmt: skip


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--register", type=Path, default=ROOT / "gaps", help="the register")
    parser.add_argument("--base-url", help="a product that runs; one is started if none is named")
    parser.add_argument(
        "--har", type=Path, default=ROOT / "test-artifacts" / "har", help="directory of captures"
    )
    parser.add_argument("--copy", action="store_true", help="leave the register as it is")
    return parser.parse_args()


def main() -> int:
    """Run all three; the exit code."""
    asked = options()
    with place() as directory:
        register = asked.register.resolve()
        if asked.copy:
            register = shutil.copytree(register, directory / "gaps")
        outcomes = {
            "check": gaps("check", "--dir", str(register)),
            "scan": scan(asked.har.resolve()),
            "verify": verify(register, asked.base_url),
        }
    print("make gaps:", *(f"{name} {'ok' if ok else 'FAILED'}" for name, ok in outcomes.items()))
    return 0 if all(outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
