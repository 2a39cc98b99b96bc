"""Measures the gap scanner: recall and precision on the corpus, speed on generated trees.

Run ``python bench/gapscan.py`` from the project's folder; ``--lines N`` sets the size of the large
tree (default 200,000; 0 leaves it out).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from gapless.gapscan.model import Scan
from gapless.gapscan.paths import anonymous
from gapless.gapscan.scan import scan

CORPUS = Path(__file__).parent.parent / "tests" / "gapscan" / "corpus"

_PAGE = """import {{ useEffect, useState }} from 'react';
import {{ request }} from './api';

export function Page{n}({{ id }}: {{ id: string }}) {{
  const [rows, setRows] = useState<Row{n}[]>([]);
  const [filter, setFilter] = useState('');
  useEffect(() => {{
    request<Row{n}[]>(`/module{n}/items?filter=${{filter}}`).then(setRows);
  }}, [filter]);
  const save = async (row: Row{n}) => {{
    const body = JSON.stringify({{ name: row.name }});
    await request(`/module{n}/items/${{row.id}}`, {{ method: 'PUT', body }});
  }};
{filler}
  return (
    <table>
      {{rows.map((row) => (
        <tr key={{row.id}} onClick={{() => save(row)}}>
          <td>{{row.name}}</td>
        </tr>
      ))}}
    </table>
  );
}}
"""
_FILLER = "  const label{i} = filter ? `${{filter}}-{i}` : String(rows.length + {i});\n"
_API = """export async function request<T>(path: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(`/api/v1${path}`, options);
  return response.json();
}
"""
_ROUTES = '''"""Routes of module {n}."""

from fastapi import APIRouter

from .database import Session

router = APIRouter(prefix="/module{n}")


@router.get("/items")
async def list_items(session: Session, filter: str = "") -> list[dict]:
    return await session.fetch_all("select * from items", filter)


@router.put("/items/{{item_id}}")
async def save_item(item_id: str, body: dict, session: Session) -> dict:
    await session.execute("update items", item_id, body)
    return body


{filler}
'''
_HELPER = "def helper_{i}(value: int) -> int:\n    return value * {i} + len(str(value))\n\n\n"


def score() -> tuple[int, int, int, list[str]]:
    """True, missed and false findings over the corpus, with an account of each mistake."""
    hit = missed = false = 0
    mistakes: list[str] = []
    for label in sorted(CORPUS.glob("*/labels.yaml")):
        expected, found, _ = labelled(label)
        hit += len(expected & found)
        missed += len(expected - found)
        false += len(found - expected)
        mistakes += [
            f"{label.parent.name}: missed {' '.join(gap)}" for gap in sorted(expected - found)
        ]
        mistakes += [
            f"{label.parent.name}: false {' '.join(gap)}" for gap in sorted(found - expected)
        ]
    return hit, missed, false, mistakes


Gap = tuple[str, str, str, str]


def labelled(label: Path) -> tuple[set[Gap], set[Gap], Scan]:
    """The planted gaps of one app, the gaps found, and the scan."""
    app: dict[str, Any] = yaml.safe_load(label.read_text("utf-8"))
    folder = label.parent
    result = scan(
        [folder / app["ui"]],
        [str(folder / app["server"])],
        [folder / app["har"]] if "har" in app else [],
    )
    expected = {
        (gap["kind"], gap["method"], anonymous(gap["path"]), gap.get("field", ""))
        for gap in app["gaps"]
    }
    found = {
        (f.kind.value, f.method, anonymous(f.path), f.field) for f in result.findings if f.is_gap
    }
    return expected, found, result


def generate(folder: Path, ui_files: int, server_files: int, lines: int) -> None:
    """A panel and a server of so many files with about so many lines each."""
    ui, server = folder / "ui", folder / "server"
    ui.mkdir(parents=True)
    server.mkdir()
    (ui / "api.ts").write_text(_API)
    for n in range(ui_files):
        filler = "".join(_FILLER.format(i=i) for i in range(max(0, lines - 25)))
        (ui / f"Page{n}.tsx").write_text(_PAGE.format(n=n, filler=filler))
    helpers = "".join(_HELPER.format(i=i) for i in range(max(0, lines - 20) // 4))
    imports, includes = [], []
    for n in range(server_files):
        (server / f"module{n}.py").write_text(_ROUTES.format(n=n, filler=helpers))
        imports.append(f"from . import module{n}")
        includes.append(f'app.include_router(module{n}.router, prefix="/api/v1")')
    (server / "__init__.py").write_text("")
    main = ["from fastapi import FastAPI", *imports, "app = FastAPI()", *includes, ""]
    (server / "main.py").write_text("\n".join(main))


def measure(ui_files: int, server_files: int, lines: int) -> tuple[float, float, int, int]:
    """Seconds by the clock and of this process, lines and gaps of a scan of a generated tree."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, ui_files, server_files, lines)
        started, busy = time.perf_counter(), time.process_time()
        result = scan([folder / "ui"], [str(folder / "server")])
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        total = result.statistics["ui_lines"] + result.statistics["server_lines"]
        return seconds, busy, total, sum(1 for finding in result.findings if finding.is_gap)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    options = parser.parse_args()
    hit, missed, false, mistakes = score()
    for mistake in mistakes:
        print(mistake)
    print(f"corpus           recall {hit / (hit + missed):.3f} ({hit} of {hit + missed})")
    print(f"corpus           precision {hit / (hit + false):.3f} ({false} false)")
    sizes = [("150 + 250 files", 150, 250, 120)]
    if options.lines:
        files = max(1, options.lines // 400)
        sizes.append((f"{options.lines} lines", files, files, 200))
    for name, ui_files, server_files, lines in sizes:
        seconds, busy, total, gaps = measure(ui_files, server_files, lines)
        told = f"{seconds:.2f} s ({busy:.2f} s of one core), {total} lines"
        print(f"{name:<16} {told}, {total / seconds:,.0f} lines/s, {gaps} gaps")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory      {peak} MB")


if __name__ == "__main__":
    main()
