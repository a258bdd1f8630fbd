"""A file of boundaries opened: its format by its content, its layers, and a layer's features; no network, four drivers.

Runs in the contained process alone (`analytics.bounding.child`).
"""

from __future__ import annotations

import contextlib
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio

from analytics.readers.archives import checked_archive
from analytics.readers.refusals import turned_away, unreadable

DRIVERS = {"GeoJSON", "TopoJSON", "GPKG", "ESRI Shapefile"}
MOST_FEATURES = 100_000  # the country of most municipalities has 36,000
MOST_LAYERS = 40
VIEWS = Path(__file__).parent / "views.sql"
SHP = b"\x00\x00\x27\x0a"
COMPANIONS = (".shx", ".dbf", ".prj", ".cpg")
OURS = (".shp", ".geojson", ".json", ".topojson", ".gpkg", ".parquet", ".geoparquet")


@dataclass(frozen=True)
class Layer:
    """One table of polygons in a file; `inner` is its name inside a file that holds several."""

    name: str
    path: Path
    format: str
    features: int
    inner: str | None = None


def check_drivers() -> None:
    """Refuses to read with another GDAL than the one that was tried: its further readers may follow links."""
    if strange := set(pyogrio.list_drivers()) - DRIVERS:  # GDAL_SKIP (child.py) does not know them
        raise turned_away(f"this GDAL has readers that were not tried ({', '.join(sorted(strange)[:3])})")


def layers(path: Path, folder: Path) -> list[Layer]:
    """Every layer of the file at `path`; `folder` is where an archive may be unpacked. Raises RefusedFile."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        found = [layer for member in _unpacked(path, folder) for layer in _of_file(member, _kind(member), folder)]
    else:
        found = _of_file(path, _kind(path), folder)
    found = [layer for layer in found if layer.features]
    if not found:
        raise turned_away("it holds no features")
    if len(found) > MOST_LAYERS:
        raise turned_away(f"it holds {len(found):,} layers, and {MOST_LAYERS} are the most")
    return found


def _kind(path: Path) -> str:
    """geojson, topojson, gpkg, parquet or shp, by the content."""
    with path.open("rb") as file:
        start = file.read(65_536)
    if start.startswith(SHP):
        return "shp"
    if start.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if start.startswith(b"PAR1"):
        return "parquet"
    if _text(start).lstrip().startswith("{"):
        return "topojson" if '"Topology"' in _text(start) or _is_topology(path) else "geojson"
    if not start:
        raise unreadable("it is empty")
    raise turned_away("it is no GeoJSON, TopoJSON, GeoPackage, GeoParquet, shapefile or archive of one")


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return data.decode(encoding, "replace").lstrip("\ufeff\x00")


def _is_topology(path: Path) -> bool:
    """Whether the last part of a JSON file says that it is a topology: `type` may stand after the arcs."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_536))
        return b'"Topology"' in file.read()


def _of_file(path: Path, kind: str, folder: Path) -> list[Layer]:
    try:
        if kind == "parquet":
            return [_counted(Layer(path.stem, path, kind, pq.ParquetFile(path).metadata.num_rows))]
        if kind in ("geojson", "topojson"):
            path = _plain_json(path, kind, folder)
        if kind == "shp":
            _check_companions(path)
        ending = {"gpkg": ".gpkg"}.get(kind)
        if ending and path.suffix.lower() != ending:  # its driver goes by the name
            link = folder / f"{path.stem[:60]}{ending}"
            link.symlink_to(path)
            path = link
        named = [pair for pair in pyogrio.list_layers(path) if kind != "gpkg" or pair[0] not in _views(path)]
        return [
            _counted(Layer(name if len(named) > 1 else path.stem, path, kind, _features(path, name), name))
            for name, kind_of in named
            if kind_of is not None
        ]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError, sqlite3.Error) as error:
        raise unreadable("its content is damaged") from error


def _views(path: Path) -> set[str]:
    """The views of a GeoPackage: queries of its maker's, which need not come to an end, and no tables."""
    with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as base:
        return {name for (name,) in base.execute(VIEWS.read_text(encoding="utf-8"))}


