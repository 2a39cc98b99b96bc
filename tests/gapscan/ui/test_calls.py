"""Which calls are found in a panel's source, client by client and idiom by idiom."""

# ruff: noqa: E501 - whole programs are quoted in one line where that is easier to read

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from gapless.gapscan.model import Confidence, ScanInputError
from gapless.gapscan.scan import scan
from gapless.gapscan.ui import UiScan, scan_ui
from gapless.gapscan.ui.load import Survey, survey


def scanned(folder: Path, **files: str) -> UiScan:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        if "." not in path.name:
            path = path.with_suffix(".ts")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return scan_ui(folder)


def calls(result: UiScan) -> list[str]:
    return [f"{call.method} {call.path}" for call in result.calls]


IDIOMS = {
    "call, apply and bind": (
        "function go(u) {return fetch(u)}\ngo.call(this, '/a'); go.apply(this, ['/b']); const c = go.bind(null, '/c'); c();\n"
        "const d = go.bind(this); d('/d');\n"
        "function send(u, m) {return fetch(u, {method: m})}\nconst e = send.bind(null, '/e'); e('PUT'); x.then(go.bind(null, '/f'))",
        ["GET /a", "GET /b", "GET /c", "GET /d", "PUT /e", "GET /f"],
    ),
    "xhr": ("import xhr from 'xhr'; xhr({url: '/api/a', method: 'PUT'}, done)", ["PUT /api/a"]),
    "a table by a parameter": (
        "const T = {a: '/api/a', b: '/api/b', c: '/api/c'}; const go = (k) => fetch(T[k]);\ngo('a');\ngo('b')",
        ["GET /api/a", "GET /api/b"],
    ),
    "fetch": ("fetch('/api/a')", ["GET /api/a"]),
    "window.fetch": ("window.fetch('/api/a', {method: 'delete'})", ["DELETE /api/a"]),
    "template": ("export const f = (id) => fetch(`/api/a/${id}/b`)", ["GET /api/a/{id}/b"]),
    "concatenation": (
        "export const f = (x) => fetch('/api/a/' + x.id + '/b')",
        ["GET /api/a/{id}/b"],
    ),
    "query": ("export const f = (q) => fetch('/api/a?x=' + q)", ["GET /api/a"]),
    "glued query": ("export const f = (qs) => fetch(`/api/a/b${qs}`)", ["GET /api/a/b"]),
    "encoded": (
        "export const f = (k) => fetch(`/api/${encodeURIComponent(k)}/b`)",
        ["GET /api/{k}/b"],
    ),
    "constant": ("const P = '/api'; const Q = P + '/a'; fetch(Q)", ["GET /api/a"]),
    "table": ("const T = {a: {b: '/api/b'}}; fetch(T.a.b)", ["GET /api/b"]),
    "table by key": (
        "const T = {a: '/api/a', b: '/api/b'}; export const f = (k) => fetch(T[k])",
        ["GET /api/a", "GET /api/b"],
    ),
    "branches": (
        "export function f(x) { let u; if (x) u = '/api/a'; else { u = '/api/b' } fetch(u) }",
        ["GET /api/a", "GET /api/b"],
    ),
    "conditional": (
        "export const f = (x) => fetch(x ? '/api/a' : '/api/b')",
        ["GET /api/a", "GET /api/b"],
    ),
    "switch": (
        "export function f(x) { let u = ''; switch (x) { case 1: u = '/api/a'; break;"
        " default: u = '/api/b' } return fetch(u) }",
        ["GET /api/a", "GET /api/b"],
    ),
    "appended": (
        "export function f(id) { let u = '/api/a'; u += '/' + id; return fetch(u) }",
        ["GET /api/a/{id}"],
    ),
    "method in branches": (
        "export const f = (x) => fetch('/api/a', {method: x ? 'PUT' : 'POST'})",
        ["POST /api/a", "PUT /api/a"],
    ),
    "loop over a list": (
        "for (const u of ['/api/a', '/api/b']) fetch(u)",
        ["GET /api/a", "GET /api/b"],
    ),
    "callback of a list": (
        "['/api/a', '/api/b'].map((u) => fetch(u))",
        ["GET /api/a", "GET /api/b"],
    ),
    "URL": ("fetch(new URL('/api/a', location.origin))", ["GET /api/a"]),
    "Request": ("fetch(new Request('/api/a', {method: 'PUT'}))", ["PUT /api/a"]),
    "join": ("export const f = (id) => fetch(['/api', 'a', id].join('/'))", ["GET /api/a/{id}"]),
    "colon": ("fetch('/api/a/:id'.replace(':id', x))", ["GET /api/a/{id}"]),
    "enum": ("enum P { A = '/api/a' } fetch(P.A)", ["GET /api/a"]),
    "default of a variable": (
        "const B = import.meta.env.X || '/api'; fetch(`${B}/a`)",
        ["GET /api/a"],
    ),
    "axios": ("import axios from 'axios'; axios.post('/api/a', {b: 1})", ["POST /api/a"]),
    "axios config": (
        "import axios from 'axios'; axios({url: '/api/a', method: 'PATCH'})",
        ["PATCH /api/a"],
    ),
    "axios instance": (
        "import axios from 'axios'; const c = axios.create({baseURL: '/api'}); c.get('a'); c.put('/b')",
        ["GET /api/a", "PUT /api/b"],
    ),
    "ky": (
        "import ky from 'ky'; const k = ky.create({prefixUrl: '/api'}); k.post('a')",
        ["POST /api/a"],
    ),
    "jQuery": (
        "$.ajax({url: '/api/a', type: 'PUT'}); $.getJSON('/api/b')",
        ["PUT /api/a", "GET /api/b"],
    ),
    "XMLHttpRequest": ("const x = new XMLHttpRequest(); x.open('PUT', '/api/a')", ["PUT /api/a"]),
    "openapi-fetch": (
        "import createClient from 'openapi-fetch'; const c = createClient({baseUrl: '/'});"
        "c.GET('/api/a/{id}', {params: {}})",
        ["GET /api/a/{id}"],
    ),
    "openapi-react-query": (
        "import f from 'openapi-fetch'; import q from 'openapi-react-query';"
        "const c = q(f({baseUrl: ''})); c.useQuery('get', '/api/a')",
        ["GET /api/a"],
    ),
    "sendBeacon": ("navigator.sendBeacon('/api/a', '')", ["POST /api/a"]),
    "EventSource": ("new EventSource('/api/a')", ["GET /api/a"]),
    "SWR": ("import useSWR from 'swr'; useSWR('/api/a', (u) => fetch(u))", ["GET /api/a"]),
    "React Query": (
        "import {useQuery} from '@tanstack/react-query';"
        "useQuery({queryKey: ['a'], queryFn: () => fetch('/api/a')})",
        ["GET /api/a"],
    ),
    "query key as address": (
        "import {useQuery} from '@tanstack/react-query'; useQuery({queryKey: ['/api/a']})",
        ["GET /api/a"],
    ),
    "wrapper": (
        "const get = (p) => fetch('/api' + p); get('/a'); get('/b')",
        ["GET /api/a", "GET /api/b"],
    ),
    "wrapper of a wrapper": (
        "const send = (m, p) => fetch(p, {method: m}); const del = (p) => send('DELETE', '/api' + p);"
        "del('/a')",
        ["DELETE /api/a"],
    ),
    "options of a wrapper": (
        "const send = (p, o = {}) => fetch(p, {method: 'GET', ...o}); send('/api/a');"
        "send('/api/b', {method: 'PUT'})",
        ["GET /api/a", "PUT /api/b"],
    ),
    "class": (
        "class C { constructor(b) { this.b = b } get(p) { return this.go('GET', p) }"
        " go(method, p) { return fetch(this.b + p, {method}) } } new C('/api').get('/a')",
        ["GET /api/a"],
    ),
    "subclass": (
        "class A { constructor(b) { this.b = b } get(p) { return fetch(this.b + p) } }"
        " class B extends A { constructor() { super('/api') } } const b = new B(); b.get('/a')",
        ["GET /api/a"],
    ),
    "factory": (
        "const make = (b) => ({ one: (id) => fetch(`${b}/a/${id}`) }); const c = make('/api'); c.one(1)",
        ["GET /api/a/{id}"],
    ),
    "hook": (
        "function useLoad(url) { useEffect(() => { fetch(url) }, []) } useLoad('/api/a')",
        ["GET /api/a"],
    ),
    "generated client": (
        "const __request = (config, options) => fetch(config.BASE + options.url, {method: options.method});"
        "const O = {BASE: '/api'}; export const f = (id) => __request(O, {method: 'PUT', url: '/a/{id}'})",
        ["PUT /api/a/{id}"],
    ),
    "default base of axios": (
        "import axios from 'axios'; axios.defaults.baseURL = '/api'; axios.get('/a')",
        ["GET /api/a"],
    ),
    "interceptors": (
        "import axios from 'axios'; const c = axios.create({baseURL: '/x'}); const d = axios.create();"
        "c.interceptors.request.use((config) => { config.url = '/v2' + config.url; return config });"
        "d.interceptors.request.use((config) => { config.baseURL = '/api'; return config });"
        "c.get('/a'); d.put('/b')",
        ["GET /x/v2/a", "PUT /api/b"],
    ),
    "RTK Query": (
        "createApi({baseQuery: fetchBaseQuery({baseUrl: '/api'}), endpoints: (b) => ({"
        "a: b.query({query: (id) => `a/${id}`}),"
        "c: b.mutation({query: (body) => ({url: '/c', method: 'POST', body})})})})",
        ["GET /api/a/{id}", "POST /api/c"],
    ),
    "generated client with a core that cannot be followed": (
        "import { client } from './client.gen'; const __request = (config, options) => magic(options);"
        "export const a = () => __request(C, {method: 'PUT', url: '/api/a/{id}', path: {}});"
        "export const b = (options) => (options.client ?? client).post({url: '/api/b', ...options})",
        ["PUT /api/a/{id}", "POST /api/b"],
    ),
    "generated client with a core": (
        "const getUrl = (config, options) => { const path = options.url.replace('{v}', config.V)"
        ".replace(/{(.*?)}/g, (s, g) => encodeURI(String(options.path[g])));"
        " const url = config.BASE + path; return options.query ? url + query(options.query) : url };"
        "const send = async (config, options, url) => { const init = {method: options.method};"
        " return await fetch(url, init) };"
        "const request = (config, options) => new CancelablePromise(async (resolve) => {"
        " const url = getUrl(config, options); const r = await send(config, options, url); resolve(r) });"
        "const O = {BASE: '', V: '1'};"
        "class S { static one(id) { return request(O, {method: 'DELETE', url: '/api/a/{id}'}) } }",
        ["DELETE /api/a/{id}"],
    ),
    "interior constant of callers": (
        "const report = (tab) => fetch(`/api/reports/${tab}`); report('overview'); report('crm')",
        ["GET /api/reports/overview", "GET /api/reports/crm"],
    ),
}


