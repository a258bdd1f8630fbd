"""What a browser may do with a page, and who may ask for one: headers, known hosts, the own browser only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
            # deck.gl compiles a decoder when it loads: WebAssembly may, scripts from strings may not;
            # Streamlit hands a component its script as a blob, which only a script that runs already can make
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *script_hashes(page), "blob:"]),
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
                    # a page that is not Streamlit's names a stricter policy of its own
                    headers.setdefault("Content-Security-Policy", policy or content_security_policy(self.index))
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
