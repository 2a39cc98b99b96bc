"""Calls in the markup of Vue and Svelte files, with the lines of the file."""

from __future__ import annotations

from pathlib import Path

from gapless.gapscan.ui import scan_ui

VUE = """<template>
  <section v-for="row in rows" :key="row.id">
    <button @click="remove(row.id)">Remove</button>
    <button
      @click="
        archive(row.id);
        api.post('/api/log', { text: 'it\\'s done' })
      "
    >Archive</button>
    <img :src="picture(`/api/pictures/${row.id}`)" :class="{ big: row.big }">
    <p>{{ fetch('/api/text') }} {{ row.name | upper }}</p>
    <tabs v-slot="{ open }" @change="(tab) => load(tab ? 'users' : 'roles')" />
  </section>
</template>

<script setup lang="ts">
import axios from 'axios';

const api = axios.create();
const rows: { id: number }[] = [];
const remove = (id: number) => api.delete(`/api/rows/${id}`);
const load = (kind: string) => api.get(`/api/lists/${kind}`);
function archive(id: number) {
  return api.put(`/api/rows/${id}/archive`);
}
const picture = (address: string) => fetch(address);
</script>
<style>.a { color: red }</style>
"""

SVELTE = """<script>
  import { load } from './api';
  export let id;
</script>

{#await fetch(`/api/notes/${id}`) then note}
  <h1>{note.title}</h1>{#if note.open}<b>{note.id}</b>{/if}
{/await}
<button on:click={() => load('/api/likes', { method: 'POST' })}>{"a}b"}</button>
{#each rows as row, i (row.id)}
  <input bind:value={row.name} on:change={() => {
    load(`/api/rows/${row.id}`, { method: 'PUT' });
  }} {...rest}>
{/each}
<style>p { color: red }</style>
"""

OPTIONS = """<template>
  <button @click="save('draft')">Save</button>
</template>
<script>
export default {
  data() { return { url: '/api/posts' }; },
  methods: {
    save(state) {
      return this.$http.post(this.url + '/' + state);
    },
  },
};
</script>
"""


def told(folder: Path) -> list[str]:
    return [
        f"{call.location.line} {call.method} {call.path}"
        for call in sorted(scan_ui(folder).calls, key=lambda call: call.location.line)
    ]


def test_vue(tmp_path: Path) -> None:
    (tmp_path / "Rows.vue").write_text(VUE)
    assert told(tmp_path) == [
        "7 POST /api/log",
        "10 GET /api/pictures/{id}",
        "11 GET /api/text",
        "12 GET /api/lists/roles",
        "12 GET /api/lists/users",
        "21 DELETE /api/rows/{id}",
        "24 PUT /api/rows/{id}/archive",
    ]
    assert scan_ui(tmp_path).notices == ()


def test_svelte(tmp_path: Path) -> None:
    (tmp_path / "Note.svelte").write_text(SVELTE)
    (tmp_path / "api.js").write_text("export const load = (url, options) => fetch(url, options)")
    assert told(tmp_path) == [
        "6 GET /api/notes/{id}",
        "9 POST /api/likes",
        "12 PUT /api/rows/{id}",
    ]
    assert scan_ui(tmp_path).notices == ()


def test_the_members_of_a_vue_component(tmp_path: Path) -> None:
    (tmp_path / "Post.vue").write_text(OPTIONS)
    assert told(tmp_path) == ["2 POST /api/posts/draft"]
