"""What tests share: a guard that keeps them off the real snapshots, the published record, and a tiny country."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analytics.sample.publishing import publish_sample
from analytics.snapshots import publish
from analytics.tables import read_tables
from analytics.warehouse import Warehouse, open_warehouse
from tests.country import PROJECT, write_country
from tests.pages import Visitor

REAL = {kind: PROJECT / "data" / kind for kind in ("published", "reference")}
SHARED = PROJECT.parent / "shared"


@pytest.fixture(autouse=True)
def data_home(tmp_path, monkeypatch) -> Path:
    """The guard: whatever a test builds or opens by default lies in a folder of its own."""
    home = tmp_path / "tejido-data"
    monkeypatch.setenv("TEJIDO_DATA", str(home))
    return home


@pytest.fixture(scope="session")
def published_home(tmp_path_factory) -> Path:
    """A data folder with the published record as its snapshot; read only."""
    home = tmp_path_factory.mktemp("published")
    publish(REAL, home / "snapshots")
    return home


@pytest.fixture(scope="session")
def published(published_home):
    """The warehouse over the published record."""
    with open_warehouse(published_home / "snapshots") as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def sample_home(published_home) -> Path:
    """A data folder with the record and the illustrative portfolio of seed 1; read only."""
    publish_sample(1, published_home / "sample" / "snapshots")
    return published_home


@pytest.fixture(scope="session")
def illustrative(sample_home) -> Warehouse:
    """The warehouse over the illustrative portfolio."""
    with open_warehouse(sample_home / "sample" / "snapshots") as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def tried_home(published_home, tmp_path_factory) -> Path:
    """A data folder with the published record and a tiny import, the data set `trial`; read only."""
    from tests.quality_trial import trial_warehouse

    home = tmp_path_factory.mktemp("both")
    (home / "snapshots").symlink_to(published_home / "snapshots")
    with trial_warehouse(home):
        pass
    return home


@pytest.fixture
def opened(published_home, monkeypatch):
    """Opens a page of the app at an address, on the published record."""
    return Visitor(published_home, monkeypatch)


@pytest.fixture(scope="session")
def sealed_country(tmp_path_factory) -> Path:
    """The tiny country's tables, sealed and published; read only: take `country` to change something."""
    home = tmp_path_factory.mktemp("country")
    publish(write_country(home), home / "snapshots")
    return home


@pytest.fixture(scope="session")
def tiny(sealed_country) -> Warehouse:
    """The warehouse over the tiny country."""
    with open_warehouse(sealed_country / "snapshots") as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def checked(sealed_country):
    """The tiny country's frames, read once: reading and checking takes longer than all the rest of a build."""
    return read_tables({kind: sealed_country / kind for kind in ("published", "reference")})


@pytest.fixture
def frames(checked):
    """The tiny country's frames, for a test to break."""
    return {name: frame.copy() for name, frame in checked.items()}


@pytest.fixture
def country(sealed_country, data_home) -> Path:
    """A copy of the tiny country that a test may break; it is the data folder of the test."""
    return shutil.copytree(sealed_country, data_home)


@pytest.fixture
def folders(country) -> dict[str, Path]:
    """The folders of the copy's tables."""
    return {kind: country / kind for kind in ("published", "reference")}


@pytest.fixture(scope="session")
def documents() -> Path:
    """The source documents; they are not ours to carry, so a machine without them skips."""
    folder = SHARED / "sources"
    if not folder.is_dir():
        pytest.skip("the source documents are not on this machine")
    return folder
