"""Present mode: a story as one page of its own, at `/present/<story>#3`, without Streamlit around it."""

from __future__ import annotations

import hashlib

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from analytics.errors import TejidoError, UseError
from analytics.exports.deck_html import csp, deck_html
from analytics.paths import SAMPLE
from analytics.stories.handing import deck_of
from analytics.stories.library import ready_stories, stories_of
from analytics.workspaces import workspace_named
from pages.shared import store
from pages.shared.served_files import asked_language

ADDRESS, NOTES = "/present/", "notes"


def address(name: str, lang: str, workspace: str | None) -> str:
    """Where a story is presented."""
    return f"{ADDRESS}{name}?lang={lang}" + (f"&data={workspace}" if workspace else "")


def route() -> Route:
    async def answer(request: Request) -> Response:
        name, lang = request.path_params["name"], asked_language(request.scope)
        workspace = request.query_params.get("data")
        # what the room scans is the same story without what the speaker noted
        link = f"{request.url.scheme}://{request.url.netloc}{address(name, lang, workspace)}&{NOTES}=0"
        with_notes = request.query_params.get(NOTES) != "0"
        try:
            page = await to_thread.run_sync(_page, name, lang, workspace, link, with_notes)
        except UseError:
            return PlainTextResponse("There is no such story.", 404)
        except TejidoError as error:
            return PlainTextResponse(str(error), 500)
        tag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        headers = {"Cache-Control": "no-cache", "ETag": tag, "Content-Security-Policy": csp()}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(page, media_type="text/html", headers=headers)

    return Route(ADDRESS + "{name}", answer, methods=["GET"])


def _page(name: str, lang: str, workspace: str | None, link: str, with_notes: bool) -> bytes:
    if workspace not in (None, SAMPLE) and workspace_named(workspace) is None:
        raise UseError(f"There is no workspace {workspace!r}.")
    stories = stories_of(workspace)
    if not stories.has(name) and workspace is None and name in ready_stories():
        story = stories.opened(name, store.record())
    else:
        story = stories.open(name)
    return deck_html(deck_of(stories, story, lang), link, with_notes).encode()
