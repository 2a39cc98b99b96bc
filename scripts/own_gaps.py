"""Our own register: it holds together, our own sources have no gap, and what is Verified still is.

1. `gaps check` on both languages of the register.
2. `gaps scan` of our panel against our server's source and contract, with the HAR files that the
   browser tests left: any gap is a failure.
3. `gaps verify` of every contract against the product, started for this. It runs on a copy of the
   register, so that a test run writes nothing into the working tree; a Verified gap that fails is
   a failure, a gap that is still Open is not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gapless.features.auth.seeds import DEMO_PASSWORD
from tests.support.running import ROOT, running_product

HAR = ROOT / "test-artifacts" / "har"


def gaps(*arguments: str, **environment: str) -> bool:
    """Run `gapless gaps ...`; whether it ended well."""
    print("$ gapless gaps", *(str(a).replace(str(ROOT) + "/", "") for a in arguments), flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "gapless.cli", "gaps", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    return done.returncode == 0


def verify_all() -> bool:
    """Run every contract against a product started on an empty directory."""
    with tempfile.TemporaryDirectory(prefix="gapless-gaps-") as directory:
        place = Path(directory)
        place.chmod(0o755)  # the database's user has to get through when we are root
        register = shutil.copytree(ROOT / "gaps", place / "gaps")
        with running_product(place / "data") as product:
            return gaps(
                "verify", "--all", "--allow-open", "--dir", str(register),
                "--base-url", product.url,
                GAPS_OWNER_EMAIL="owner@example.com", GAPS_OWNER_PASSWORD=DEMO_PASSWORD,
            )  # fmt: skip


def main() -> int:
    """Run all three; the exit code."""
    har = [argument for file in sorted(HAR.glob("*.har")) for argument in ("--har", str(file))]
    checks = [
        gaps("check", "gaps/REGISTER.en.md", "gaps/REGISTER.tr.md"),
        gaps(
            "scan", "--ui", "web/src", "--server", "src/gapless",
            "--server", "contract/openapi.json", *har, "--fail-on", "any",
        ),
        verify_all(),
    ]  # fmt: skip
    return 0 if all(checks) else 1


if __name__ == "__main__":
    sys.exit(main())
