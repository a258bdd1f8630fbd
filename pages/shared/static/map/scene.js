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

// Points in their binary form: n longitudes and latitudes as pairs of 32-bit floats, then n classes as bytes.
function pointsOf(buffer, colours) {
  const length = Math.floor(buffer.byteLength / 9), positions = new Float32Array(buffer, 0, length * 2);
  const kinds = new Uint8Array(buffer, length * 8, length), colors = new Uint8Array(length * 4);
  for (let i = 0; i < length; i++) colors.set(colours[kinds[i]] ?? colours[0], i * 4);
  return {
    length,
    attributes: { getPosition: { value: positions, size: 2 }, getFillColor: { value: colors, size: 4, normalized: true } },
  };
}

async function contentOf(description) {
  const { data } = description;
  if (description.binary) return pointsOf(await fetchOnce(data, "bytes"), description.colours);
  return typeof data === "string" ? fetchOnce(data) : data;
}

// The layers of a map and what can be clicked in them.
export async function sceneOf(descriptions) {
  const contents = await Promise.all(descriptions.map(contentOf));
  const bare = descriptions.map((one) => ({ ...one, data: [], pickable: false, autoHighlight: false }));
  const layers = converter.convert({ layers: bare }).layers.map((layer, i) => layer.clone({ data: contents[i] }));
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
