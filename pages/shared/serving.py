"""How the app is served: what stands before Streamlit, and its memory.

Plain ASGI on Starlette; nothing here and in the modules that it joins knows what the app is about.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import asynccontextmanager
from functools import cache

from anyio import to_thread
from starlette.middleware import Middleware

from pages.shared.compression import AcceptedEncodings, CompressedBundles
from pages.shared.doors import KnownHostsOnly, OwnBrowserOnly, SecurityHeaders
from pages.shared.served_files import Document, assets, streamlit_index

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def middleware() -> list[Middleware]:
    """What stands before Streamlit, outermost first, from `.streamlit/config.toml`."""
    from streamlit import config
    from streamlit.web.server.server_util import get_cookie_secret

    index, hosts = streamlit_index(), config.get_option("server.allowedHosts")
    if not hosts and config.get_option("server.address") in LOOPBACK:
        hosts = LOOPBACK
    return [
        Middleware(AcceptedEncodings),
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
