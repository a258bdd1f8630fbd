"""The read-only addresses for programs, under /api/v1: one ASGI application beside Streamlit's routes.

Questions are asked in threads of their own number, so that no answer holds up the pages. Another site's page cannot
read an answer: no CORS header is ever sent, and a browser that says it asks for another site is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import re
import uuid
from functools import cache
from http import HTTPStatus
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from analytics import boundary_sets
from analytics.api import answers, described
from analytics.api.described import GEOJSON, PROBLEM, ROOT
from analytics.api.parameters import Problem
from analytics.errors import SnapshotError, TejidoError
from analytics.paths import PROJECT, SAMPLE
from pages.shared import geo, store
from pages.shared.compression import takes_gzip
from pages.shared.serving import LOOPBACK

AT_ONCE = 4  # questions of programs that are answered at a time; pages have threads of their own
JSON = "application/json"
SMALL = 500  # bytes: not worth compressing
# beside `private` no word that would make the doors hand out a cookie
CACHE = "private, max-age=0, must-revalidate"
FOREIGN = ("cross-site", "same-site")
# what proxies add to a request, whichever they are
PASSED_ON = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "x-cluster", "true-client-ip", "cf-", "via")

_LOG = logging.getLogger(__name__)


class Api:
    """Answers GET and HEAD under /api; every other path and method with a problem in words."""

    def __init__(self) -> None:
        self._limiter: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": "There is no websocket here."})
            return
        request = Request(scope, receive)
        if self._limiter is None:
            self._limiter = CapacityLimiter(AT_ONCE)
        response = await to_thread.run_sync(_answered, request, limiter=self._limiter)
        await response(scope, receive, send)


def _answered(request: Request) -> Response:
    try:
        return _of(request)
    except Problem as error:
        return _problem(error.status, str(error))
    except SnapshotError as error:
        return _problem(503, str(error))
    except TejidoError as error:
        return _problem(400, str(error))
    except Exception:
        number = uuid.uuid4().hex[:8]
        _LOG.exception("an answer failed (%s)", number)
        return _problem(500, f"Something went wrong here. The log has it under {number}.")


def _of(request: Request) -> Response:
    if request.headers.get("sec-fetch-site") in FOREIGN and request.headers.get("sec-fetch-mode") != "navigate":
        raise Problem(403, "Pages of other sites cannot read this.")
    path = "/" + request.url.path.removeprefix(ROOT).strip("/")
    if not request.url.path.startswith(ROOT):
        raise Problem(404, f"There is nothing here. The catalogue: {ROOT}/")
    question = re.fullmatch(r"/questions/([^/]+)", path)
    layer = re.fullmatch(r"/boundaries/([^/]+)", path)
    fixed = {"/": _catalogue, "/openapi.json": _description, "/boundaries": _boundaries}
    if not (question or layer or path in fixed):
        raise Problem(404, f"There is nothing at {path[:80]}. The catalogue: {ROOT}/")
    if request.method not in ("GET", "HEAD"):
        return _problem(405, "Only GET and HEAD are answered here.", {"Allow": "GET, HEAD"})
    if question:
        return _question(request, question[1])
    if names := list(request.query_params):
        raise Problem(400, f"{path} takes no parameters, such as {names[0][:40]!r}.")
    return _layer(request, layer[1]) if layer else fixed[path](request)


def most_role(request: Request) -> str:
    """The role that a program may read as: the analyst on this machine, the public for everyone else.

    Until people sign in, nothing that is the analyst's alone leaves the machine by an address.
    """
    client = request.client.host if request.client else ""
    is_passed_on = any(name.startswith(PASSED_ON) for name in request.headers)
    is_here = client in (*LOOPBACK, "testclient") and (request.url.hostname or "") in LOOPBACK
    return "analyst" if is_here and not is_passed_on else "public"


def _question(request: Request, name: str) -> Response:
    asked = answers.asked(name, request.query_params.multi_items(), most_role(request))
    try:
        warehouse = store.house(asked.data)
    except KeyError:
        raise Problem(404, f"There is no data set {asked.data!r}.") from None
    answers.check_codes(asked, warehouse)  # before "unchanged" is said of what is not there
    tag = _tag(_program(), warehouse.snapshot.id, repr(asked))
    if same := _unchanged(request, tag):
        return same
    answer = answers.answer(asked, warehouse)
    headers = {"X-Total-Count": str(answer.total), "X-Version": warehouse.snapshot.id}
    if answer.is_cut:
        headers["X-Cut"] = "true"
    if links := _links(request, asked, answer.total):
        headers["Link"] = links
    return _sent(request, answer.body, answer.media_type, tag, headers)


def _links(request: Request, asked: answers.Asked, total: int) -> str:
    """The pages before and after, where there are more rows than an answer holds."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    last = max(0, (total - 1) // asked.limit * asked.limit) if total else 0
    steps = {"first": 0, "prev": max(0, asked.offset - asked.limit), "next": asked.offset + asked.limit, "last": last}
    if asked.offset == 0:
        del steps["prev"]
    if asked.offset + asked.limit >= total:
        del steps["next"]
    if len(steps) < 3:
        return ""
    at = {rel: urlencode([*others, ("offset", offset)]) for rel, offset in steps.items()}
    return ", ".join(f'<{request.url.path}?{query}>; rel="{rel}"' for rel, query in at.items())


