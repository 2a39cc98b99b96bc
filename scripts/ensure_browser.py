"""Make sure that a Chromium is there for the browser tests.

Takes the Chrome or Chromium that is installed, else installs Debian's package (as root), else
Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Path of an installed Chromium or Chrome, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Install a browser if there is none. Returns the exit code."""
    if find_browser():
        return 0
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-noto-core"]
        for command in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
            done = subprocess.run([apt, *command], env=environment, check=False)
            if done.returncode:
                print(f"apt-get {command[0]} failed", file=sys.stderr)
                break
    if find_browser():
        return 0
    return subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
