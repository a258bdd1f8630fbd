"""What leaves the server: whole, compressed, closed to others, and under headers that a browser obeys."""

import base64
import contextlib
import gc
import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import brotli
import pyarrow
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware

from pages.shared import compression, doors, served_files, serving

HERE = "http://127.0.0.1:8501"
BUNDLE = ("const tejido = 'ñandú';\n" * 4000).encode()
GEO = {"places.geojson": (b'{"type":"FeatureCollection","features":[]}' * 40, "application/geo+json")}


@pytest.fixture
def small(tmp_path):
    """A server with one of everything, behind our middleware: (client, how often the bundle was really read)."""
    read = []
    (tmp_path / "app.abc.js").write_bytes(BUNDLE)
    forever = {"Cache-Control": "public, immutable, max-age=31536000"}

    async def bundle(request):
        read.append(request.url.path)
        return FileResponse(tmp_path / "app.abc.js", headers=forever)

    async def stream(websocket):
        await websocket.accept()
        await websocket.close()

    async def upload(request):
        return PlainTextResponse("taken")

    routes = [
        Route("/static/app.abc.js", bundle),
        Route(
            "/static/missing.js",
            lambda request: HTMLResponse("<p></p>" * 200, headers={"Cache-Control": "no-cache", "ETag": '"m"'}),
        ),
        Route(
            "/static/picture.png",
            lambda request: Response(b"\x89PNG" * 900, media_type="image/png", headers=forever | {"ETag": '"p"'}),
        ),
        Route("/media/made.csv", lambda request: PlainTextResponse("a,b\n")),
        Route("/_stcore/upload_file/s/f", upload, methods=["PUT"]),
        WebSocketRoute("/_stcore/stream", stream),
        *served_files.asset_routes(served_files.ServedFiles("geo", lambda: GEO)),
        Route("/{page:path}", lambda request: HTMLResponse(served_files.streamlit_index())),
    ]
    index = served_files.streamlit_index()
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(doors.SecurityHeaders, index=index),
            Middleware(doors.KnownHostsOnly, hosts=serving.LOOPBACK),
            Middleware(doors.OwnBrowserOnly, secret="secret"),
            Middleware(served_files.Document, index=index),
            Middleware(compression.CompressedBundles),
        ],
    )
    with TestClient(app, base_url=HERE) as client:
        yield client, read


# Compression


def raw(client, path, **headers):
    """The answer with its bytes as they travelled."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


def test_a_bundle_travels_compressed_and_is_read_once(small):
    client, read = small
    for _ in range(3):
        answer, body = raw(client, "/static/app.abc.js", **{"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) == len(body) < len(BUNDLE) / 10
        assert gzip.decompress(body) == BUNDLE
        assert answer.headers["cache-control"] == compression.FOREVER
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["etag"].startswith('W/"')
    assert len(read) == 1


def test_brotli_goes_to_browsers_that_take_it_and_gzip_to_the_others(small):
    client, read = small
    for _ in range(2):
        answer, body = raw(client, "/static/app.abc.js", **{"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert answer.headers["content-encoding"] == "br"
        assert int(answer.headers["content-length"]) == len(body)
        assert pyarrow.Codec("brotli").decompress(body, decompressed_size=len(BUNDLE), asbytes=True) == BUNDLE
    answer, body = raw(client, "/static/app.abc.js", **{"Accept-Encoding": "gzip, br;q=0"})
    assert (answer.headers["content-encoding"], gzip.decompress(body)) == ("gzip", BUNDLE)
    assert len(read) == 2


@pytest.mark.parametrize(
    ("accepted", "told"),
    [("gzip;q=0", None), ("gzip; Q=0.0, identity", None), ("br;q=0, GZIP;q=0.5", "gzip"), ("deflate, gzip", "gzip")],
)
def test_who_refuses_gzip_gets_none_from_streamlit_either(accepted, told):
    """Streamlit's compression comes after ours, and takes `gzip;q=0` for a wish."""
    routes = [Route("/api/long", lambda request: PlainTextResponse("long " * 1000))]
    ours = [one for one in serving.middleware() if one.cls is not doors.KnownHostsOnly]
    with TestClient(Starlette(routes=routes, middleware=[*ours, *create_streamlit_middleware()])) as client:
        answer, body = raw(client, "/api/long", **{"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == told
    assert (gzip.decompress(body) if told else body) == b"long " * 1000


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "zstd"])
def test_a_browser_that_takes_no_gzip_gets_none(small, accepted):
    answer, body = raw(small[0], "/static/app.abc.js", **{"Accept-Encoding": accepted})
    assert body == BUNDLE
    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]