def _catalogue(request: Request) -> Response:
    snapshot, sets = store.record().snapshot, sorted({*store.published_workspaces(), SAMPLE})
    told = described.catalogue(snapshot, sets, _layers())
    return _json(request, told)


def _description(request: Request) -> Response:
    return _json(request, described.openapi())


def _boundaries(request: Request) -> Response:
    return _json(request, _layers())


def _layers() -> list[dict]:
    """The layers of boundaries: those that Tejido came with, and those of current sets."""
    ours = {"countries": "Made with Natural Earth", "departments": "Made with Natural Earth"}
    found = [
        {"layer": name, "address": f"{ROOT}/boundaries/{name}", "features": geo.count(name), "credit": credit,
         "vintage": "", "licence": "public domain"}
        for name, credit in ours.items()
    ]  # fmt: skip
    return found + [
        {"layer": one.name(detail), "address": f"{ROOT}/boundaries/{one.name(detail)}", "features": len(one.codes),
         "credit": one.credit, "vintage": one.vintage, "licence": one.licence}
        for one in boundary_sets.current().values() for detail in boundary_sets.DETAILS
    ]  # fmt: skip


def _layer(request: Request, name: str) -> Response:
    address = {one["layer"]: one for one in _layers()}.get(name)
    if address is None:
        raise Problem(404, f"There are no boundaries {name[:60]!r}. They are listed at {ROOT}/boundaries.")
    body, digest = geo.content(name)
    if same := _unchanged(request, tag := _tag(digest)):
        return same
    return _sent(request, body, GEOJSON, tag)


def _json(request: Request, told: object) -> Response:
    body = json.dumps(told, ensure_ascii=False).encode()
    tag = _tag(hashlib.sha256(body).hexdigest())
    return _unchanged(request, tag) or _sent(request, body, JSON, tag)


@cache
def _program() -> str:
    """A digest of what answers: a newer version of Tejido may answer the same question otherwise."""
    held = hashlib.sha256()
    for path in sorted(path for path in (PROJECT / "analytics").rglob("*") if path.suffix in (".py", ".sql", ".csv")):
        held.update(path.read_bytes())
    return held.hexdigest()


def _tag(*parts: str) -> str:
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]}"'


def _unchanged(request: Request, tag: str) -> Response | None:
    given = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in given.split(",")}
    if tag.removeprefix("W/") not in known and given.strip() != "*":
        return None
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"})


def _sent(request: Request, body: bytes, kind: str, tag: str, headers: dict[str, str] | None = None) -> Response:
    own = {"ETag": tag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"} | (headers or {})
    if len(body) > SMALL and "parquet" not in kind and takes_gzip(request.headers):
        body, own = gzip.compress(body, 6, mtime=0), own | {"Content-Encoding": "gzip"}
    response = Response(b"" if request.method == "HEAD" else body, headers=own, media_type=kind)
    response.headers["content-length"] = str(len(body))
    return response


def _problem(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": why}
    own = {"Cache-Control": "no-store"} | (headers or {})
    return Response(json.dumps(told, ensure_ascii=False).encode(), status, own, media_type=PROBLEM)


def routes() -> list[Mount]:
    """For `st.App(routes=…)`."""
    return [Mount("/api", app=Api())]
