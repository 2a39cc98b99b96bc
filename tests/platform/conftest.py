"""Data directories for the tests that start servers of their own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gapless.platform.embedded_postgres import temporary_postgres


@pytest.fixture
def empty_dir() -> Iterator[Path]:
    """A path for a new data directory that the server's user can get to, whoever runs the tests."""
    directory = Path(tempfile.mkdtemp(prefix="gapless-test-"))
    directory.chmod(0o755)
    yield directory / "data"
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def data_template() -> Iterator[Path]:
    """A data directory that a server has set up and left in order."""
    with temporary_postgres() as server:
        server.stop()
        yield server.data_dir


@pytest.fixture
def data_dir(empty_dir: Path, data_template: Path) -> Path:
    """A data directory of one's own, set up already: quicker than setting up another."""
    subprocess.run(["cp", "-a", str(data_template), str(empty_dir)], check=True)
    return empty_dir