def test_a_range_is_a_range_of_the_plain_bytes(small):
    raw(small[0], "/static/app.abc.js", **{"Accept-Encoding": "gzip"})  # so that a compressed one is kept
    answer, body = raw(small[0], "/static/app.abc.js", **{"Accept-Encoding": "gzip", "Range": "bytes=0-4"})
    assert (answer.status_code, body) == (206, BUNDLE[:5])


def test_an_unchanged_bundle_is_not_sent_again(small):
    client, _ = small
    etag = raw(client, "/static/app.abc.js", **{"Accept-Encoding": "gzip"})[0].headers["etag"]
    assert client.get("/static/app.abc.js", headers={"If-None-Match": etag}).status_code in (200, 304)
    assert client.get("/static/app.abc.js", headers={"If-None-Match": "other"}).status_code == 200


@pytest.mark.parametrize("path", ["/static/picture.png", "/static/missing.js"])
def test_pictures_and_passing_answers_are_not_kept_compressed(small, path):
    assert "content-encoding" not in raw(small[0], path, **{"Accept-Encoding": "gzip"})[0].headers


# Our own files


def test_our_files_keep_for_ever_under_their_digest(small):
    client, _ = small
    answer = client.get(served_files.asset_url("style.css"))
    assert answer.content == served_files.STYLE.read_bytes()
    assert answer.headers["cache-control"] == compression.FOREVER
    again = client.get(served_files.asset_url("style.css"), headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_boundaries_are_compressed_and_answer_to_their_own_digest_alone(small):
    client, _ = small
    body, media_type = GEO["places.geojson"]
    url = served_files.ServedFiles("geo", lambda: GEO).url("places.geojson")
    assert url == f"/geo/{hashlib.sha256(body).hexdigest()[:16]}/places.geojson"
    answer, travelled = raw(client, url, **{"Accept-Encoding": "gzip"})
    assert (gzip.decompress(travelled), answer.headers["content-type"]) == (body, media_type)
    assert raw(client, url, **{"Accept-Encoding": "identity"})[1] == body
    assert client.get("/geo/0123456789abcdef/places.geojson").status_code == 404
    assert client.get(url.replace("places", "other")).status_code == 404
    assert client.get("/assets/0123456789abcdef/style.css").status_code == 404


def test_new_boundaries_get_a_new_address():
    held = dict(GEO)
    files = served_files.ServedFiles("geo", lambda: held)
    before = files.url("places.geojson")
    held["places.geojson"] = (b"{}", "application/geo+json")
    assert files.url("places.geojson") == before  # loaded once
    files.clear()
    assert files.url("places.geojson") != before


def test_the_style_sheet_is_small_and_names_only_files_that_are_there():
    style = served_files.STYLE.read_text(encoding="utf-8")
    assert len(brotli.compress(style.encode())) < 10 * 1024  # as a browser fetches it, once
    named = re.findall(r'url\("([^"]+)"\)', style)
    assert named
    assert all((served_files.STATIC / name).is_file() for name in named)


# The document


def test_every_page_address_gets_our_document_in_the_language_asked_for(small):
    client, _ = small
    for path, accepted, language in (
        ("/", "en-GB", "en"),
        ("/map", "es-CO,es;q=0.9", "es"),
        ("/", "fr", "en"),
        ("/map?lang=en", "es", "en"),
        ("/?a=1&lang=es", "en", "es"),
    ):
        answer = client.get(path, headers={"Accept-Language": accepted})
        assert f'<html lang="{language}"' in answer.text
        assert served_files.asset_url("style.css") in answer.text
        assert "<title>Tejido</title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"
        told, travelled = raw(client, path)
        assert int(told.headers["content-length"]) == len(travelled)


def test_the_document_loses_none_of_streamlits_scripts():
    index = served_files.streamlit_index()
    scripts = re.compile(r"<script.*?</script>|<link rel=\"modulepreload\"[^>]*>|<div id=\"root\">", re.DOTALL)
    kept = [
        found for found in scripts.findall(served_files.document(index)) if "window.js" not in found
    ]  # ours, for the map
    assert kept == scripts.findall(index)
    assert "Streamlit</title>" not in served_files.document(index)


# Headers


def test_the_policy_names_the_real_inline_script_and_no_eval(small):
    policy = small[0].get("/").headers["content-security-policy"]
    script = re.search(r"<script>(.*?)</script>", served_files.streamlit_index(), re.DOTALL)[1]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in policy
    assert "ws://127.0.0.1:8501" in policy


def test_a_forged_host_cannot_write_into_the_policy():
    assert "evil" not in doors.content_security_policy("", "a; script-src evil")


@pytest.mark.parametrize("path", ["/", "/map", "/static/missing.js", "/media/made.csv", "/geo/0/x"])
def test_every_page_carries_all_the_headers(small, path):
    headers = small[0].get(path).headers
    for name, value in (doors.HEADERS | doors.ONLY_PAGES).items():
        assert headers[name] == value
    assert "default-src" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/static/app.abc.js", "/static/picture.png"])
def test_bundles_carry_only_the_headers_that_mean_something_there(small, path):
    headers = small[0].get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in headers


def test_what_visitors_put_in_may_run_nothing(small):
    small[0].get("/")
    assert "sandbox" in small[0].get("/media/made.csv").headers["content-security-policy"]


# Doors


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("localhost", 200),
        ("[::1]:8501", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example:8501", 421),
        ("", 421),
    ],
)
def test_only_this_machine_is_answered(small, host, status):
    assert small[0].get("/", headers={"Host": host}).status_code == status


