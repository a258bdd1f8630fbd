"""What journeys in a real browser need: clicking on the map where a place lies."""

from analytics.maps.camera import Camera

MAP = ".tj-map"
STAGE = ".tj-map-stage"


def map_camera(page) -> Camera:
    """Where the camera of the first map on the page stands."""
    return Camera(*map(float, page.locator(MAP).first.get_attribute("data-camera").split(",")))


def wait_for_map(page, seconds: float = 60) -> None:
    """Waits until the map holds its layers and their geometry."""
    page.locator(f"{MAP}[data-ready]").first.wait_for(timeout=seconds * 1000)
    page.locator(STAGE).first.scroll_into_view_if_needed()


def on_screen(page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place lies in the window."""
    box = page.locator(STAGE).first.bounding_box()
    x, y = map_camera(page).pixel(lon, lat, box["width"], box["height"])
    return box["x"] + x, box["y"] + y


def click_map(page, lon: float, lat: float) -> None:
    """Clicks on the map where a place lies."""
    wait_for_map(page)
    page.mouse.click(*on_screen(page, lon, lat))
