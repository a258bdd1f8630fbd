// The same layers drawn in two dimensions, for browsers without a graphics card: same description, same colours, another brush.
import { stamped, warmed } from "./many.js";
import { moved, projector, scaleOf, unprojector, zoomed } from "./mercator.js";

const APART_PX = 6; // of hatched lines, across
const SLOW_MS = 40, REST_MS = 140; // a picture that takes longer to paint is moved as it is, and painted anew at rest

const valueOf = (accessor, row) => (typeof accessor === "function" ? accessor(row) : accessor);
const css = (colour) => (colour && colour[3] !== 0 ? `rgba(${colour[0]},${colour[1]},${colour[2]},${(colour[3] ?? 255) / 255})` : null);

// Which of the slanted lines of a hatching are drawn: all of them further in, every second or fourth one where they would
// close up to a tint, which would read as a value. Lines keep their place: those that go lie between those that stay.
const hatchings = new WeakMap();
function apart(feature, lines, scale) {
  if (!hatchings.has(feature)) {
    const offsets = lines.map(([[x1, y1], [x2, y2]]) => y1 - Math.sign((y2 - y1) * (x2 - x1)) * x1);
    const sorted = [...offsets].sort((a, b) => a - b);
    const step = sorted.reduce((least, one, i) => (i && one - sorted[i - 1] > 0.01 ? Math.min(least, one - sorted[i - 1]) : least), Infinity);
    hatchings.set(feature, { step, at: offsets.map((one) => Math.round(one / step)) });
  }
  const { step, at } = hatchings.get(feature);
  if (!Number.isFinite(step)) return lines;
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(APART_PX / ((step / Math.SQRT2 / 360) * scale))));
  return every > 1 ? lines.filter((_, i) => at[i] % every === 0) : lines;
}

// The middle of the fingers (or the pointer) and how far the first two are apart.
function spanOf(held) {
  const [[x1, y1], [x2, y2] = [x1, y1]] = [...held.values()];
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2, wide: Math.hypot(x2 - x1, y2 - y1) };
}