@pytest.mark.parametrize("idiom", IDIOMS, ids=str)
def test_idiom(tmp_path: Path, idiom: str) -> None:
    source, expected = IDIOMS[idiom]
    result = scanned(tmp_path, app=source)
    assert sorted(calls(result)) == sorted(expected)
    assert not result.unresolved
    assert not result.notices


def test_an_empty_part_of_a_conditional_is_meant(tmp_path: Path) -> None:
    source = (
        "const act = window.act;\n"
        "fetch(`/api/${act === 'later' ? 'delayed/' : ''}job`);\n"
        "let url = '';\nif (act) url = '/api/given';\nfetch(url);\n"
    )
    found = calls(scanned(tmp_path, main=source))
    assert sorted(found) == ["GET /api/delayed/job", "GET /api/given", "GET /api/job"]


def test_a_long_chain_of_calls_is_read_link_by_link(tmp_path: Path) -> None:
    chain = "".join(f".option('o{n}', {{alias: '{n}'}})" for n in range(60))
    source = f"const given = yargs{chain}.argv;\nfetch('/api/after');\n"
    assert calls(scanned(tmp_path, main=source)) == ["GET /api/after"]


def test_components_hand_addresses_on(tmp_path: Path) -> None:
    source = """
    const Tab = ({ url }) => { fetch(url); return <div /> };
    export const A = () => <Tab url="/api/a" />;
    export const B = () => <><Tab url={'/api/' + 'b'} /></>;
    """
    assert calls(scanned(tmp_path, app_DOT_tsx=source)) == ["GET /api/a", "GET /api/b"]


