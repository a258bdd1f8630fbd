"""An official file fetched: from a server on this machine, for no test reaches the internet."""

import contextlib
import http.server
import json
import threading
import time

import pytest

from analytics import boundary_sets
from analytics.__main__ import main
from analytics.bounding import download, taking
from analytics.errors import DataError, UseError
from tests.bounds import TOWNS, collection, feature, here, square

FILE = json.dumps(collection(*[feature(code, square(*at)) for code, at in TOWNS.items()])).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.startswith("/api/"):
            told = {"boundaryID": "COL-ADM2-1", "boundarySource": "DANE", "boundaryYearRepresented": "2020",
                    "boundaryLicense": "CC BY 4.0", "gjDownloadURL": f"{base}/moved"}  # fmt: skip
            self.answer(json.dumps(told).encode())
        elif self.path == "/moved":
            self.move(f"{base}/COL-ADM2.geojson")
        elif self.path == "/inside":
            self.move("file:///etc/passwd")
        elif self.path == "/round":
            self.move(f"{base}/round")
        elif self.path == "/COL-ADM2.geojson":
            self.answer(FILE)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b" " * 65_536)
                    time.sleep(0.002)
        elif self.path == "/names-nothing":
            self.answer(b'{"a": 1}')
        elif self.path == "/nothing":
            self.answer(b"")
        else:
            self.send_error(404)

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def move(self, to):
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_file_that_a_service_names_comes_in_with_its_credit(server, capsys, monkeypatch):
    monkeypatch.setattr(taking.contained, "run", here)
    assert main(["boundaries", "--download", "--address", f"{server}/api/x", "--level", "municipality"]) == 0
    one = boundary_sets.current()["CO", "municipality"]
    assert len(one.codes) == len(TOWNS)
    assert (one.credit, one.vintage, one.licence) == ("geoBoundaries; DANE", "2020", "CC BY 4.0")
    assert boundary_sets.stored()[0]["source"] == "COL-ADM2.geojson"


def test_any_address_of_a_file(server, monkeypatch):
    monkeypatch.setattr(taking.contained, "run", here)
    address = f"{server}/COL-ADM2.geojson"
    assert main(["boundaries", "--download", "--address", address, "--credit", "DANE", "--country", "COL"]) == 0
    assert boundary_sets.current()["CO", "municipality"].credit == "DANE"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/missing", "answered 404"),
        ("/inside", "answered 302"),
        ("/round", "answered 302"),
        ("/names-nothing", "names no file"),
        ("/nothing", "sent nothing"),
        ("/endless", "more than 1 MB"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_words(server, tmp_path, path, said):
    with pytest.raises(DataError, match=said):
        download.fetch(server + path, tmp_path, most_bytes=1_000_000)


def test_what_takes_too_long_is_given_up(server, tmp_path):
    with pytest.raises(DataError, match="took too long"):
        download.fetch(f"{server}/endless", tmp_path, most_seconds=0.05)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "/etc/passwd", "http://127.0.0.1:1/x"])
def test_addresses_that_are_none(tmp_path, address):
    with pytest.raises(DataError, match="no address of the web|could not be reached"):
        download.fetch(address, tmp_path)


def test_the_address_of_a_service():
    wanted = "https://www.geoboundaries.org/api/current/gbOpen/COL/ADM2/"
    assert download.address_of("geoboundaries", "CO", "municipality") == wanted
    assert download.address_of("geoboundaries", "COL", "municipality") == wanted
    for country, level in ((None, "municipality"), ("CO", None), ("XX", "country")):
        with pytest.raises(UseError):
            download.address_of("geoboundaries", country, level)


def test_nothing_is_fetched_unless_it_is_asked_for():
    assert main(["boundaries", "--address", "http://127.0.0.1:1/x", "--list"]) == 0
    assert main(["boundaries", "x.geojson", "--address", "http://127.0.0.1:1/x"]) == 2
    assert main(["boundaries", "--download"]) == 2
    assert main(["boundaries", "x.geojson", "--country", "ZZ"]) == 2


def test_a_public_address_leads_to_no_address_inside(server, tmp_path, monkeypatch):
    real = download._is_private
    monkeypatch.setattr(
        download, "_is_private", lambda address: real(address) and not address.endswith(("/moved", "/api/x"))
    )
    for path in ("/moved", "/api/x"):
        with pytest.raises(DataError, match=r"inside a network|not followed"):
            download.fetch(server + path, tmp_path)
    assert real(server)
    assert real("http://169.254.169.254/latest")
    assert not real("http://1.1.1.1/")
