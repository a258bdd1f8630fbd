"""How the app is served: our own files, compressed bundles, strict headers, and doors closed to others.

Plain ASGI on Starlette; nothing here knows what the app is about. `app.py` hands `routes()` and `middleware()`
to `st.App`.
"""

from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import hmac
import mimetypes
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style.css"
LANGUAGES = ("en", "es")
FOREVER = "public, max-age=31536000, immutable"
LARGEST_COMPRESSED = 32 * 1024 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TEXT = re.compile(r"text/|application/(javascript|json|geo\+json|wasm|xml|manifest\+json)|image/svg\+xml|font/ttf")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/geo+json", ".geojson")

Loader = Callable[[], Mapping[str, tuple[bytes, str]]]


# Our own files, each under an address that changes with its content


@dataclass(frozen=True)
class ServedFile:
    """One file as it leaves: its bytes, their digest, and the same compressed where that is smaller."""

    body: bytes
    media_type: str
    digest: str
    zipped: bytes | None

    @classmethod
    def of(cls, body: bytes, media_type: str) -> ServedFile:
        zipped = gzip.compress(body, 9, mtime=0) if TEXT.match(media_type) else None
        return cls(body, media_type, _digest(body), zipped if zipped and len(zipped) < len(body) else None)


class ServedFiles:
    """Files by name under `/prefix/<digest>/<name>`, loaded once, on first need; `clear()` loads them again."""

    def __init__(self, prefix: str, load: Loader, *, one_digest: bool = False) -> None:
        self.prefix, self._load, self._one_digest = prefix, load, one_digest
        self._files: dict[str, ServedFile] | None = None

    def files(self) -> dict[str, ServedFile]:
        if self._files is None:
            self._files = {name: ServedFile.of(*file) for name, file in sorted(self._load().items())}
        return self._files

    def clear(self) -> None:
        self._files = None

    def digest(self, name: str) -> str:
        files = self.files()
        if self._one_digest:  # so that style.css may name its fonts by relative address
            return _digest("".join(n + f.digest for n, f in files.items()).encode())
        return files[name].digest

    def url(self, name: str) -> str:
        return f"/{self.prefix}/{self.digest(name)}/{name}"

    def route(self) -> Route:
        async def answer(request: Request) -> Response:
            name = request.path_params["name"]
            files = await to_thread.run_sync(self.files)
            if name not in files or request.path_params["digest"] != self.digest(name):
                return PlainTextResponse("There is no such file.", 404)
            return _served(request, files[name])

        return Route(f"/{self.prefix}/{{digest}}/{{name:path}}", answer, methods=["GET"])


def _served(request: Request, file: ServedFile) -> Response:
    headers = {"Cache-Control": FOREVER, "ETag": f'W/"{file.digest}"', "Vary": "Accept-Encoding"}
    if f'"{file.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file.zipped and _takes_gzip(request.headers):
        return Response(file.zipped, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.body, media_type=file.media_type, headers=headers)


def _static_files() -> dict[str, tuple[bytes, str]]:
    paths = [STYLE, *(path for path in STATIC.rglob("*") if path.is_file())]
    return {
        "style.css" if path == STYLE else path.relative_to(STATIC).as_posix(): (
            path.read_bytes(),
            mimetypes.guess_type(path.name)[0] or "text/plain",
        )
        for path in paths
    }


class Pictures:
    """Pictures made for a view, each under the address of its content; the last ones are kept, the oldest let go."""

    def __init__(self, most: int = 300) -> None:
        self._most, self._kept = most, OrderedDict()

    def url(self, svg: str) -> str:
        file = ServedFile.of(svg.encode(), "image/svg+xml")
        self._kept[file.digest] = file
        self._kept.move_to_end(file.digest)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return f"/picture/{file.digest}.svg"

    def route(self) -> Route:
        async def answer(request: Request) -> Response:
            file = self._kept.get(request.path_params["digest"])
            return _served(request, file) if file else PlainTextResponse("There is no such picture.", 404)

        return Route("/picture/{digest}.svg", answer, methods=["GET"])


pictures = Pictures()
assets = ServedFiles("assets", _static_files, one_digest=True)
asset_url = assets.url


def asset_routes(geo: ServedFiles | None = None) -> list[Route]:
    """Routes of our static files and, where given, of the boundaries: `ServedFiles("geo", load)`."""
    return [files.route() for files in (assets, geo, pictures) if files]


# The document: Streamlit's index.html with our style sheet, title, icon, language and words


