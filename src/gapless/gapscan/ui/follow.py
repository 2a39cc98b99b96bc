"""Follows calls through the project's own wrappers until the address is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import given_by
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.parse import snippet
from gapless.gapscan.js.scripts import shared_names
from gapless.gapscan.js.values import (
    Fallback,
    Func,
    Klass,
    Missing,
    Ref,
    Text,
    Value,
    When,
    options_of,
    refs_in,
)
from gapless.gapscan.model import Call, Confidence, ExternalCall, Location, Unresolved
from gapless.gapscan.paths import METHODS, is_local
from gapless.gapscan.ui.addresses import address_of, begins_with_base, needs_caller
from gapless.gapscan.ui.clients import may_leave, sinks_of
from gapless.gapscan.ui.interceptors import learn
from gapless.gapscan.ui.shapes import by_options, endpoints
from gapless.gapscan.ui.sink import NO_ADDRESS, Sink, body_keys, describe

_TEMPLATE = re.compile(r"\{\{|\{%|<%|<\?")
_MAX_HOPS = 8
_MAX_CALLERS = 20_000
# Exports that a framework calls by their names.
_ENTRIES = frozenset(
    {
        "load", "actions", "loader", "action", "clientLoader", "clientAction", "handle", "setup",
        "getServerSideProps", "getStaticProps", "getStaticPaths", "getInitialProps", "GET",
        "POST", "PUT", "PATCH", "DELETE", "handler", "middleware", "register", "main", "init",
        "generateMetadata", "generateStaticParams", "bootstrap", "mount", "unmount",
    }
)  # fmt: skip


@dataclass(slots=True)
class Site:
    """A call in the source with what its callee and arguments are worth."""

    module: ir.Module
    invoke: ir.Invoke
    callee: Value
    args: list[Value]

    @property
    def key(self) -> tuple[str, int]:
        """A stable name of the site."""
        return self.module.path, id(self.invoke)

    @property
    def location(self) -> Location:
        """Where it stands."""
        return Location(self.module.shown, self.invoke.line)


@dataclass(slots=True)
class Followed:
    """What came of following all sinks."""

    calls: list[tuple[tuple[str, int], Call]] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    external: list[ExternalCall] = field(default_factory=list)
    # Calls (by id) that are sinks themselves, with their library, and calls of wrappers.
    direct: dict[int, tuple[tuple[str, int], str]] = field(default_factory=dict)
    wrapped: dict[int, tuple[str, int]] = field(default_factory=dict)


class Follower:
    """Collects the sites of all modules, then resolves every sink."""

    def __init__(self, evaluator: Evaluator, own_hosts: frozenset[str] = frozenset()) -> None:
        self.evaluator = evaluator
        self.own_hosts = own_hosts
        self.result = Followed()
        self.callers: dict[str, list[Site]] = {}
        self._reported: set[tuple[object, ...]] = set()
        self._followed: set[tuple[object, ...]] = set()
        self._hops = 0
        self._mentions: set[str] = set()

    def run(self, modules: list[ir.Module]) -> Followed:
        """Resolve the calls of all modules."""
        roots: list[tuple[Site, Sink]] = []
        self.evaluator.scripts = shared_names(modules)
        self._mentions = set().union(*(module.mentions for module in modules))
        learn(self.evaluator, modules)
        for module in modules:
            for invoke in module.invokes:
                site = self._site(module, invoke)
                if invoke.args and not site.args:
                    continue
                for sink in sinks_of(self.evaluator, module, invoke, site.callee, site.args):
                    self.result.direct[id(invoke)] = (site.key, sink.client)
                    roots.append((site, sink))
                self._note_callers(site)
        for site, sink in roots:
            self._hops = 0
            self._follow(site, sink, (), frozenset())
        for module in modules:
            for invoke in module.invokes:
                if id(invoke) not in self.result.direct and id(invoke) not in self.result.wrapped:
                    self._by_description(module, invoke)
        return self.result

    def _by_description(self, module: ir.Module, invoke: ir.Invoke) -> None:
        """Requests that are only described, for a client that could not be followed."""
        found = [
            *by_options(self.evaluator, module, invoke),
            *endpoints(self.evaluator, module, invoke),
        ]
        if found:
            site = Site(module, invoke, Missing(), [])
            self.result.direct[id(invoke)] = (site.key, found[0].client)
            for sink in found:
                self._follow(site, sink, (), frozenset())

    def _site(self, module: ir.Module, invoke: ir.Invoke) -> Site:
        value = self.evaluator.value
        callee = value(invoke.callee, module, invoke.scope)
        if not may_leave(invoke, callee):
            return Site(module, invoke, callee, [])
        args = [value(a, module, invoke.scope) for a in invoke.args]
        return Site(module, invoke, callee, given_by(invoke, callee, args))

    def _note_callers(self, site: Site) -> None:
        for option in options_of(site.callee):
            if isinstance(option, Func):
                if not self.evaluator.is_begun(site.invoke, option, site.args):
                    self.callers.setdefault(option.fid, []).append(site)
            elif isinstance(option, Klass) and site.invoke.new:
                instance = self.evaluator.instantiate(option, site.args)
                for (fid, index), _ in instance.env:
                    if index == 0:
                        self.callers.setdefault(fid, []).append(site)
        # `useSWR(key, fetcher)` calls the fetcher with the key.
        if len(site.args) > 1 and options_of(site.callee)[0] != Missing():
            callee = options_of(site.callee)[0]
            name = getattr(callee, "name", "")
            fetcher = site.args[1]
            if (
                isinstance(fetcher, Func)
                and isinstance(name, str)
                and name.endswith(("useSWR", "default"))
            ):
                package = getattr(callee, "package", "")
                if package.startswith("swr") or name.endswith("useSWR"):
                    self.callers.setdefault(fetcher.fid, []).append(
                        Site(site.module, site.invoke, fetcher, site.args[:1])
                    )

    # -- following -------------------------------------------------------------------------

    def _follow(
        self, site: Site, sink: Sink, via: tuple[Location, ...], seen: frozenset[str]
    ) -> None:
        # What a caller will choose is kept together until it has chosen.
        for url in (sink.url,) if isinstance(sink.url, When) else options_of(sink.url):
            self._follow_one(site, replace(sink, url=url), via, seen)

    def _follow_one(
        self, site: Site, sink: Sink, via: tuple[Location, ...], seen: frozenset[str]
    ) -> None:
        key = (site.key, sink.url, sink.method, sink.body)
        if key in self._followed:  # another way from the same call to the same caller
            return
        self._followed.add(key)
        self._hops += 1
        if self._hops > _MAX_CALLERS:
            self._give_up(site)
            return
        must = needs_caller(sink.url) or isinstance(sink.method, Ref)
        refs = [*refs_in(sink.url), *refs_in(sink.method)]
        if not refs:
            self._report(site, sink, via)
            return
        fid = self._owner(site, refs)
        children = self._children(sink, fid, seen) if fid and len(via) < _MAX_HOPS else []
        decided = [(child, found) for child, found in children if self._learned(sink, found)]
        if must:
            if not children and begins_with_base(sink.url) and not isinstance(sink.method, Ref):
                # Where the server is comes from outside of the source; the path is known.
                self._report(site, sink, via)
            elif not children:
                self._unresolved(site, sink, refs)
            for child, found in children:
                self.result.wrapped[id(child.invoke)] = child.key
                self._follow(child, found, (*via, site.location), seen | {fid})
            return
        for child, found in decided:
            self.result.wrapped[id(child.invoke)] = child.key
            self._follow(child, found, (*via, site.location), seen | {fid})
        if len(decided) < len(children) or not children:
            self._report(site, sink, via)

    def _give_up(self, site: Site) -> None:
        if self._hops == _MAX_CALLERS + 1:
            why = (
                f"more than {_MAX_CALLERS} ways lead from its callers here; the others are not told"
            )
            snip = snippet(site.module.path, site.invoke)
            self.result.unresolved.append(Unresolved(site.location, snip, why))

    def _owner(self, site: Site, refs: list[Ref]) -> str:
        """The function whose callers decide: the innermost with such a parameter."""
        owners = {ref.fid for ref in refs}
        function = self.evaluator.function(site.invoke.fid)
        while function is not None:
            if function.fid in owners:
                return function.fid
            function = self.evaluator.function(function.parent)
        # Constructor parameters: whoever makes the object decides.
        return refs[0].fid

    def _children(self, sink: Sink, fid: str, seen: frozenset[str]) -> list[tuple[Site, Sink]]:
        if fid in seen:
            return []
        children: list[tuple[Site, Sink]] = []
        for caller in self.callers.get(fid, ()):
            for option in options_of(caller.callee):
                if isinstance(option, Func) and option.fid == fid:
                    bindings = self.evaluator.bindings(option, caller.args)
                elif isinstance(option, Klass) and caller.invoke.new:
                    bindings = dict(self.evaluator.instantiate(option, caller.args).env)
                else:
                    continue
                bind = self.evaluator.bind
                found = replace(
                    sink,
                    url=bind(sink.url, bindings),
                    method=bind(sink.method, bindings),
                    body=bind(sink.body, bindings),
                )
                children.append((caller, found))
        return children

    @staticmethod
    def _learned(before: Sink, after: Sink) -> bool:
        """Whether the caller decides something that a reader of the path would see."""
        if refs_in(before.method) and not refs_in(after.method):
            return True
        if _choices(after) < _choices(before):
            return True
        known = max(map(_literal, options_of(before.url)))
        return any(_literal(option) > known for option in options_of(after.url))

    # -- reporting -------------------------------------------------------------------------

    def _method(self, value: Value) -> list[str]:
        while isinstance(value, Fallback):
            value = value.second
        if isinstance(value, Missing):
            return ["GET"]
        found = []
        for option in options_of(value):
            constant = option.constant if isinstance(option, Text) else None
            if constant is not None and constant.upper() in METHODS:
                found.append(constant.upper())
        return found

    def _report(self, site: Site, sink: Sink, via: tuple[Location, ...]) -> None:
        value = sink.url
        if _by_template(value):
            self._unresolved(site, sink, [], "a template of the server writes the address")
            return
        if isinstance(value, When):
            for option in options_of(value):
                self._report(site, replace(sink, url=option), via)
            return
        while isinstance(value, Fallback):
            value = value.second
        if not isinstance(value, Text):
            self._unresolved(site, sink, [])
            return
        address = address_of(value)
        methods = self._method(sink.method)
        if address is None or not methods:
            self._unresolved(site, sink, [])
            return
        for method in methods:
            key = (site.location, method, address)
            if address.host and not is_local(address.host) and address.host not in self.own_hosts:
                if key not in self._reported:
                    url = f"//{address.host}{address.path}"
                    self.result.external.append(ExternalCall(method, url, site.location))
                self._reported.add(key)
                continue
            if key in self._reported:
                continue
            self._reported.add(key)
            certain = sink.confidence is Confidence.CERTAIN
            why = sink.why + (f", followed through {', '.join(map(str, via))}" if via else "")
            call = Call(
                method, address.path, site.location, sink.client, why,
                base_known=address.base_known, base=address.base,
                confidence=Confidence.CERTAIN if certain else Confidence.PROBABLE,
                body_keys=body_keys(sink.body), via=via, unused=self._unused(site),
            )  # fmt: skip
            self.result.calls.append((site.key, call))

    def _unused(self, site: Site) -> str:
        """The exported function that the call stands in, if nobody mentions it."""
        function = self.evaluator.function(site.invoke.fid)
        while function is not None and (outer := self.evaluator.function(function.parent)):
            function = outer
        if function is None or function.cid or not function.name:
            return ""
        exported = function.name in site.module.exports and function.name != "default"
        used = function.name in self._mentions or function.name in _ENTRIES
        return function.name if exported and not used else ""

    def _unresolved(self, site: Site, sink: Sink, refs: list[Ref], why: str = "") -> None:
        if sink.confidence is Confidence.PROBABLE and not sink.listed:
            return
        names = sorted({ref.path[-1] if ref.path else ref.name for ref in refs})
        if why:
            pass
        elif sink.client == NO_ADDRESS:
            why = f"it names no address: a {sink.why}"
        elif names:
            why = f"decided by {', '.join(names)}, a parameter for which no caller was found"
        elif not self._method(sink.method):
            why = "the method could not be worked out"
        else:
            why = "the address could not be worked out"
        entry = Unresolved(
            site.location, snippet(site.module.path, site.invoke) or describe(sink.url), why
        )
        if entry not in self.result.unresolved:
            self.result.unresolved.append(entry)


def _by_template(value: Value) -> bool:
    """Whether the text is a Jinja, Django, EJS or PHP template: `{{ url_for("list") }}`."""
    parts = value.parts if isinstance(value, Text) else ()
    return any(isinstance(part, str) and _TEMPLATE.search(part) for part in parts)


def _choices(sink: Sink) -> int:
    return len(options_of(sink.url)) + len(options_of(sink.method))


def _literal(value: Value) -> int:
    """How much of a text is known."""
    return sum(len(part) for part in getattr(value, "parts", ()) if isinstance(part, str))
