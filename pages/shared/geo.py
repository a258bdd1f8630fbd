"""The boundaries of the snapshot and those that were brought in, each under an address that changes with its content.

A set that comes in while the app runs is served at the next run of a page; files of older runs stay while they exist.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from analytics import boundary_sets
from analytics.maps import shapes
from pages.shared import store
from pages.shared.served_files import ServedFile, served

PREFIX = "geo"
OUR_FILES_KEPT = 24  # four for each state of the sets that an open page may have seen


class Geo:
    """Boundary files by name under `/geo/<digest>/<name>`."""

    def __init__(self) -> None:
        self._ours: dict[str, ServedFile] = {}
        self._stamp: object = None
        self._kept: OrderedDict[tuple[str, str], ServedFile] = OrderedDict()
        self._lock = Lock()

    def files(self) -> dict[str, ServedFile]:
        """Our own files by name, made again when a set came or went."""
        stamp = boundary_sets.folder(), boundary_sets.stamp(), store.record().snapshot.id
        with self._lock:
            if stamp != self._stamp:
                made = shapes.files(store.record().snapshot)
                self._ours = {name: self._file(name, *file) for name, file in sorted(made.items())}
                self._stamp = stamp
            return self._ours

    def _file(self, name: str, body: bytes, media_type: str) -> ServedFile:
        file = ServedFile.of(body, media_type)
        self._kept[name, file.digest] = file
        while len(self._kept) > OUR_FILES_KEPT:
            self._kept.popitem(last=False)
        return file

    def clear(self) -> None:
        """Makes our own files again at the next need."""
        self._stamp = None

    def url(self, name: str) -> str:
        return f"/{PREFIX}/{self.files()[name].digest}/{name}"

    def found(self, name: str, digest: str) -> ServedFile | None:
        """A file by name and content: one of ours, or one of a set that is there."""
        self.files()
        return self._kept.get((name, digest)) or _of_sets(name, digest)

    def route(self) -> Route:
        async def answer(request: Request) -> Response:
            wanted = request.path_params["name"], request.path_params["digest"]
            file = await to_thread.run_sync(self.found, *wanted)
            if not file:
                return PlainTextResponse("There is no such file.", 404)
            return await to_thread.run_sync(served, request, file)

        return Route(f"/{PREFIX}/{{digest}}/{{name:path}}", answer, methods=["GET"])


def _of_sets(name: str, digest: str) -> ServedFile | None:
    """A file of any stored set, compressed as it lies there."""
    for one in boundary_sets.every():
        for detail in boundary_sets.DETAILS:
            if name == f"{one.name(detail)}.geojson" and digest == one.digests[detail]:
                path = one.file(detail)
                zipped, smaller = (path.with_name(f"{path.name}.{kind}").read_bytes() for kind in ("gz", "br"))
                return ServedFile(path.read_bytes(), shapes.MEDIA_TYPE, digest, zipped, smaller)
    return None


geo = Geo()


def addresses() -> dict[str, str]:
    """The address of each boundary file, by layer: ours, and those of current sets (`municipalities-CO-low`)."""
    ours = {name.removesuffix(".geojson"): geo.url(name) for name in geo.files()}
    sets = boundary_sets.current().values()
    return ours | {
        one.name(detail): f"/{PREFIX}/{one.digests[detail]}/{one.name(detail)}.geojson"
        for one in sets
        for detail in boundary_sets.DETAILS
    }


def content(layer: str) -> tuple[bytes, str]:
    """The GeoJSON of a layer and its digest, as `addresses` name it; raises KeyError where there is none such."""
    if file := geo.files().get(f"{layer}.geojson"):
        return file.body, file.digest
    one, detail = next(
        (one, detail) for one in boundary_sets.current().values() for detail in boundary_sets.DETAILS
        if one.name(detail) == layer
    )  # fmt: skip
    return one.file(detail).read_bytes(), one.digests[detail]


def count(layer: str) -> int:
    """How many features one of our own layers has."""
    return len(shapes.shapes(store.record().snapshot, layer).codes)