def test_calls_across_files(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        tsconfig_DOT_json='{"compilerOptions": {/* why not */ "paths": {"@lib/*": ["./lib/*"],}}}',
        lib__index="export * from './http'; export { default as paths } from './paths';",
        lib__http="export const get = (path) => fetch('/api' + path);",
        lib__paths="export default { a: '/a' };",
        page="import { get, paths } from '@lib/index'; get(paths.a);",
    )
    assert calls(result) == ["GET /api/a"]
    (call,) = result.calls
    assert call.location.file.endswith("page.ts")
    assert [place.file.rsplit("/", 1)[-1] for place in call.via] == ["http.ts"]


def test_common_js(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        a_DOT_js="module.exports = { base: '/api' }; module.exports.go = (p) => fetch(p);",
        b_DOT_js="const { base, go } = require('./a'); go(base + '/x');",
    )
    assert calls(result) == ["GET /api/x"]


def test_vue_and_svelte_keep_their_lines(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        a_DOT_vue="<template>\n<p>{{ x }}</p>\n</template>\n<script setup lang='ts'>\nfetch('/api/a' as string)\n</script>\n",
        b_DOT_svelte="<script>\n\nfetch('/api/b')\n</script>\n<p on:click={() => 1}>x</p>\n",
    )
    assert [(c.path, c.location.line) for c in result.calls] == [("/api/a", 5), ("/api/b", 3)]


