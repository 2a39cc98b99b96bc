"""What a program sets for all calls of an axios client: a default base, request interceptors."""

from __future__ import annotations

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import client_of
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    Client,
    External,
    Missing,
    Record,
    Rewrite,
    Text,
    Value,
    options_of,
)


def learn(evaluator: Evaluator, modules: list[ir.Module]) -> None:
    """Note ``axios.defaults.baseURL`` and interceptors that change an address."""
    for module in modules:
        for write in module.writes:
            if _is_chain(write.target, "defaults", "baseURL"):
                assert isinstance(write.target, ir.Member)
                assert isinstance(write.target.value, ir.Member)
                if _client(evaluator, write.target.value.value, module, write.scope) is not None:
                    evaluator.axios_base = evaluator.value(write.value, module, write.scope)
        for invoke in module.invokes:
            if _is_chain(invoke.callee, "request", "use") and invoke.args:
                _interceptor(evaluator, module, invoke)


def _is_chain(expr: ir.Expr, *keys: str) -> bool:
    for key in reversed(keys):
        if not isinstance(expr, ir.Member) or expr.key != key:
            return False
        expr = expr.value
    return True


def _client(evaluator: Evaluator, expr: ir.Expr, module: ir.Module, scope: int) -> Client | None:
    for option in options_of(evaluator.value(expr, module, scope)):
        if isinstance(option, External):
            option = client_of(option) or option
        if isinstance(option, Client) and option.library == "axios":
            return option
    return None


def _interceptor(evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke) -> None:
    """``client.interceptors.request.use((config) => { config.url = ... })``."""
    callee, function = invoke.callee, invoke.args[0]
    assert isinstance(callee, ir.Member)
    assert isinstance(callee.value, ir.Member)
    owner = callee.value.value
    if not isinstance(owner, ir.Member) or owner.key != "interceptors":
        return
    client = _client(evaluator, owner.value, module, invoke.scope)
    if client is None or not isinstance(function, ir.Closure):
        return
    scope = module.functions[function.fid].scope
    for write in module.writes:
        target = write.target
        if write.fid != function.fid or not isinstance(target, ir.Member):
            continue
        if target.key not in ("url", "baseURL") or not isinstance(target.value, ir.Name):
            continue
        assigns = module.scopes[scope].names.get(target.value.name, ())
        if any(isinstance(assign.value, ir.Param) for assign in assigns):
            value = evaluator.value(write.value, module, write.scope)
            evaluator.rewrites.append(Rewrite(client.base, target.key, function.fid, value))


def rewritten(evaluator: Evaluator, own: Value, base: Value, url: Value) -> tuple[Value, Value]:
    """Base and address of a call after the interceptors of the client whose own base is ``own``."""
    for rewrite in evaluator.rewrites:
        if rewrite.base != own:
            continue
        known = Text(()) if isinstance(base, Missing) else base
        config = Record({"url": url, "baseURL": known})
        value = evaluator.bind(rewrite.value, {(rewrite.fid, 0): config})
        if rewrite.key == "url":
            url = value
        else:
            base = value
    return base, url
