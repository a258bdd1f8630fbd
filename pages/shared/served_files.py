"""Our own files and pictures, each under an address that changes with its content, and the page that names them."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.compression import FOREVER, TEXT, takes_brotli, takes_gzip

STATIC = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style.css"
LANGUAGES = ("en", "es")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/geo+json", ".geojson")

Loader = Callable[[], Mapping[str, tuple[bytes, str]]]


# Our own files, each under an address that changes with its content


@dataclass(frozen=True)
class ServedFile:
    """One file as it leaves: its bytes, their digest, and the same compressed where that was made beforehand."""

    body: bytes
    media_type: str
    digest: str
    as_gzip: bytes | None = None
    as_brotli: bytes | None = None

    @classmethod
    def of(cls, body: bytes, media_type: str) -> ServedFile:
        return cls(body, media_type, _digest(body))

    @cached_property
    def zipped(self) -> bytes | None:
        """As gzip, where that is smaller; made when it is first fetched: a page that is drawn again waits for none."""
        if self.as_gzip or not TEXT.match(self.media_type):
            return self.as_gzip
        zipped = gzip.compress(self.body, 9, mtime=0)
        return zipped if len(zipped) < len(self.body) else None


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
            return await to_thread.run_sync(served, request, files[name])

        return Route(f"/{self.prefix}/{{digest}}/{{name:path}}", answer, methods=["GET"])


def served(request: Request, file: ServedFile) -> Response:
    headers = {"Cache-Control": FOREVER, "ETag": f'W/"{file.digest}"', "Vary": "Accept-Encoding"}
    if f'"{file.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file.as_brotli and takes_brotli(request.headers):
        return Response(file.as_brotli, media_type=file.media_type, headers=headers | {"Content-Encoding": "br"})
    if takes_gzip(request.headers) and file.zipped:
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
    """Pictures (or other text) made for a view, each under the address of its content; the last ones are kept."""

    def __init__(
        self, most: int = 300, kind: str = "picture", ending: str = "svg", media: str = "image/svg+xml"
    ) -> None:
        self._most, self._kept = most, OrderedDict()
        self._kind, self._ending, self._media = kind, ending, media

    def file(self, made: str | bytes) -> ServedFile:
        """What was made as it will be served: made once by whoever keeps it."""
        return ServedFile.of(made.encode() if isinstance(made, str) else made, self._media)

    def url(self, made: str | bytes | ServedFile) -> str:
        file = made if isinstance(made, ServedFile) else self.file(made)
        file = self._kept.setdefault(file.digest, file)
        self._kept.move_to_end(file.digest)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return f"/{self._kind}/{file.digest}.{self._ending}"

    def route(self) -> Route:
        async def answer(request: Request) -> Response:
            file = self._kept.get(request.path_params["digest"])
            if not file:
                return PlainTextResponse(f"There is no such {self._kind}.", 404)
            return await to_thread.run_sync(served, request, file)

        return Route(f"/{self._kind}/{{digest}}.{self._ending}", answer, methods=["GET"])


pictures = Pictures()
steps = Pictures(120, "steps", "json", "application/json")  # of a map's layer: what changes with time
points = Pictures(24, "points", "bin", "application/octet-stream")  # of a map's layer: many points as numbers
assets = ServedFiles("assets", _static_files, one_digest=True)
asset_url = assets.url


def asset_routes(geo: ServedFiles | None = None) -> list[Route]:
    """Routes of our static files and, where given, of the boundaries: `ServedFiles("geo", load)`."""
    return [files.route() for files in (assets, geo, pictures, steps, points) if files]


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
                    language, zipped = asked_language(scope), takes_gzip(Headers(scope=scope))
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
    own = ("/_stcore/", "/static/", "/media/", "/component/", "/app/", "/assets/", "/geo/", "/api/", "/present/")
    return path.startswith(own)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
