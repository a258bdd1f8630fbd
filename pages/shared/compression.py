"""Compressed bundles: what leaves the machine as text leaves it small."""

from __future__ import annotations

import gzip
import re

import brotli
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
LARGEST_COMPRESSED = 32 * 1024 * 1024
REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")
TEXT = re.compile(r"text/|application/(javascript|json|geo\+json|wasm|xml|manifest\+json)|image/svg\+xml|font/ttf")


class CompressedBundles:
    """Streamlit's script and style bundles, compressed once and kept; everything else passes untouched."""

    def __init__(self, app: ASGIApp, prefix: str = "/static/") -> None:
        self.app, self.prefix = app, prefix
        # by path, which names its content, and encoding: the answer's headers and its compressed bytes
        self.kept: dict[tuple[str, str], tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not scope["path"].startswith(self.prefix)
            or "range" in headers
            or "if-none-match" in headers
            or "if-modified-since" in headers
        ):
            await self.app(scope, receive, send)
            return
        encoding = "br" if takes_brotli(headers) else "gzip" if takes_gzip(headers) else None
        if encoding is None:
            await self.app(scope, receive, _with_vary(send))
        elif kept := self.kept.get((scope["path"], encoding)):
            await send({"type": "http.response.start", "status": 200, "headers": kept[0]})
            await send({"type": "http.response.body", "body": kept[1]})
        else:
            await self.app(scope, receive, _Compressor(self.kept, (scope["path"], encoding), send))


def _with_vary(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sent


class _Compressor:
    """Holds back one whole, unchanging text answer, compresses it in a thread and keeps the result."""

    def __init__(self, kept: dict, key: tuple[str, str], send: Send) -> None:
        self.kept, self.key, self.send = kept, key, send
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
            if _worth_compressing(message):
                self.start = message
                return
        if self.start is None or message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        zipped = await to_thread.run_sync(lambda: _squeeze(bytes(self.body), self.key[1] == "br"))
        headers = MutableHeaders(scope=self.start)
        headers["content-encoding"] = self.key[1]
        headers["content-length"] = str(len(zipped))
        headers["etag"] = "W/" + headers["etag"].removeprefix("W/")
        headers["cache-control"] = FOREVER
        del headers["accept-ranges"]
        self.kept[self.key] = (self.start["headers"], zipped)
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": zipped})


def _worth_compressing(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and "etag" in headers
        and "content-encoding" not in headers
        and "immutable" in headers.get("cache-control", "")
        and bool(TEXT.match(headers.get("content-type", "")))
        and 500 < int(headers.get("content-length", 0)) < LARGEST_COMPRESSED
    )


def _squeeze(body: bytes, is_brotli: bool) -> bytes:
    """A sixth smaller as brotli, which browsers take over TLS and from this machine."""
    return brotli.compress(body, quality=9) if is_brotli else gzip.compress(body, 6, mtime=0)


def accepted(headers: Headers) -> list[str]:
    """The encodings that a client names and does not refuse by `q=0`."""
    found = []
    for one in ",".join(headers.getlist("accept-encoding")).lower().split(","):
        name, *rest = (part.strip() for part in one.split(";"))
        if name and not any(REFUSED.fullmatch(part) for part in rest):
            found.append(name)
    return found


def takes_brotli(headers: Headers) -> bool:
    return "br" in accepted(headers)


def takes_gzip(headers: Headers) -> bool:
    return "gzip" in accepted(headers)


class AcceptedEncodings:
    """Tells those behind what a client takes, without what it refuses: Starlette's own compression, which Streamlit
    brings, looks for the word `gzip` alone and took `gzip;q=0` for a wish."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and any(name == b"accept-encoding" for name, _ in scope["headers"]):
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            taken = ", ".join(accepted(Headers(scope=scope))) or "identity"
            scope = scope | {"headers": [*others, (b"accept-encoding", taken.encode("latin-1"))]}
        await self.app(scope, receive, send)
