"""A panel and a server of any size, written by a program: what `bench.gapscan` measures on."""

from __future__ import annotations

from pathlib import Path

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