def test_build_variables_come_from_env_files(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        _DOT_env="SECRET=x\nVITE_API=/api/v2\n",
        app="fetch(`${import.meta.env.VITE_API}/a`)",
    )
    assert calls(result) == ["GET /api/v2/a"]


def test_an_unknown_base_is_told(tmp_path: Path) -> None:
    (call,) = scanned(tmp_path, app="fetch(`${window.CONFIG.api}/games`)").calls
    assert (call.path, call.base_known) == ("/games", False)


def test_a_service_with_an_injected_client(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        env="export const environment = { apiUrl: '/api' };",
        service="import { environment } from './env';"
        "export class S { constructor(private http: HttpClient) {}"
        " all() { return this.http.get<X>(`${environment.apiUrl}/a`) } }",
    )
    assert calls(result) == ["GET /api/a"]


def test_other_hosts_are_external(tmp_path: Path) -> None:
    result = scanned(
        tmp_path, app="fetch('https://api.stripe.com/v1/x'); fetch('http://localhost:8000/api/a')"
    )
    assert calls(result) == ["GET /api/a"]
    assert [call.url for call in result.external] == ["//api.stripe.com/v1/x"]


@pytest.mark.parametrize(
    "source",
    [
        "fetch(atob(x))",
        "export function f(url) { return fetch(url) }",
        "import axios from 'axios'; export const f = (u) => axios.get(u)",
    ],
)
def test_what_cannot_be_resolved_is_listed(tmp_path: Path, source: str) -> None:
    result = scanned(tmp_path, app=source)
    assert not result.calls
    (item,) = result.unresolved
    assert item.location.line == 1
    assert item.expression
    assert item.why


def test_a_wrapper_of_an_unknown_client(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        api="import Vue from 'vue'; export default {"
        " get(resource, slug = '') { return Vue.axios.get(`${resource}/${slug}`) } };",
        page="import Api from './api'; Api.get('articles', slug); Api.get('tags');",
    )
    assert calls(result) == ["GET /articles/{slug}", "GET /tags"]


def test_an_unknown_client_with_an_unknown_address_is_listed(tmp_path: Path) -> None:
    result = scanned(tmp_path, app="export const f = (where) => this.$http.get(where)")
    assert not result.calls
    assert len(result.unresolved) == 1


def test_an_unknown_client_is_probable(tmp_path: Path) -> None:
    source = "import http from '@company/http'; http.post('/api/a', {x: 1});"
    (call,) = scanned(tmp_path, app=source).calls
    assert (call.method, call.path, call.confidence) == ("POST", "/api/a", Confidence.PROBABLE)
    assert call.body_keys == ("x",)


@pytest.mark.parametrize(
    "source",
    [
        "new Map().get('/api/a')",
        "const m = new Map(); m.get('/api/a')",
        "app.get('/api/a', (req, res) => res.json())",
        "cy.get('/api/a')",
        "searchParams.get('/api/a'); cache.get(key); params.delete('x'); client.get('x')",
        "history.push('/api/a'); console.log('/api/a')",
    ],
)
def test_what_is_no_call(tmp_path: Path, source: str) -> None:
    result = scanned(tmp_path, app=source)
    assert not result.calls
    assert not result.unresolved


READS = {
    "axios": "import a from 'axios'; async function f() { const {data} = await a.get('/x'); data.items.map((i) => i.name) }",
    "fetch": "async function f() { const r = await fetch('/x'); const d = await r.json(); d.items.forEach((i) => i.name) }",
    "then": "fetch('/x').then((r) => r.json()).then((d) => { for (const i of d.items) i.name })",
    "wrapper": "const get = async (p) => (await fetch(p)).json(); async function f() { const d = await get('/x'); d.items[0].name }",
    "state": (
        "function F() { const [s, setS] = useState(null); get('/x').then((d) => setS(d));"
        " return s.items.map(({name}) => name) } const get = (p) => fetch(p).then((r) => r.json())"
    ),
    "query": (
        "import {useQuery} from '@tanstack/react-query'; function F() { const {data} = useQuery({queryKey: [],"
        " queryFn: async () => (await fetch('/x')).json()}); return data.items.map((i) => i.name) }"
    ),
}  # fmt: skip


