"""The head of an answer travels with its body, and never waits for one that is long in coming."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from gapless.platform.http_protocol import OnePacket

WAIT = 30


class Kept(asyncio.Transport):
    """A transport that keeps each piece it is given to send."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.has_sent = asyncio.Event()
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))
        self.has_sent.set()

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


class Slow:
    """An application whose stream says nothing until it is let."""

    def __init__(self) -> None:
        self.may_speak = asyncio.Event()
        self.app = Starlette(
            routes=[
                Route("/text", self.text, methods=["GET", "POST"]),
                Route("/stream", self.stream),
                Route("/empty", self.empty),
            ]
        )

    async def text(self, request: Request) -> Response:
        return PlainTextResponse(f"read {len(await request.body())}")

    async def empty(self, _: Request) -> Response:
        return Response(status_code=304)

    async def stream(self, _: Request) -> Response:
        async def pieces() -> AsyncIterator[str]:
            await self.may_speak.wait()
            yield "spoken"

        return StreamingResponse(pieces())


@asynccontextmanager
async def connected(app: Any) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = uvicorn.Config(app, http=OnePacket, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        task = asyncio.create_task(server.serve([listening]))
        try:
            async with asyncio.timeout(WAIT):
                while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                    await asyncio.sleep(0.01)
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                yield reader, writer
                writer.close()
                await writer.wait_closed()
        finally:
            server.should_exit = True
            await task


def asked(path: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: here", *headers, "", ""]).encode()


async def test_head_and_body_are_sent_at_once() -> None:
    app = Slow().app
    config = uvicorn.Config(app, http=OnePacket, log_config=None, lifespan="off")
    config.load()
    transport = Kept()
    protocol = OnePacket(config, uvicorn.server.ServerState(), {})
    protocol.connection_made(transport)
    for path, end in (("/text", b"\r\n\r\nread 0"), ("/empty", b"\r\n\r\n")):
        transport.sent.clear()
        transport.has_sent.clear()
        protocol.data_received(asked(path))
        async with asyncio.timeout(WAIT):
            await transport.has_sent.wait()
        assert len(transport.sent) == 1
        assert transport.sent[0].startswith(b"HTTP/1.1 ")
        assert transport.sent[0].endswith(end)


async def test_the_head_of_a_stream_does_not_wait_for_its_body() -> None:
    slow = Slow()
    async with connected(slow.app) as (reader, writer):
        writer.write(asked("/stream"))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        slow.may_speak.set()
        assert b"spoken" in await reader.readuntil(b"0\r\n\r\n")


async def test_what_is_held_is_sent_before_the_connection_closes() -> None:
    async with connected(Slow().app) as (reader, writer):
        writer.write(asked("/text", "Connection: close", method="HEAD"))
        told = await reader.read()
        assert told.startswith(b"HTTP/1.1 200 OK\r\n")
        assert told.endswith(b"\r\n\r\n")

    async with connected(Slow().app) as (reader, writer):
        writer.write(b"nonsense\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")


async def test_answers_to_requests_sent_together_keep_their_order() -> None:
    async with connected(Slow().app) as (reader, writer):
        writer.write(asked("/empty") + asked("/text") + asked("/text", "Connection: close"))
        told = await reader.read()
        assert told.count(b"HTTP/1.1 ") == 3
        assert told.index(b"304 Not Modified") < told.index(b"200 OK")
        assert told.endswith(b"read 0")


async def test_a_caller_that_waits_to_be_told_to_go_on_is_told() -> None:
    async with connected(Slow().app) as (reader, writer):
        writer.write(asked("/text", "Content-Length: 4", "Expect: 100-continue", method="POST"))
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 Continue")
        writer.write(b"four")
        assert (await reader.readuntil(b"read 4")).startswith(b"HTTP/1.1 200 OK")
