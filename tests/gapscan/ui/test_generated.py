"""Generated clients, frameworks that hand functions over, and calls that name no address."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapless.gapscan.ui import UiScan, scan_ui

CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "RTK Query": (
        {
            "api.ts": """
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query/react';
export const gamesApi = createApi({
  baseQuery: fetchBaseQuery({ baseUrl: '/api/v1' }),
  endpoints: (builder) => ({
    list: builder.query<Game[], string>({ query: (q) => `/games?q=${q}` }),
    one: builder.query({ query: (id) => ({ url: `games/${id}` }) }),
    save: builder.mutation({
      query: ({ id, ...body }) => ({ url: `/games/${id}`, method: 'PUT', body }),
    }),
  }),
});
export const other = createApi({
  baseQuery: fetchBaseQuery({ baseUrl: '/other' }),
  endpoints: (build) => ({ x: build.query({ query: () => 'x' }) }),
});
""",
            "more.ts": """
import { gamesApi } from './api';
export const more = gamesApi.injectEndpoints({
  endpoints: (build) => ({
    remove: build.mutation({ query: (id) => ({ url: `/games/${id}`, method: 'DELETE' }) }),
  }),
});
""",
        },
        [
            "DELETE /api/v1/games/{id}",
            "GET /api/v1/games",
            "GET /api/v1/games/{id}",
            "GET /other/x",
            "PUT /api/v1/games/{id}",
        ],
    ),
    "openapi-typescript-codegen": (
        {
            "core/request.ts": """
export const request = (config, options) => new CancelablePromise(async () => {
  const path = options.url.replace(/{(.*?)}/g, (_, group) => encodeURI(options.path[group]));
  return await fetch(`${config.BASE}${path}`, { method: options.method });
});
""",
            "services/GamesService.ts": """
import { OpenAPI } from '../core/OpenAPI';
import { request as __request } from '../core/request';
export class GamesService {
  public static getGame({ id }: { id: string }): CancelablePromise<Game> {
    return __request(OpenAPI, { method: 'GET', url: '/api/v1/games/{id}', path: { id } });
  }
  public static save(id: string, requestBody: Game) {
    return __request(OpenAPI, { method: 'PUT', url: '/api/v1/games/{id}', body: requestBody });
  }
}
""",
        },
        ["GET /api/v1/games/{id}", "PUT /api/v1/games/{id}"],
    ),
    "hey-api": (
        {
            "sdk.gen.ts": """
import { client } from './client.gen';
export const readUsers = <T extends boolean = false>(options?: Options<Data, T>) =>
  (options?.client ?? client).get<A, B, T>({ url: '/api/v1/users/', ...options });
export const removeUser = (options) =>
  (options.client ?? client).delete({ url: '/api/v1/users/{user_id}', ...options });
""",
            "client.gen.ts": """
import { createClient, createConfig } from '@hey-api/client-fetch';
export const client = createClient(createConfig({ baseUrl: 'http://localhost' }));
""",
        },
        ["DELETE /api/v1/users/{user_id}", "GET /api/v1/users"],
    ),
    "orval": (
        {
            "pets.ts": """
import { customInstance } from './mutator';
export const listPets = (params?: Params, options?: Options, signal?: AbortSignal) =>
  customInstance<Pets>({ url: `/pets`, method: 'GET', params, signal }, options);
export const addPet = (body: Pet) =>
  customInstance<void>({ url: `/pets`, method: 'POST', data: body });
""",
            "mutator.ts": """
import Axios from 'axios';
export const INSTANCE = Axios.create({ baseURL: '/api' });
export const customInstance = <T>(config: Config, options?: Config): Promise<T> => {
  const source = Axios.CancelToken.source();
  return INSTANCE({ ...config, ...options, cancelToken: source.token }).then(({ data }) => data);
};
""",
        },
        ["GET /api/pets", "POST /api/pets"],
    ),
    "SvelteKit": (
        {
            "routes/x/+page.ts": """
export const load = async ({ fetch, params }) => (await fetch(`/api/x/${params.id}`)).json();
export const other = (event) => event.fetch('/api/y', { method: 'POST' });
""",
            "routes/x/+page.server.ts": """
export const actions = {
  create: async ({ request, fetch }) => {
    await fetch('/api/z', { method: 'PUT', body: await request.formData() });
  },
};
""",
        },
        ["GET /api/x/{id}", "POST /api/y", "PUT /api/z"],
    ),
    "Nuxt": (
        {
            "page.vue": """<script setup>
const { data } = await useFetch('/api/a', { method: 'post' });
const one = await $fetch(`/api/b/${id}`);
const { data: many } = useAsyncData('c', () => $fetch('/api/c'));
const api = $fetch.create({ baseURL: '/v2' });
api('/d');
useLazyFetch(() => `/api/e/${x.value}`);
</script>
"""
        },
        ["GET /api/b/{id}", "GET /api/c", "GET /api/e/{value}", "GET /v2/d", "POST /api/a"],
    ),
}


def scanned(folder: Path, files: dict[str, str]) -> UiScan:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return scan_ui(folder)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_calls(tmp_path: Path, case: str) -> None:
    files, expected = CASES[case]
    result = scanned(tmp_path, files)
    assert sorted(f"{call.method} {call.path}" for call in result.calls) == expected
    assert result.unresolved == ()


def test_what_names_no_address_is_listed(tmp_path: Path) -> None:
    result = scanned(
        tmp_path,
        {
            "a.tsx": """
import { createTRPCReact } from '@trpc/react-query';
import { gql, useQuery } from '@apollo/client';
export const trpc = createTRPCReact<AppRouter>();
export const A = () => trpc.user.list.useQuery({ page: 1 });
export const B = () => trpc.user.save.useMutation();
export const C = () => useQuery(gql`query { games }`);
""",
            "b.ts": """
import { createTRPCClient, httpBatchLink } from '@trpc/client';
const client = createTRPCClient({ links: [httpBatchLink({ url: '/trpc' })] });
client.post.byId.query('1');
""",
        },
    )
    assert result.calls == ()
    told = [(item.location.line, item.why.partition(": a ")[2]) for item in result.unresolved]
    assert told == [
        (5, "tRPC procedure user.list"),
        (6, "tRPC procedure user.save"),
        (7, "GraphQL operation"),
        (4, "tRPC procedure post.byId"),
    ]
