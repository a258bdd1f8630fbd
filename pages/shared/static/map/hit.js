// What lies under a pixel, worked out here and not on the graphics card: without one, asking it takes most of a second.

const boxes = new WeakMap(); // of each feature: [west, south, east, north, its area in degrees]

export function ringsOf(feature) {
  const { type, coordinates } = feature.geometry ?? {};
  if (type === "Polygon") return coordinates;
  return type === "MultiPolygon" ? coordinates.flat() : [];
}

export function boxOf(feature) {
  let box = boxes.get(feature);
  if (box) return box;
  box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of ringsOf(feature)) for (const [x, y] of ring) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  boxes.set(feature, box);
  return box;
}

function isInside(feature, lon, lat) {
  const [west, south, east, north] = boxOf(feature);
  if (lon < west || lon > east || lat < south || lat > north) return false;
  let inside = false;
  for (const ring of ringsOf(feature)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i], [xj, yj] = ring[j];
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

// The middle of the largest part, moved inside where it falls out: where a place is pointed at.
const middles = new WeakMap();
export function middleOf(feature) {
  let middle = middles.get(feature);
  if (middle) return middle;
  let best = [], most = -1;
  for (const ring of ringsOf(feature)) {
    let area = 0, x = 0, y = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
      area += cross;
      x += (ring[j][0] + ring[i][0]) * cross;
      y += (ring[j][1] + ring[i][1]) * cross;
    }
    if (Math.abs(area) > most && area) {
      most = Math.abs(area);
      best = [x / (3 * area), y / (3 * area)];
    }
  }
  if (!best.length) best = [0, 0];
  if (!isInside(feature, ...best)) best = innerPoint(feature, best);
  middles.set(feature, best);
  return best;
}

function innerPoint(feature, [x0, y0]) {
  const [west, south, east, north] = boxOf(feature);
  let found = [x0, y0], near = Infinity;
  for (let i = 1; i < 12; i++) for (let j = 1; j < 12; j++) {
    const x = west + ((east - west) * i) / 12, y = south + ((north - south) * j) / 12;
    const away = (x - x0) ** 2 + (y - y0) ** 2;
    if (away < near && isInside(feature, x, y)) [found, near] = [[x, y], away];
  }
  return found;
}

// The topmost thing under a pixel: a circle within reach, else the area; as {code, layer, feature, lon, lat}.
export function thingAt(scene, project, unproject, x, y, reach) {
  const [lon, lat] = unproject(x, y);
  for (const layer of [...scene.clickable].reverse()) {
    if (layer.points) {
      let best = null, near = Infinity;
      for (const point of layer.points) {
        const [px, py] = project(point.lon, point.lat), away = Math.hypot(px - x, py - y);
        if (away < near && away <= point.radius + reach) [best, near] = [point, away];
      }
      if (best) return { code: best.code, layer: layer.id, lon: best.lon, lat: best.lat, radius: best.radius };
    } else {
      const feature = layer.features.find((one) => one.properties.code && isInside(one, lon, lat));
      if (feature) return { code: feature.properties.code, layer: layer.id, feature };
    }
  }
  return null;
}

// Every clickable thing by its code; what lies on top wins.
export function thingsByCode(scene) {
  const found = new Map();
  for (const layer of scene.clickable) {
    for (const point of layer.points ?? []) found.set(point.code, Object.assign(point, { layer: layer.id })); // its size changes with time
    for (const feature of layer.features ?? []) {
      const code = feature.properties.code;
      if (code) found.set(code, { code, layer: layer.id, feature });
    }
  }
  return found;
}

export function spotOf(thing) {
  return thing.feature ? middleOf(thing.feature) : [thing.lon, thing.lat];
}
