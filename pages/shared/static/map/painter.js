// The same layers drawn in two dimensions, for browsers without a graphics card: same description, same colours, another brush.
import { moved, projector, zoomed } from "./mercator.js";

const valueOf = (accessor, row) => (typeof accessor === "function" ? accessor(row) : accessor);
const css = (colour) => (colour && colour[3] !== 0 ? `rgba(${colour[0]},${colour[1]},${colour[2]},${(colour[3] ?? 255) / 255})` : null);

export class Painter {
  constructor(parent, onMove) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "tj-map-canvas";
    parent.prepend(this.canvas);
    this.onMove = onMove;
    this.layers = [];
    this.listen(parent);
  }

  listen(parent) {
    let held = null;
    const box = () => [this.canvas.clientWidth, this.canvas.clientHeight];
    parent.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; });
    window.addEventListener("pointerup", this.release = () => { held = null; });
    parent.addEventListener("pointermove", (event) => {
      if (!held || parent.classList.contains("lasso")) return;
      const next = moved(this.view, held[0] - event.clientX, held[1] - event.clientY, ...box());
      held = [event.clientX, event.clientY];
      this.onMove(next);
    });
    parent.addEventListener("wheel", (event) => {
      event.preventDefault();
      const at = parent.getBoundingClientRect();
      this.onMove(zoomed(this.view, -event.deltaY / 300, [event.clientX - at.left, event.clientY - at.top], ...box()));
    }, { passive: false });
  }

  show(view) {
    this.view = view;
    this.ask();
  }

  set(layers) {
    this.layers = layers;
    this.ask();
  }

  ask() {
    this.asked ??= requestAnimationFrame(() => { this.asked = undefined; this.paint(); });
  }

  destroy() {
    window.removeEventListener("pointerup", this.release);
    cancelAnimationFrame(this.asked);
    this.canvas.remove();
  }

  paint() {
    if (!this.view) return;
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
      else if (kind === "ScatterplotLayer") this.circles(brush, layer.props, project);
      else if (kind === "HeatmapLayer") this.warmth(brush, layer.props, project);
      else if (kind === "TextLayer") for (const row of data) this.words(brush, layer.props, row, project);
      else if (kind === "ArcLayer") for (const row of data) this.arc(brush, layer.props, row, project);
    }
    brush.globalAlpha = 1;
  }

  shape(brush, props, feature, project, width, height) {
    const fill = props.filled && css(valueOf(props.getFillColor, feature));
    const line = props.stroked && css(valueOf(props.getLineColor, feature));
    if (!fill && !line) return;
    const { type, coordinates } = feature.geometry ?? {};
    const polygons = { Polygon: () => [coordinates], MultiPolygon: () => coordinates, LineString: () => [[coordinates]], MultiLineString: () => [coordinates] }[type]?.() ?? [];
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
    const { data } = props, seen = data.attributes;
    for (let i = 0; i < data.length; i++) {
      const row = seen ? null : data[i];
      const [lon, lat] = seen ? seen.getPosition.value.subarray(i * 2, i * 2 + 2) : props.getPosition(row);
      const [x, y] = project(lon, lat);
      if (x < -60 || y < -60 || x > this.canvas.clientWidth + 60 || y > this.canvas.clientHeight + 60) continue;
      const colour = seen ? seen.getFillColor.value.subarray(i * 4, i * 4 + 4) : valueOf(props.getFillColor, row);
      const fill = props.filled !== false && css(colour), line = props.stroked && css(valueOf(props.getLineColor, row));
      brush.beginPath();
      brush.arc(x, y, Math.max(valueOf(props.getRadius, row), 0), 0, 2 * Math.PI);
      if (fill) { brush.fillStyle = fill; brush.fill(); }
      if (line) { brush.strokeStyle = line; brush.lineWidth = valueOf(props.getLineWidth, row) || 1; brush.stroke(); }
    }
  }

  // Heat as soft spots that grow darker where they overlap.
  warmth(brush, props, project) {
    const { value } = props.data.attributes.getPosition, colour = css([...(props.colorRange.at(-1) ?? [0, 0, 0]).slice(0, 3), 26]);
    brush.fillStyle = colour;
    for (let i = 0; i < props.data.length; i++) {
      const [x, y] = project(value[2 * i], value[2 * i + 1]);
      brush.beginPath();
      brush.arc(x, y, props.radiusPixels / 2, 0, 2 * Math.PI);
      brush.fill();
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
