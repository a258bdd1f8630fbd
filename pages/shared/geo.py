"""The boundaries of the open snapshot, each under an address that changes with its content."""

from analytics.maps import shapes
from pages.shared import store
from pages.shared.served_files import ServedFiles

geo = ServedFiles("geo", lambda: shapes.files(store.record().snapshot))


def addresses() -> dict[str, str]:
    """The address of each boundary file, by layer."""
    return {name.removesuffix(".geojson"): geo.url(name) for name in geo.files()}
