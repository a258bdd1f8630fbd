// What changes with time: the classes of each step, fetched once, painted here without asking the server.
import { boxOf, ringsOf } from "./hit.js";
import { fetchOnce, pointsAt } from "./scene.js";

const CLEAR = [0, 0, 0, 0], HATCH_DEGREES = 0.07, DOTS_DEGREES = 0.11;

export class Frame {
  // `told` names the file of the steps, the step to begin with, and the layers that take its classes.
  static async of(told, words) {
    return new Frame(told, await fetchOnce(told.url), words);
  }

  constructor(told, file, words) {
    this.told = told;
    this.file = file;
    this.words = words;
    this.steps = file.steps;
    this.labels = this.steps.map((step) => step.label + (step.partial ? " *" : ""));
    this.place = new Map(file.codes.map((code, i) => [code, i]));
    this.go(told.step);
  }

  // The step of that name; where the frame has none, the one that was there.
  go(key) {
    const asked = this.steps.findIndex((step) => step.key === key);
    this.at = asked < 0 ? this.at ?? this.steps.length - 1 : asked;
  }

  get step() {
    return this.steps[this.at];
  }

  look(what) {
    return this.step[what] ?? this.file[what];
  }

  digit(code) {
    return this.step.digits[this.place.get(code)];
  }

  layers(layers) {
    const { step, told } = this;
    if (!step) return layers;
    const colours = this.look("colours"), changed = [step.key, told.url, told.most];
    const colour = (code) => colours[this.digit(code)] ?? CLEAR;
    return layers.map((layer) => {
      const triggers = layer.props.updateTriggers;
      if (layer.id === told.fill) {
        this.features = layer.props.data.features;
        return layer.clone({
          getFillColor: (feature) => colour(feature.properties.code), updateTriggers: { ...triggers, getFillColor: changed },
        });
      }
      if (layer.id === told.hatch) return layer.clone({ data: this.hatching() });
      if (layer.id === told.circle) {
        return layer.clone({
          data: this.sorted(layer.props.data), getFillColor: (row) => colour(row.code), getRadius: (row) => this.radius(row.code),
          updateTriggers: { ...triggers, getFillColor: changed, getRadius: changed },
        });
      }
      if (layer.id === told.points && layer.props.points?.positions) return layer.clone({ data: this.pointsNow(layer.props.points) });
      return layer;
    });
  }

  // The points of this step, worked out once for each step.
  pointsNow(points) {
    this.pointsOf ??= new Map();
    if (!this.pointsOf.has(this.at)) this.pointsOf.set(this.at, pointsAt(points, this.steps.length > 1 ? this.at : null));
    return this.pointsOf.get(this.at);
  }

  // Large circles below small ones, so that each can be seen and clicked.
  sorted(rows) {
    return [...rows].sort((a, b) => (this.value(b.code) ?? -1) - (this.value(a.code) ?? -1));
  }

  value(code) {
    return this.step.values[this.place.get(code)];
  }

  // Area in proportion to the count; nothing is no circle, a state that is no value a small one.
  radius(code) {
    const value = this.value(code);
    if (typeof value === "number") return value === 0 ? 0 : Math.max(1.5, this.told.most_px * Math.sqrt(Math.abs(value) / this.told.most));
    return (this.look("colours")[this.digit(code)] ?? CLEAR)[3] ? this.told.state_px : 0;
  }

  // Lines over the areas whose class is no value: one way for "not stated", the other for "not computable".
  hatching() {
    const patterns = this.look("patterns"), features = [];
    for (const feature of this.features ?? []) {
      const pattern = patterns[this.digit(feature.properties.code)];
      if (pattern) features.push({ type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: hatched(feature, pattern) } });
    }
    return { type: "FeatureCollection", features };
  }

  name(code) {
    return this.file.names[this.place.get(code)];
  }

  // What is said of a place at this step, in the reader's numbers.
  said(code) {
    const { step, words } = this, i = this.place.get(code);
    if (!step || i === undefined) return [];
    const value = step.values[i], state = this.look("states")[step.digits[i]];
    const when = step.key === "all" ? "" : `${step.label}: `;
    if (typeof value !== "number") return state ? [`${when}${state}`] : [];
    const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 4 }).format(value);
    return [`${when}${number} ${this.file.unit.toLocaleLowerCase(words.lang)}${step.note ? ` (${step.note})` : ""}`];
  }
}

const hatchings = new WeakMap();

// Slanted lines clipped to a polygon, worked out once for each feature and pattern.
function hatched(feature, pattern) {
  const known = hatchings.get(feature) ?? {};
  if (known[pattern]) return known[pattern];
  const slope = pattern === "hatch" ? 1 : -1, [west, south, east, north] = boxOf(feature);
  const step = Math.min(pattern === "hatch" ? HATCH_DEGREES : DOTS_DEGREES, Math.max(east - west, north - south) / 3);
  const offsets = [south - slope * east, south - slope * west, north - slope * east, north - slope * west];
  const lines = [], rings = ringsOf(feature), last = Math.max(...offsets);
  for (let b = Math.ceil(Math.min(...offsets) / step) * step; b < last; b += step) {
    const cuts = [];
    for (const ring of rings) for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const di = ring[i][1] - slope * ring[i][0] - b, dj = ring[j][1] - slope * ring[j][0] - b;
      if (di > 0 === dj > 0) continue;
      const t = di / (di - dj);
      cuts.push(ring[i][0] + t * (ring[j][0] - ring[i][0]));
    }
    cuts.sort((x, y) => x - y);
    for (let i = 0; i + 1 < cuts.length; i += 2) lines.push([[cuts[i], slope * cuts[i] + b], [cuts[i + 1], slope * cuts[i + 1] + b]]);
  }
  hatchings.set(feature, { ...known, [pattern]: lines });
  return lines;
}
