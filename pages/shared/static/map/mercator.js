// Web Mercator as deck.gl counts it: the world is 512 pixels wide at zoom 0. A view has longitude, latitude, zoom.
const TILE = 512;

export const flatX = (lon) => lon / 360 + 0.5;
export const flatY = (lat) => Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI) + 0.5;
export const latitudeOf = (y) => (Math.atan(Math.sinh((y - 0.5) * 2 * Math.PI)) * 180) / Math.PI;
export const scaleOf = (view) => TILE * 2 ** view.zoom;

// A function that tells where a place stands in a picture of that size, from its upper left corner.
export function projector(view, width, height) {
  const scale = scaleOf(view), x0 = flatX(view.longitude), y0 = flatY(view.latitude);
  return (lon, lat) => [width / 2 + (flatX(lon) - x0) * scale, height / 2 - (flatY(lat) - y0) * scale];
}

// The other way: which place stands under a pixel.
export function unprojector(view, width, height) {
  const scale = scaleOf(view), x0 = flatX(view.longitude), y0 = flatY(view.latitude);
  return (x, y) => [(x0 + (x - width / 2) / scale - 0.5) * 360, latitudeOf(y0 - (y - height / 2) / scale)];
}

// The view moved by pixels, and zoomed by steps with one pixel of the picture kept in its place.
export function moved(view, dx, dy, width, height) {
  const [longitude, latitude] = unprojector(view, width, height)(width / 2 + dx, height / 2 + dy);
  return { ...view, longitude, latitude };
}

export function zoomed(view, steps, at, width, height) {
  const [lon, lat] = unprojector(view, width, height)(...at);
  const zoom = Math.min(Math.max(view.zoom + steps, view.minZoom ?? 0), view.maxZoom ?? 12);
  const next = { ...view, zoom }, [x, y] = projector(next, width, height)(lon, lat);
  return moved(next, x - at[0], y - at[1], width, height);
}