def test_a_proxied_app_answers_its_own_names():
    guard = doors.KnownHostsOnly(None, hosts=["app.example.org", "*.example.net"])
    assert guard.knows("app.example.org")
    assert guard.knows("a.example.net:443")
    assert not guard.knows("example.net")
    assert not guard.knows("localhost")
    assert doors.KnownHostsOnly(None).knows("anything")


@pytest.mark.parametrize(
    ("origin", "opens"),
    [
        (HERE, True),
        (None, True),
        ("http://evil.example", False),
        ("http://localhost:3000", False),
        ("http://127.0.0.1:9999", False),
        ("null", False),
    ],
)
def test_a_websocket_opens_for_our_own_page_alone(small, origin, opens):
    stream = small[0].websocket_connect(f"ws{HERE[4:]}/_stcore/stream", headers={"Origin": origin} if origin else {})
    with contextlib.nullcontext() if opens else pytest.raises(WebSocketDisconnect), stream:
        pass


def test_files_and_uploads_are_for_browsers_that_opened_the_app(small):
    client, _ = small
    assert client.get("/media/made.csv").status_code == 403
    assert client.put("/_stcore/upload_file/s/f").status_code == 403
    client.cookies.set("tejido_browser", "made.up")
    assert client.get("/media/made.csv").status_code == 403
    client.cookies.clear()
    cookie = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "set-cookie" not in client.get("/").headers
    assert client.get("/media/made.csv").text == "a,b\n"
    assert client.put("/_stcore/upload_file/s/f", headers={"Origin": HERE}).text == "taken"
    assert client.put("/_stcore/upload_file/s/f", headers={"Origin": "http://evil.example"}).status_code == 403


def test_no_cookie_rides_on_what_caches_may_keep(small):
    assert "set-cookie" not in small[0].get("/static/app.abc.js").headers


# Memory


def test_what_is_in_memory_after_the_warm_up_is_the_collectors_no_more():
    done = []
    serving.settle_memory.cache_clear()
    gc.unfreeze()  # pages opened by other tests froze it
    try:
        with TestClient(Starlette(lifespan=serving.lifespan(lambda: done.append(gc.get_freeze_count())))):
            assert done == [0]
            assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
        serving.settle_memory.cache_clear()


# The real one


@pytest.fixture(scope="module")
def real():
    import app

    with TestClient(app.app, base_url=HERE) as client:
        yield client
    gc.unfreeze()


def test_streamlits_own_bundles_come_compressed_and_whole(real):
    from streamlit.file_util import get_static_dir

    script = re.search(r'src="\./(static/js/index[^"]+)"', real.get("/").text)[1]
    answer, body = raw(real, f"/{script}", **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == (Path(get_static_dir()) / script).read_bytes()


def test_the_real_app_is_bound_to_this_machine_and_its_pages_are_ours(real):
    assert real.get("/map").status_code == 200
    assert served_files.asset_url("style.css") in real.get("/map").text
    assert real.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert real.get("/_stcore/health").text == "ok"
    assert real.get("/media/none.csv", headers={"Cookie": ""}).status_code in (403, 404)


def test_no_pages_folder_lies_beside_the_main_script():
    """Else the first deep link after a start runs its page alone, without navigation, style or filters."""
    import app

    assert not (Path(app.app.script_path).resolve().parent / "pages").exists()


def test_the_configuration_sends_nothing_away():
    told = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))
    assert told["server"]["address"] == "127.0.0.1"
    assert told["browser"]["gatherUsageStats"] is False
    assert "http" not in str(told["theme"])


def test_a_picture_is_served_under_the_address_of_its_content():
    pictures = served_files.Pictures(most=2)
    app = Starlette(routes=[pictures.route()])
    addresses = [pictures.url(f"<svg xmlns='http://www.w3.org/2000/svg' width='{n}'/>") for n in range(3)]
    with TestClient(app) as client:
        kept = client.get(addresses[2])
        assert kept.status_code == 200
        assert kept.headers["content-type"].startswith("image/svg+xml")
        assert "immutable" in kept.headers["cache-control"]
        assert client.get(addresses[0]).status_code == 404  # the oldest was let go
