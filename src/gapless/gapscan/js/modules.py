"""The files of one JavaScript project, loaded when needed, and what their imports refer to."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from gapless.gapscan.js import ir
from gapless.gapscan.js.parse import load
from gapless.gapscan.model import Location, Notice

_EXTENSIONS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".vue", ".svelte", ".d.ts")
_SOURCE_FOLDERS = ("src", "app", "")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_JSON_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.S)
_PUBLIC_VARIABLE = re.compile(
    r"^\s*(?:export\s+)?((?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC)_\w+)\s*=\s*(.*?)\s*$"
)


def read_relaxed_json(text: str) -> object:
    """JSON with comments and trailing commas, as in ``tsconfig.json``.

    Raises ``ValueError`` where that is not what it is.
    """
    text = _JSON_COMMENT.sub(lambda match: match.group(1) or "", text)
    return json.loads(_TRAILING_COMMA.sub(r"\1", text))


class Modules:
    """Modules by path. ``root`` is the folder where aliases such as ``@/`` begin.

    ``panel`` keeps only what can matter to a call that leaves the browser.
    """

    def __init__(self, root: Path, notices: list[Notice], *, panel: bool = False) -> None:
        self.panel = panel
        root = Path(os.path.abspath(root))
        self.root = root if root.is_dir() else root.parent
        self.notices = notices
        self.loaded: dict[str, ir.Module | None] = {}
        self._resolved: dict[tuple[str, str], str | None] = {}
        self._folders: dict[str, frozenset[str]] = {}
        self._aliases = self._read_aliases()
        self.environment = self._read_environment()

    def add(self, module: ir.Module | None, path: str) -> None:
        """Take a module that was lowered elsewhere."""
        self.loaded[path] = module

    def get(self, path: str) -> ir.Module | None:
        """The module at ``path``, loaded now if need be."""
        if path not in self.loaded:
            module, notices = load(Path(path), panel=self.panel)
            self.loaded[path] = module
            self.notices.extend(notices)
        return self.loaded[path]

    def resolve(self, spec: str, importer: str) -> str | None:
        """The file that ``spec`` means in ``importer``; ``None`` for a package."""
        folder = os.path.dirname(importer)
        key = (folder, spec)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(spec.split("?", 1)[0], folder)
        return self._resolved[key]

    def _resolve(self, spec: str, folder: str) -> str | None:
        if spec.startswith("."):
            return self._file(os.path.normpath(os.path.join(folder, spec)))
        for prefix, suffix, targets in self._aliases:
            if spec.startswith(prefix) and spec.endswith(suffix) and len(spec) >= len(prefix):
                middle = spec[len(prefix) : len(spec) - len(suffix) or None]
                for target in targets:
                    if found := self._file(os.path.normpath(target.replace("*", middle, 1))):
                        return found
        for mark in ("@/", "~/", "~~/", "@@/", "$lib/", "src/", "#/", "/"):
            if spec.startswith(mark):
                rest = spec[len(mark) :]
                bases = ("src/lib", "lib") if mark == "$lib/" else _SOURCE_FOLDERS
                for base in bases:
                    if found := self._file(os.path.normpath(os.path.join(self.root, base, rest))):
                        return found
        if not spec.startswith("@") and "/" in spec:
            return self._file(os.path.normpath(os.path.join(self.root, "src", spec)))
        return None

    def _file(self, base: str) -> str | None:
        folder, name = os.path.split(base)
        names = self._listing(folder)
        if os.path.splitext(name)[1] in _EXTENSIONS and name in names:
            return base
        for extension in _EXTENSIONS:
            if name + extension in names:
                return base + extension
        # TypeScript writes `./x.js` for `./x.ts`.
        stem, extension = os.path.splitext(name)
        if extension in (".js", ".jsx", ".mjs"):
            for other in (".ts", ".tsx", ".mts"):
                if stem + other in names:
                    return os.path.join(folder, stem + other)
        if name in names:
            inner = self._listing(base)
            for extension in _EXTENSIONS:
                if "index" + extension in inner:
                    return os.path.join(base, "index" + extension)
        return None

    def _listing(self, folder: str) -> frozenset[str]:
        if folder not in self._folders:
            try:
                self._folders[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._folders[folder] = frozenset()
        return self._folders[folder]

    def _ancestors(self) -> list[Path]:
        """The root and, as a scan often names ``web/src``, the two folders above it."""
        return [self.root, *list(self.root.absolute().parents)[:2]]

    def _read_aliases(self) -> list[tuple[str, str, list[str]]]:
        aliases: list[tuple[str, str, list[str]]] = []
        for folder in self._ancestors():
            for name in ("tsconfig.json", "tsconfig.app.json", "jsconfig.json"):
                path = folder / name
                if not path.is_file():
                    continue
                try:
                    config = read_relaxed_json(path.read_text("utf-8", "replace"))
                except (OSError, ValueError) as error:
                    self.notices.append(
                        Notice(Location(str(path)), f"not read for aliases: {error}")
                    )
                    continue
                options = config.get("compilerOptions") if isinstance(config, dict) else None
                if not isinstance(options, dict):
                    continue
                base = folder / str(options.get("baseUrl", "."))
                paths = options.get("paths")
                for pattern, targets in paths.items() if isinstance(paths, dict) else ():
                    prefix, _, suffix = str(pattern).partition("*")
                    found = [
                        str(base / str(target)) for target in targets if isinstance(target, str)
                    ]
                    aliases.append((prefix, suffix, found))
            if aliases:
                break
        return aliases

    def _read_environment(self) -> dict[str, str]:
        """Public build variables that hold an address; other lines of ``.env`` are not kept."""
        found: dict[str, str] = {}
        for folder in reversed(self._ancestors()[:2]):
            for name in (".env.example", ".env", ".env.development", ".env.production"):
                path = folder / name
                if not path.is_file():
                    continue
                try:
                    lines = path.read_text("utf-8", "replace").splitlines()
                except OSError:
                    continue
                for line in lines:
                    if match := _PUBLIC_VARIABLE.match(line):
                        value = match.group(2).strip("\"'")
                        if value.startswith(("/", "http://", "https://")):
                            found[match.group(1)] = value
        return found