export class Painter {
  constructor(parent, onMove) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "tj-map-canvas";
    parent.prepend(this.canvas);
    this.onMove = onMove;
    this.layers = [];
    this.listen(parent);
  }

  // One finger or the mouse moves the map, two fingers zoom it around their middle.
  listen(parent) {
    const held = new Map();
    const box = () => [this.canvas.clientWidth, this.canvas.clientHeight];
    const corner = () => { const at = parent.getBoundingClientRect(); return [at.left, at.top]; };
    parent.addEventListener("pointerdown", (event) => { held.set(event.pointerId, [event.clientX, event.clientY]); });
    this.release = (event) => { held.delete(event.pointerId); };
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, this.release);
    parent.addEventListener("pointermove", (event) => {
      if (!held.has(event.pointerId) || parent.classList.contains("lasso")) return;
      const before = spanOf(held);
      held.set(event.pointerId, [event.clientX, event.clientY]);
      const now = spanOf(held), [left, top] = corner();
      const next = moved(this.view, before.x - now.x, before.y - now.y, ...box());
      this.onMove(held.size < 2 || !before.wide || !now.wide ? next
        : zoomed(next, Math.log2(now.wide / before.wide), [now.x - left, now.y - top], ...box()));
    });
    parent.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [left, top] = corner();
      this.onMove(zoomed(this.view, -event.deltaY / 300, [event.clientX - left, event.clientY - top], ...box()));
    }, { passive: false });
  }

  show(view) {
    this.view = view;
    if (this.painted && this.took > SLOW_MS) this.shift();
    else this.ask();
  }

  set(layers) {
    this.layers = layers;
    this.painted = null;
    this.ask();
  }

  ask() {
    this.asked ??= requestAnimationFrame(() => { this.asked = undefined; this.paint(); });
  }

  // What was painted, moved and stretched to where the camera is now; painted anew when the camera rests.
  shift() {
    if (this.isPainted()) return;
    const { view, width, height } = this.painted;
    const [x, y] = projector(this.view, width, height)(...unprojector(view, width, height)(0, 0));
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${2 ** (this.view.zoom - view.zoom)})`;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.ask(), REST_MS);
  }

  isPainted() {
    const { clientWidth: width, clientHeight: height } = this.canvas, was = this.painted;
    return was && was.width === width && was.height === height
      && ["longitude", "latitude", "zoom"].every((name) => was.view[name] === this.view[name]) && !this.canvas.style.transform;
  }

  destroy() {
    for (const name of ["pointerup", "pointercancel"]) window.removeEventListener(name, this.release);
    cancelAnimationFrame(this.asked);
    clearTimeout(this.resting);
    this.canvas.remove();
  }

  paint() {
    if (!this.view || this.isPainted()) return; // a pointer that moves over it changes nothing
    const begun = performance.now();
    this.canvas.style.transform = "";
    const { clientWidth: width, clientHeight: height } = this.canvas, dense = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * dense), Math.round(height * dense)];
    if (this.canvas.width !== across || this.canvas.height !== down) Object.assign(this.canvas, { width: across, height: down });
    // kept in memory: handed to a graphics library that works by software, the same lines take twenty times as long
    const brush = this.canvas.getContext("2d", { willReadFrequently: true });
    brush.setTransform(dense, 0, 0, dense, 0, 0);
    brush.clearRect(0, 0, width, height);
    brush.lineJoin = "round";
    const project = projector(this.view, width, height);
    for (const layer of this.layers) {
      const kind = layer.constructor.layerName, { data } = layer.props;
      brush.globalAlpha = layer.props.opacity ?? 1;
      if (kind === "GeoJsonLayer") for (const feature of data.features ?? []) this.shape(brush, layer.props, feature, project, width, height);
      else if (kind === "ScatterplotLayer" && data.attributes) {
        const size = { radius: layer.props.getRadius, thick: layer.props.getLineWidth, dense };
        stamped(brush, data.attributes, data.length, layer.props.stroked && css(layer.props.getLineColor), this.view, width, height, size);
      } else if (kind === "ScatterplotLayer") this.circles(brush, layer.props, project);
      else if (kind === "HeatmapLayer") {
        const heat = { colours: layer.props.colorRange, radius: layer.props.radiusPixels };
        warmed(brush, data.attributes, data.length, heat, this.view, width, height);
      }
      else if (kind === "TextLayer") for (const row of data) this.words(brush, layer.props, row, project);
      else if (kind === "ArcLayer") for (const row of data) this.arc(brush, layer.props, row, project);
    }
    brush.globalAlpha = 1;
    this.painted = { view: { ...this.view }, width, height };
    this.took = performance.now() - begun;
  }

  shape(brush, props, feature, project, width, height) {
    const fill = props.filled && css(valueOf(props.getFillColor, feature));
    const line = props.stroked && css(valueOf(props.getLineColor, feature));
    if (!fill && !line) return;
    const { type, coordinates } = feature.geometry ?? {};
    const polygons = { Polygon: () => [coordinates], MultiPolygon: () => coordinates, LineString: () => [[coordinates]], MultiLineString: () => [apart(feature, coordinates, scaleOf(this.view))] }[type]?.() ?? [];
    const is_area = type?.endsWith("Polygon");
    brush.beginPath();
    for (const polygon of polygons) for (const ring of polygon) {
      let lastX = NaN, lastY = NaN, is_seen = false;
      const points = ring.map(([lon, lat]) => project(lon, lat));
      for (const [x, y] of points) if (x > -50 && x < width + 50 && y > -50 && y < height + 50) { is_seen = true; break; }
      if (!is_seen && points.length < 200 && !is_area) continue;
      points.forEach(([x, y], i) => {
        if (i && Math.abs(x - lastX) + Math.abs(y - lastY) < 0.7) return;
        if (i) brush.lineTo(x, y); else brush.moveTo(x, y);
        [lastX, lastY] = [x, y];
      });
      if (is_area) brush.closePath();
    }
    if (fill && is_area) { brush.fillStyle = fill; brush.fill("evenodd"); }
    if (line) { brush.strokeStyle = line; brush.lineWidth = valueOf(props.getLineWidth, feature) || 1; brush.stroke(); }
  }

  circles(brush, props, project) {
    for (const row of props.data) {
      const [x, y] = project(...props.getPosition(row));
      if (x < -60 || y < -60 || x > this.canvas.clientWidth + 60 || y > this.canvas.clientHeight + 60) continue;
      const fill = props.filled !== false && css(valueOf(props.getFillColor, row)), line = props.stroked && css(valueOf(props.getLineColor, row));
      brush.beginPath();
      brush.arc(x, y, Math.max(valueOf(props.getRadius, row), 0), 0, 2 * Math.PI);
      if (fill) { brush.fillStyle = fill; brush.fill(); }
      if (line) { brush.strokeStyle = line; brush.lineWidth = valueOf(props.getLineWidth, row) || 1; brush.stroke(); }
    }
  }

  words(brush, props, row, project) {
    const [x, y] = project(...props.getPosition(row)), [dx, dy] = valueOf(props.getPixelOffset, row) ?? [0, 0];
    const text = props.getText(row), anchor = valueOf(props.getTextAnchor, row);
    brush.font = `${valueOf(props.getSize, row)}px ${props.fontFamily}`;
    brush.textBaseline = "middle";
    brush.textAlign = { start: "left", end: "right" }[anchor] ?? "center";
    if (props.background) {
      const wide = brush.measureText(text).width, left = { start: 0, end: -wide }[anchor] ?? -wide / 2;
      brush.fillStyle = css(valueOf(props.getBackgroundColor, row)) ?? "transparent";
      brush.fillRect(x + dx + left - 4, y + dy - 10, wide + 8, 20);
    }
    brush.fillStyle = css(valueOf(props.getColor, row)) ?? "#000";
    brush.fillText(text, x + dx, y + dy);
  }

  arc(brush, props, row, project) {
    const [x1, y1] = project(...props.getSourcePosition(row)), [x2, y2] = project(...props.getTargetPosition(row));
    brush.beginPath();
    brush.moveTo(x1, y1);
    brush.quadraticCurveTo((x1 + x2) / 2, (y1 + y2) / 2 - Math.hypot(x2 - x1, y2 - y1) / 4, x2, y2);
    brush.strokeStyle = css(valueOf(props.getTargetColor, row)) ?? "#000";
    brush.lineWidth = valueOf(props.getWidth, row) || 1;
    brush.stroke();
  }
}