@pytest.mark.parametrize("idiom", READS, ids=str)
def test_fields_that_are_read(tmp_path: Path, idiom: str) -> None:
    (call,) = scanned(tmp_path, app_DOT_js=READS[idiom]).calls
    assert "items" in call.reads
    assert {field for field in call.reads if field != "items"} <= {"items[].name", "items.name"}
    assert len(call.reads) == 2 or idiom == "wrapper"


def test_source_that_does_not_parse_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    result = scanned(tmp_path, app="fetch('/api/a');\nconst = ;\nfetch('/api/b');\n")
    assert "GET /api/a" in calls(result)
    (notice,) = result.notices
    assert notice.location.line == 2
    assert "does not parse" in notice.message


def test_bundles_and_dependencies_are_left_out(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        node_modules__x__index="fetch('/api/dependency')",
        dist__app="fetch('/api/built')",
        app_DOT_min_DOT_js="fetch('/api/minified')",
        big_DOT_js="fetch('/api/line');" * 1000,
        app_DOT_test_DOT_ts="fetch('/api/test')",
        app="fetch('/api/a')",
    )
    assert calls(result) == ["GET /api/a"]
    assert {notice.location.file.rsplit("/", 1)[-1] for notice in result.notices} == {
        "app.min.js",
        "big.js",
    }


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "app.ts").write_text("fetch('/api/a')")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling.ts").symlink_to(tmp_path / "nowhere.ts")
    result = scan_ui(tmp_path)
    assert calls(result) == ["GET /api/a"]
    assert any("dangling" in str(notice) for notice in result.notices)


def test_recursion_ends(tmp_path: Path) -> None:
    source = """
    const a = (p) => b(p); const b = (p) => a(p) || fetch(p);
    a('/api/a');
    let u = u2; let u2 = u; fetch(u);
    class X extends X {}
    """
    assert "GET /api/a" in calls(scanned(tmp_path, app_DOT_js=source))


def test_deep_nesting_is_told(tmp_path: Path) -> None:
    result = scanned(
        tmp_path, deep="const x = " + "(" * 3000 + "1" + ")" * 3000, app="fetch('/api/a')"
    )
    assert calls(result) == ["GET /api/a"]


def test_several_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        (tmp_path / f"page{number}.ts").write_text(
            f"import {{ get }} from './http'; get('/page{number}').then((d) => d.name)"
        )
    (tmp_path / "http.ts").write_text(
        "export const get = async (p) => (await fetch('/api' + p)).json()"
    )
    (tmp_path / "bad.ts").write_text("const = 1")
    alone = scan([tmp_path])
    monkeypatch.setattr("gapless.gapscan.workers.PARALLEL_FROM", 1)
    together = scan([tmp_path])
    assert [call.path for call in alone.calls] == [f"/api/page{number}" for number in range(6)]
    assert (together.calls, together.notices) == (alone.calls, alone.notices)


def test_a_scan_survives_its_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.ts").write_text("fetch('/api/page')")
    monkeypatch.setattr("gapless.gapscan.workers.PARALLEL_FROM", 1)
    # What a system short of memory does to a process, done to each as soon as it works.
    monkeypatch.setattr("gapless.gapscan.ui.load.survey", partial(_end_if_not, os.getpid()))
    assert [call.path for call in scan([tmp_path]).calls] == ["/api/page"]


def _end_if_not(main: int, path: Path) -> Survey:
    if os.getpid() != main:
        os.kill(os.getpid(), signal.SIGKILL)
    return survey(path)


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(ScanInputError, match="no such file"):
        scan_ui(Path("/nowhere/at/all"))


def test_files_that_hold_no_call_are_read_where_one_leads_to_them(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        paths="export const GAMES = '/api/games'",
        http="export const send = (path) => fetch(path)",
        index="export * from './http'",
        page="import { send } from './index'\nimport { GAMES } from './paths'\nsend(GAMES)",
        icons="export const broken = ) => <svg/>",
    )
    assert calls(result) == ["GET /api/games"]
    assert result.files == 5
    assert [str(notice.location) for notice in result.notices] == [f"{tmp_path}/icons.ts:1"]


@pytest.mark.parametrize(
    "text", ["{{ url_for('cards') }}", "{% url 'cards' %}", "<%= cards %>/all"]
)
def test_an_address_that_a_template_writes(tmp_path: Path, text: str) -> None:
    result = scanned(tmp_path, page_DOT_js=f'fetch("{text}")\nfetch("/api/other")')
    assert calls(result) == ["GET /api/other"]
    assert [item.why for item in result.unresolved] == [
        "a template of the server writes the address"
    ]
