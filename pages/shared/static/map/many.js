// Many points at once in two dimensions: stamped or counted from arrays of numbers, never a path for each of them.
import { flatX, flatY, scaleOf } from "./mercator.js";

const flattened = new WeakMap(); // positions -> the same in web Mercator, worked out once
const stamps = new Map(); // colour and size -> one point, in pixels
const MOST_STACKED = 6; // as many points on one pixel are as dark as any more would be
const CELL_PX = 4, FAINTEST = 0.04; // of heat: what is counted together, and the share of the most below which nothing shows

function flatOf(positions) {
  let flat = flattened.get(positions);
  if (flat) return flat;
  flat = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i += 2) {
    flat[i] = flatX(positions[i]);
    flat[i + 1] = flatY(positions[i + 1]);
  }
  flattened.set(positions, flat);
  return flat;
}

// One point as it is laid down: its pixels with their colours already weighed by how much they cover.
function stampOf(colours, at, line, { radius, thick, dense }) {
  const key = `${colours.subarray(at, at + 4)}|${line}|${radius}|${thick}|${dense}`;
  if (stamps.has(key)) return stamps.get(key);
  const half = Math.ceil((radius + thick) * dense) + 1, wide = 2 * half, made = document.createElement("canvas");
  made.width = made.height = wide;
  const brush = made.getContext("2d", { willReadFrequently: true });
  brush.beginPath();
  brush.arc(half, half, radius * dense, 0, 2 * Math.PI);
  brush.fillStyle = `rgba(${colours[at]},${colours[at + 1]},${colours[at + 2]},${colours[at + 3] / 255})`;
  brush.fill();
  if (line) { brush.strokeStyle = line; brush.lineWidth = thick * dense; brush.stroke(); }
  const pixels = Float32Array.from(brush.getImageData(0, 0, wide, wide).data);
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i + 3] /= 255;
    for (let c = 0; c < 3; c++) pixels[i + c] *= pixels[i + 3];
  }
  stamps.set(key, { half, wide, pixels });
  return stamps.get(key);
}

// Points of one size: `size` holds radius and thick in pixels of the page, dense in dots for each of them. Laid down in
// memory: a hundred thousand calls of the browser's own brush take ten times as long.
export function stamped(brush, attributes, n, line, view, width, height, size) {
  const flat = flatOf(attributes.getPosition.value), colours = attributes.getFillColor.value;
  const { dense } = size, scale = scaleOf(view) * dense, across = Math.round(width * dense), down = Math.round(height * dense);
  const reach = Math.ceil((size.radius + size.thick) * dense) + 1, wide = across + 2 * reach, high = down + 2 * reach;
  const left = flatX(view.longitude) * scale - across / 2 - reach, top = -flatY(view.latitude) * scale - down / 2 - reach;
  const taken = new Uint8Array(wide * high), sheet = new Float32Array(wide * high * 4);
  let last = -1, stamp = null;
  for (let i = 0; i < n; i++) {
    const x = Math.round(flat[2 * i] * scale - left), y = Math.round(-flat[2 * i + 1] * scale - top);
    if (x < reach || y < reach || x >= wide - reach || y >= high - reach) continue;
    const pixel = y * wide + x;
    if (taken[pixel] >= MOST_STACKED) continue;
    taken[pixel] += 1;
    const colour = ((colours[4 * i] * 256 + colours[4 * i + 1]) * 256 + colours[4 * i + 2]) * 256 + colours[4 * i + 3];
    if (colour !== last) { stamp = stampOf(colours, 4 * i, line, size); last = colour; }
    lay(sheet, (pixel - stamp.half * wide - stamp.half) * 4, wide * 4, stamp);
  }
  const image = new ImageData(wide, high), { data } = image;
  for (let i = 0; i < sheet.length; i += 4) {
    const cover = sheet[i + 3];
    if (!cover) continue;
    data[i] = sheet[i] / cover;
    data[i + 1] = sheet[i + 1] / cover;
    data[i + 2] = sheet[i + 2] / cover;
    data[i + 3] = cover * 255;
  }
  brush.save();
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.drawImage(inMemory(image), -reach, -reach);
  brush.restore();
}

function lay(sheet, start, row, { wide, pixels }) {
  for (let y = 0, from = 0; y < wide; y++) {
    for (let to = start + y * row, end = to + 4 * wide; to < end; to += 4, from += 4) {
      const cover = pixels[from + 3];
      if (!cover) continue;
      const rest = 1 - cover;
      sheet[to] = pixels[from] + sheet[to] * rest;
      sheet[to + 1] = pixels[from + 1] + sheet[to + 1] * rest;
      sheet[to + 2] = pixels[from + 2] + sheet[to + 2] * rest;
      sheet[to + 3] = cover + sheet[to + 3] * rest;
    }
  }
}

function inMemory(image) {
  const made = document.createElement("canvas");
  Object.assign(made, { width: image.width, height: image.height });
  made.getContext("2d", { willReadFrequently: true }).putImageData(image, 0, 0);
  return made;
}

// Heat: the points counted in small cells, spread to their neighbours, the more the stronger.
export function warmed(brush, attributes, n, { colours, radius }, view, width, height) {
  const flat = flatOf(attributes.getPosition.value), weights = attributes.getWeight?.value;
  const edge = Math.ceil((2 * radius) / CELL_PX), wide = Math.ceil(width / CELL_PX) + 2 * edge, high = Math.ceil(height / CELL_PX) + 2 * edge;
  const scale = scaleOf(view) / CELL_PX, left = flatX(view.longitude) * scale - width / CELL_PX / 2, top = -flatY(view.latitude) * scale - height / CELL_PX / 2;
  let heat = new Float32Array(wide * high);
  for (let i = 0; i < n; i++) {
    const x = Math.floor(flat[2 * i] * scale - left) + edge, y = Math.floor(-flat[2 * i + 1] * scale - top) + edge;
    if (x >= 0 && y >= 0 && x < wide && y < high) heat[y * wide + x] += weights ? weights[i] : 1;
  }
  const reach = Math.max(1, Math.round(radius / CELL_PX / 3));
  for (let turn = 0; turn < 3; turn++) heat = spread(spread(heat, wide, high, reach, 1, wide), high, wide, reach, wide, 1);
  const most = heat.reduce((a, b) => Math.max(a, b), 0);
  if (!most) return;
  const image = new ImageData(wide, high), last = colours.length - 1;
  for (let i = 0; i < heat.length; i++) {
    const share = Math.sqrt(heat[i] / most); // few beside many are still seen
    if (share * share < FAINTEST * FAINTEST) continue;
    const at = Math.min(share * last, last), low = Math.floor(at), high_ = Math.min(low + 1, last), part = at - low;
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = colours[low][c] * (1 - part) + colours[high_][c] * part;
    image.data[4 * i + 3] = 235 * Math.min(1, (share - FAINTEST) / 0.25);
  }
  brush.imageSmoothingEnabled = true;
  brush.imageSmoothingQuality = "high";
  brush.drawImage(inMemory(image), -edge * CELL_PX, -edge * CELL_PX, wide * CELL_PX, high * CELL_PX);
}

// The running mean over `reach` cells to both sides along one direction; three of them are nearly a bell.
function spread(from, long, lines, reach, along, across) {
  const to = new Float32Array(from.length), span = 2 * reach + 1;
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    const at = line * across;
    for (let i = -reach; i < long; i++) {
      if (i + reach < long) sum += from[at + (i + reach) * along];
      if (i - reach - 1 >= 0) sum -= from[at + (i - reach - 1) * along];
      if (i >= 0) to[at + i * along] = sum / span;
    }
  }
  return to;
}