def document(index: str, language: str = "en") -> str:
    """Streamlit's page with our style in its head, so that nothing flashes and no rerun sends it again."""
    style, icon = asset_url("style.css"), asset_url("favicon.png")
    fonts = [asset_url(f"fonts/{name}-latin-wght-normal.woff2") for name in ("figtree", "source-serif-4")]
    head = f'<script src="{asset_url("window.js")}"></script><link rel="stylesheet" href="{style}">' + "".join(
        f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>' for font in fonts
    )
    for pattern, ours in (
        (r'<html lang="[^"]*"', f'<html lang="{language}"'),
        (r"<title>.*?</title>", "<title>Tejido</title>"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="shortcut icon" href="{icon}">'),
        (r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*>', ""),
        (
            r"<noscript>.*?</noscript>",
            '<noscript><p>Tejido needs JavaScript.</p><p lang="es">Tejido necesita JavaScript.</p></noscript>',
        ),
        (r"</head>", head + "</head>"),
    ):
        index = re.sub(pattern, lambda _: ours, index, count=1, flags=re.DOTALL)  # noqa: B023
    return index


def asked_language(scope: Scope) -> str:
    """The language that the address asks for, else the first one of the browser's that we have, else English."""
    asked = re.search(rb"(?:^|&)lang=([a-z]{2})(?:&|$)", scope.get("query_string", b""))
    wanted = [asked[1].decode()] if asked else []
    wanted += [part.strip()[:2].lower() for part in Headers(scope=scope).get("accept-language", "").split(",")]
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def streamlit_index() -> str:
    from streamlit.file_util import get_static_dir

    return (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")


class Document:
    """Answers every page address with our document where Streamlit would send its own."""

    def __init__(self, app: ASGIApp, index: str) -> None:
        self.app = app
        self.pages = {language: document(index, language).encode() for language in LANGUAGES}
        self.zipped = {language: gzip.compress(body, 9, mtime=0) for language, body in self.pages.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or _is_machinery(scope["path"]):
            await self.app(scope, receive, send)
            return
        ours: bytes | None = None

        async def swap(message: Message) -> None:
            nonlocal ours
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    language, zipped = asked_language(scope), _takes_gzip(Headers(scope=scope))
                    ours = (self.zipped if zipped else self.pages)[language]
                    headers["content-length"] = str(len(ours))
                    headers["cache-control"] = "no-cache"
                    for name in ("etag", "last-modified", "accept-ranges"):
                        del headers[name]
                    if zipped:
                        headers["content-encoding"] = "gzip"
                    for name in ("Accept-Encoding", "Accept-Language"):
                        headers.add_vary_header(name)
            elif message["type"] == "http.response.body" and ours is not None:
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": ours}
            await send(message)

        # our document is never older or newer than Streamlit's: ask for the whole of it
        plain = [pair for pair in scope["headers"] if pair[0] not in (b"if-none-match", b"if-modified-since", b"range")]
        await self.app(scope | {"headers": plain}, receive, swap)


def _is_machinery(path: str) -> bool:
    return path.startswith(("/_stcore/", "/static/", "/media/", "/component/", "/app/", "/assets/", "/geo/"))


# Compression


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
        encoding = "br" if _takes_brotli(headers) else "gzip" if _takes_gzip(headers) else None
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


def _takes_brotli(headers: Headers) -> bool:
    return bool(re.search(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", headers.get("accept-encoding", "")))


def _takes_gzip(headers: Headers) -> bool:
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", headers.get("accept-encoding", "")))


# Headers


def script_hashes(page: str) -> list[str]:
    """What the policy calls each script that stands in the page itself."""
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline]


def content_security_policy(page: str, host: str = "") -> str:
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[A-Za-z0-9.\-:\[\]]+", host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            # deck.gl compiles a decoder when it loads: WebAssembly may, scripts from strings may not
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *script_hashes(page)]),
            "style-src 'self' 'unsafe-inline'",
            "worker-src 'self' blob:",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "frame-ancestors 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
ONLY_PAGES = {
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """The headers of every answer, and the policy of every one that is no bundle (a first load is 170 bundles).

    What was put in by a visitor (`/media/`) may run nothing at all.
    """

    def __init__(self, app: ASGIApp, index: str) -> None:
        self.app, self.index = app, index

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own, policy = ONLY_PAGES, ""
        if scope["path"].startswith("/static/"):
            own = ()
        elif scope["path"].startswith("/media/"):
            policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        else:
            policy = content_security_policy(self.index, Headers(scope=scope).get("host", ""))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Streamlit answers an unknown bundle with its page
                page = own or headers.get("content-type", "").startswith("text/html")
                for name, value in (HEADERS | ONLY_PAGES if page else HEADERS).items():
                    headers.setdefault(name, value)
                if page:
                    headers["Content-Security-Policy"] = policy or content_security_policy(self.index)
            await send(message)

        await self.app(scope, receive, sent)


# Doors


class KnownHostsOnly:
    """Refuses a foreign Host (DNS rebinding), and a websocket or a change asked for by another site's page.

    Streamlit checks the Host of the websocket alone, and takes a websocket from any page on this machine.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        self.app, self.hosts, self.origins = app, tuple(hosts), frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self.knows(headers.get("host", "")):
            await _refuse(scope, receive, send, "This address is not served here.", 421)
        elif self.changes(scope) and not self.same_site(headers):
            await _refuse(scope, receive, send, "Another site may not do this.", 403)
        else:
            await self.app(scope, receive, send)

    def knows(self, host: str) -> bool:
        name = re.sub(r":\d+$", "", host.lower()).strip("[]").rstrip(".")
        return not self.hosts or any(
            allowed == "*" or name == allowed or (allowed.startswith("*.") and name.endswith(allowed[1:]))
            for allowed in self.hosts
        )

    def same_site(self, headers: Headers) -> bool:
        origin = headers.get("origin")  # programs that are no browser send none
        return origin is None or origin in self.origins or origin.partition("://")[2] == headers.get("host")

    @staticmethod
    def changes(scope: Scope) -> bool:
        return scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")


class OwnBrowserOnly:
    """Takes uploads from, and gives made files to, browsers that opened the app: they carry its signed cookie."""

    GUARDED = ("/media/", "/_stcore/upload_file/")
    COOKIE = "tejido_browser"

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self.app, self.secret = app, secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.is_known(scope):
            await self.app(scope, receive, send)
        elif scope["path"].startswith(self.GUARDED) and scope["method"] != "OPTIONS":
            await _refuse(scope, receive, send, "Open the app first.", 403)
        else:
            await self.app(scope, receive, self.with_cookie(scope, send))

    def is_known(self, scope: Scope) -> bool:
        nonce, _, signature = cookie_parser(Headers(scope=scope).get("cookie", "")).get(self.COOKIE, "").partition(".")
        return hmac.compare_digest(signature.encode(), self.sign(nonce).encode())

    def sign(self, nonce: str) -> str:
        return hmac.new(self.secret, b"browser:" + nonce.encode(), hashlib.sha256).hexdigest()

    def with_cookie(self, scope: Scope, send: Send) -> Send:
        nonce = secrets.token_urlsafe(16)
        cookie = f"{self.COOKIE}={nonce}.{self.sign(nonce)}; Path=/; HttpOnly; SameSite=Strict"
        secure = "; Secure" if scope.get("scheme") == "https" else ""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # never beside something that a shared cache may keep
                if "no-cache" in headers.get("cache-control", ""):
                    headers.append("set-cookie", cookie + secure)
            await send(message)

        return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why})
    else:
        await PlainTextResponse(why, status)(scope, receive, send)


# All of it, as configured


def middleware() -> list[Middleware]:
    """What stands before Streamlit, outermost first, from `.streamlit/config.toml`."""
    from streamlit import config
    from streamlit.web.server.server_util import get_cookie_secret

    index, hosts = streamlit_index(), config.get_option("server.allowedHosts")
    if not hosts and config.get_option("server.address") in LOOPBACK:
        hosts = LOOPBACK
    return [
        Middleware(SecurityHeaders, index=index),
        Middleware(KnownHostsOnly, hosts=hosts, origins=config.get_option("server.corsAllowedOrigins")),
        Middleware(OwnBrowserOnly, secret=get_cookie_secret()),
        Middleware(Document, index=index),
        Middleware(CompressedBundles),
    ]


# Memory


@cache
def settle_memory(after: str = "start") -> None:
    """Take what is in memory out of the collector's sight, once for each name: Streamlit collects after each rerun."""
    gc.collect()
    gc.freeze()


def lifespan(warm_up: Callable[[], object] = lambda: None):
    """For `st.App(lifespan=…)`: do what every visit needs, then settle the memory, then serve."""

    @asynccontextmanager
    async def served(_app):
        await to_thread.run_sync(warm_up)
        await to_thread.run_sync(assets.files)
        settle_memory()
        yield

    return served


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