def _features(path: Path, layer: str) -> int:
    return max(0, pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"])


def _counted(layer: Layer) -> Layer:
    if layer.features > MOST_FEATURES:
        raise turned_away(f"it holds {layer.features:,} features, and {MOST_FEATURES:,} are the most")
    return layer


def _plain_json(path: Path, kind: str, folder: Path) -> Path:
    """The file in UTF-8 without a mark, under a name that its driver knows."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").strip(b"\x00")
    at = folder / f"plain-{len(list(folder.iterdir()))}"
    at.mkdir()
    plain = at / f"{path.stem[:60] or 'file'}.{kind}"
    plain.write_bytes(data)
    return plain


def _check_companions(path: Path) -> None:
    there = {other.suffix.lower() for other in path.parent.glob(f"{path.stem}.*")}
    if missing := [ending for ending in (".shx", ".dbf") if ending not in there]:
        raise turned_away(
            f"a shapefile is several files, and {', '.join(missing)} is missing;"
            " put .shp, .shx, .dbf and .prj into one zip"
        )


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """The files of boundaries of an archive, written under names of our own."""
    members = [name for name in checked_archive(path) if not _is_beside(name)]
    wanted = [name for name in members if PurePosixPath(name.lower()).suffix in OURS]
    if not wanted:
        raise turned_away("its archive holds no shapefile, GeoJSON, TopoJSON, GeoPackage or GeoParquet")
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in wanted[:MOST_LAYERS]:
            at = folder / f"unpacked-{len(found)}"
            at.mkdir()
            stem = PurePosixPath(name).stem[:60].replace("\\", "_") or "file"
            found.append(_extracted(archive, name, at / f"{stem}{PurePosixPath(name.lower()).suffix}"))
            if name.lower().endswith(".shp"):
                for other in members:
                    same = other.lower().rsplit(".", 1)[0] == name.lower().rsplit(".", 1)[0]
                    ending = PurePosixPath(other.lower()).suffix
                    if same and ending in COMPANIONS:
                        _extracted(archive, other, at / f"{stem}{ending}")
    return found


def _is_beside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.endswith("/") or "__MACOSX" in parts or parts[-1].startswith(".")


def _extracted(archive: zipfile.ZipFile, name: str, to: Path) -> Path:
    try:
        with archive.open(name) as member, to.open("wb") as file:
            while piece := member.read(1_000_000):
                file.write(piece)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise unreadable("its archive is damaged") from error
    return to


def features(layer: Layer, most: int | None = None) -> gpd.GeoDataFrame:
    """The features of a layer as they stand in the file (the first `most` of them)."""
    try:
        if layer.format == "parquet":
            frame = gpd.read_parquet(layer.path)
            return frame if most is None else frame.head(most)
        encoding = _dbf_encoding(layer.path) if layer.format == "shp" else None
        frame = pyogrio.read_dataframe(
            layer.path, layer=layer.inner, max_features=most, encoding=encoding, fid_as_index=layer.format == "geojson"
        )
        return _with_ids(frame) if layer.format == "geojson" else frame
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError, KeyError) as error:
        if "geo metadata" in str(error).lower():
            raise turned_away("it is a table without geometry") from error
        raise unreadable("its content is damaged") from error


def _with_ids(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The ids that features of a GeoJSON have beside their properties as a column, where they are no mere counting."""
    ids = frame.index.to_numpy()
    is_counted = len(ids) == 0 or (ids == range(int(ids[0]), int(ids[0]) + len(ids))).all()
    return frame if is_counted or "id" in frame.columns else frame.assign(id=ids)


def _dbf_encoding(path: Path) -> str | None:
    """How the names of a shapefile are written: as its .cpg says, else UTF-8 where they are, else Windows-1252."""
    cpg = next((other for other in path.parent.glob(f"{path.stem}.*") if other.suffix.lower() == ".cpg"), None)
    if cpg is not None:
        return None
    dbf = next(other for other in path.parent.glob(f"{path.stem}.*") if other.suffix.lower() == ".dbf")
    data = dbf.read_bytes()
    header = int.from_bytes(data[8:10], "little")
    try:
        data[header:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
