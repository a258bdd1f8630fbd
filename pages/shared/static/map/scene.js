// From the description of a map (pydeck's JSON) to layers, with the geometry fetched once for all maps and all visits.
import { ArcLayer, GeoJsonLayer, HeatmapLayer, HexagonLayer, JSONConverter, LineLayer, PathLayer, ScatterplotLayer, TextLayer } from "./deck.js";

const converter = new JSONConverter({
  configuration: { classes: { ArcLayer, GeoJsonLayer, HeatmapLayer, HexagonLayer, LineLayer, PathLayer, ScatterplotLayer, TextLayer } },
});
const fetched = new Map(); // address -> promise of what it holds

export function fetchOnce(url, as = "json") {
  if (!fetched.has(url)) {
    const asked = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`The map's file ${url} is missing.`);
      return as === "json" ? answer.json() : answer.arrayBuffer();
    });
    asked.catch(() => fetched.delete(url)); // a file that failed is asked for again
    fetched.set(url, asked);
  }
  return fetched.get(url);
}

// Points in their binary form: "TJPT", format, n; then positions (float32), weights (float32), steps (uint16), groups.
function pointsOf(buffer, colours) {
  const n = new DataView(buffer).getUint32(8, true), steps = 12 + 12 * n;
  return {
    n, colours, positions: new Float32Array(buffer, 12, 2 * n), weights: new Float32Array(buffer, 12 + 8 * n, n),
    steps: new Uint16Array(buffer, steps, n), groups: new Uint8Array(buffer, steps + 2 * n, n),
  };
}

// Those of one step (all of them where it is null) as deck.gl takes them: arrays, not objects.
export function pointsAt(points, step) {
  const kept = [];
  for (let i = 0; i < points.n; i++) if (step === null || points.steps[i] === step) kept.push(i);
  const positions = new Float32Array(kept.length * 2), colours = new Uint8Array(kept.length * 4), weights = new Float32Array(kept.length);
  kept.forEach((from, to) => {
    positions.set(points.positions.subarray(2 * from, 2 * from + 2), 2 * to);
    colours.set(points.colours[points.groups[from]] ?? points.colours[0], 4 * to);
    weights[to] = points.weights[from];
  });
  return {
    length: kept.length,
    attributes: {
      getPosition: { value: positions, size: 2 }, getFillColor: { value: colours, size: 4, normalized: true }, getWeight: { value: weights, size: 1 },
    },
  };
}

async function contentOf(description) {
  const { data } = description;
  if (description.binary) return pointsOf(await fetchOnce(data, "bytes"), description.colours);
  return typeof data === "string" ? fetchOnce(data) : data;
}

const seen = new WeakMap(); // of a file: its features that a layer paints, by which ones they are

const isPainted = (colour, feature) => ((typeof colour === "function" ? colour(feature) : colour)?.[3] ?? 255) > 0;

// A file holds the divisions of every country: those that a layer leaves clear cost a slow graphics card as much as the
// others, so they are not handed on. The same ones are the same object, so that nothing is worked out twice.
function paintedOf({ filled, stroked, getFillColor, getLineColor }, content) {
  const which = content.features.map((feature) => (filled && isPainted(getFillColor, feature)) || (stroked && isPainted(getLineColor, feature)));
  if (which.every(Boolean)) return content;
  const kept = seen.get(content) ?? new Map(), key = which.map(Number).join("");
  if (!kept.has(key)) kept.set(key, { ...content, features: content.features.filter((_, i) => which[i]) });
  seen.set(content, kept);
  return kept.get(key);
}

// The layers of a map and what can be clicked in them.
export async function sceneOf(descriptions) {
  const contents = await Promise.all(descriptions.map(contentOf));
  const bare = descriptions.map((one) => ({ ...one, data: [], pickable: false, autoHighlight: false }));
  const layers = converter.convert({ layers: bare }).layers.map((layer, i) => {
    const content = contents[i];
    if (descriptions[i].binary) return layer.clone({ data: pointsAt(content, null), points: content });
    return layer.clone({ data: content.features?.length ? paintedOf(layer.props, content) : content });
  });
  const clickable = layers.flatMap((layer, i) => (descriptions[i].pickable ? [clickableOf(layer, contents[i])] : []));
  return { layers, clickable };
}

function clickableOf(layer, content) {
  if (content.features) {
    const colour = layer.props.getFillColor;
    const is_seen = (feature) => typeof colour !== "function" || (colour(feature)[3] ?? 255) > 0;
    return { id: layer.id, features: content.features.filter(is_seen) };
  }
  if (!Array.isArray(content)) return { id: layer.id, points: [] };
  const { getRadius, getPosition } = layer.props;
  const points = content.map((row) => {
    const [lon, lat] = getPosition(row);
    return { code: row.code, lon, lat, radius: typeof getRadius === "function" ? getRadius(row) : getRadius };
  });
  return { id: layer.id, points: points.filter((point) => point.code) };
}
