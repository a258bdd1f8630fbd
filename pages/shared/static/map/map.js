// The map: one instance for each place on the page where one is shown; the server's description in, what a reader does out.
import { Deck, MapView } from "./deck.js";
import { PlaceList, TimeBar, button } from "./controls.js";
import { spotOf, thingAt, thingsByCode } from "./hit.js";
import { moved, projector, unprojector, zoomed } from "./mercator.js";
import { Overlay } from "./overlay.js";
import { Painter } from "./painter.js";
import { Frame } from "./frame.js";
import { sceneOf } from "./scene.js";

const left = { home: "", view: null, at: 0 }; // the last map that went: a rerun may mount it anew
const STILL_PX = 5, REMOUNT_MS = 4000, DOUBLE_MS = 350, PAN_PX = 60, CAMERA = "camera";
const instances = new WeakMap(), linked = new Map(); // maps of one group move together

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("map.css", import.meta.url);
document.head.append(sheet);

// Which brush: deck.gl where there is a graphics card. Without one, lines alone take it seconds a frame, and drawing in two
// dimensions takes a twentieth of one. Tests ask for deck.gl by `tejido_brush`.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let brush;
function brushOf() {
  if (brush) return brush;
  const gl = document.createElement("canvas").getContext("webgl2");
  const card = gl?.getExtension("WEBGL_debug_renderer_info"), name = gl && gl.getParameter(card ? card.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  brush = !gl ? "none" : SOFTWARE.test(name) && sessionStorage.getItem("tejido_brush") !== "webgl" ? "software" : "webgl";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return brush;
}

export default function show(component) {
  const { parentElement } = component;
  let map = instances.get(parentElement);
  if (!map) instances.set(parentElement, (map = new TejidoMap(parentElement)));
  map.update(component);
  return () => { map.destroy(); instances.delete(parentElement); };
}

class TejidoMap {
  constructor(parent) {
    this.root = make("div", "tj-map", parent);
    this.stage = make("div", "tj-map-stage", this.root);
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.tools = make("div", "tj-map-tools", this.root);
    this.live = make("div", "tj-unseen", this.root);
    this.live.setAttribute("aria-live", "polite");
    this.overlay = new Overlay(this.stage);
    const acts = {
      open: (code, several) => this.act(code, several), point: (code) => this.point(code), left: () => this.point(null),
    };
    this.list = new PlaceList(this.root, acts);
    this.time = new TimeBar(this.root, {
      show: (i) => this.paintStep(i), settled: (i) => this.settle(i), painted: () => this.drawn(),
    });
    this.scene = { layers: [], clickable: [] };
    this.chosen = [];
    this.frames = []; // the layers that change with time, from below; the first one leads
    this.waiting = [];
    this.listen();
    this.resized = new ResizeObserver(() => this.redraw());
    this.resized.observe(this.stage);
  }

  get size() {
    return [this.stage.clientWidth || 1, this.stage.clientHeight || 1];
  }

  // What the server says

  async update({ data, setTriggerValue }) {
    this.tell = setTriggerValue;
    const before = this.data, turn = (this.turn = (this.turn ?? 0) + 1);
    this.data = data;
    this.root.style.setProperty("--high", `${data.height}px`);
    this.stage.setAttribute("aria-label", data.words.map);
    this.stage.setAttribute("aria-roledescription", data.words.kind);
    if (!before || JSON.stringify(before.words) !== JSON.stringify(data.words)) this.drawTools();
    this.place(before);
    const scene = await sceneOf(data.deck.layers);
    const frames = await Promise.all(data.frames.map((told) => Frame.of(told, data.words)));
    if (turn !== this.turn || this.is_gone) return; // a newer description came meanwhile
    this.scene = scene;
    this.things = thingsByCode(scene);
    this.chosen = data.chosen ?? [];
    this.frames = frames;
    const lead = frames[0];
    this.time.set(lead && !lead.told.is_still ? lead.labels : [], lead?.at ?? 0, data.words);
    if (this.time.timer) this.follow(this.time.at); // a rerun while time plays does not turn it back
    this.start();
    this.paint();
    this.listPlaces();
    this.root.dataset.ready = String(turn);
  }

  // The camera stays, unless the level changed or the link names one. A rerun may have taken it out of the address, and
  // may have put the map into a new place on the page.
  place(before) {
    const named = cameraIn(location.search);
    const [longitude, latitude, zoom] = this.data.camera;
    this.home = { longitude, latitude, zoom, minZoom: 0, maxZoom: 12, pitch: 0, bearing: 0 };
    if (this.view && before?.home === this.data.home) return this.writeCamera();
    const moved_house = left.home === this.data.home && performance.now() - left.at < REMOUNT_MS ? left.view : null;
    this.go({ ...this.home, ...(moved_house ?? named) }, { is_told: Boolean(named), alone: Boolean(this.data.linked) });
    if (this.data.linked) {
      const group = linked.get(this.data.linked) ?? new Set();
      linked.set(this.data.linked, group.add(this));
    }
  }

  start() {
    if (this.deck || this.painter) return;
    this.root.dataset.brush = brushOf();
    if (brushOf() !== "webgl") {
      this.painter = new Painter(this.stage, (view) => this.go(view));
      // maps side by side say it once
      const [first] = linked.get(this.data.linked) ?? [this];
      if (first === this) make("p", "tj-map-note", this.root).textContent = this.data.words.drawn;
      return;
    }
    this.deck = new Deck({
      parent: this.stage, width: "100%", height: "100%", style: { zIndex: "0" },
      views: new MapView({ repeat: false }), initialViewState: this.view,
      controller: { dragRotate: false, touchRotate: false, keyboard: false, doubleClickZoom: false, scrollZoom: true },
      onViewStateChange: ({ viewState }) => {
        if (this.lasso) return this.view;
        this.seen(viewState);
        return viewState;
      },
      onAfterRender: () => { const waiting = this.waiting; this.waiting = []; for (const done of waiting) done(); }, getCursor: () => "inherit", layers: [], useDevicePixels: Math.min(window.devicePixelRatio || 1, 2),
    });
  }

  paint() {
    const layers = this.frames.reduce((painted, frame) => frame.layers(painted), this.scene.layers);
    for (const layer of this.scene.clickable) for (const point of layer.points ?? []) {
      const frame = this.frames.find((one) => one.told.circle === layer.id);
      if (frame) point.radius = frame.radius(point.code);
    }
    if (this.deck) this.deck.setProps({ layers });
    this.painter?.set(layers);
    if (this.painter) this.painter.show(this.view);
    this.redraw();
  }

  follow(i) {
    const key = this.frames[0].steps[i].key;
    for (const frame of this.frames) frame.go(key);
    this.root.dataset.step = key;
    return key;
  }

  paintStep(i) {
    const key = this.follow(i);
    this.paint();
    this.overlay.refresh();
    for (const other of linked.get(this.data.linked) ?? []) if (other !== this && other.frames[0]) other.showStep(key);
  }

  showStep(key) {
    for (const frame of this.frames) frame.go(key);
    this.paint();
  }

  // Time stands still: the list says the new values, and the page follows.
  settle(i) {
    this.listPlaces();
    this.live.textContent = this.frames[0].labels[i];
    this.tell("step", this.frames[0].steps[i].key);
  }

  // Resolves when what was asked for is on the screen.
  drawn() {
    if (!this.deck) return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return new Promise((done) => { this.waiting.push(done); setTimeout(done, 1500); });
  }

  // The camera

  // As the address writes it: a link shows the same pixels.
  go(view, { is_told = false, alone = false } = {}) {
    this.view = { ...this.home, ...rounded(view) };
    this.deck?.setProps({ initialViewState: { ...this.view } });
    this.painter?.show(this.view);
    this.seen(this.view, { is_told, alone });
  }

  seen(view, { is_told = false, alone = false } = {}) {
    this.view = { ...this.home, longitude: view.longitude, latitude: view.latitude, zoom: view.zoom };
    this.redraw();
    this.root.dataset.camera = cameraText(this.view);
    if (!alone && this.data.linked) {
      for (const other of linked.get(this.data.linked) ?? []) if (other !== this) other.go(this.view, { alone: true });
    }
    if (is_told || alone) return;
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.writeCamera(), 200);
  }

  writeCamera() {
    const address = new URL(location.href), text = cameraText(this.view);
    if (text === cameraText(this.home)) address.searchParams.delete(CAMERA);
    else address.searchParams.set(CAMERA, text);
    if (address.href !== location.href) history.replaceState(history.state, "", readable(address));
  }

  fit() {
    this.go(this.home);
  }

  zoom(steps) {
    const [width, height] = this.size;
    this.go(zoomed(this.view, steps, [width / 2, height / 2], width, height));
  }

  // What lies over it

  redraw() {
    if (!this.view || !this.things) return;
    const project = projector(this.view, ...this.size), marks = [];
    for (const code of this.chosen) if (this.things.has(code)) marks.push([this.things.get(code), "chosen"]);
    if (this.things.has(this.data.at)) marks.push([this.things.get(this.data.at), this.things.get(this.data.at).feature ? "within" : "here"]);
    if (this.hovered) marks.push([this.hovered, "hover"]);
    if (this.pointed) marks.push([this.pointed, "pointed"]);
    this.overlay.show(project, marks, this.lasso);
    if (this.painter) this.painter.show(this.view);
  }

  saidOf(code) {
    const live = this.frames.flatMap((frame) => frame.said(code)), { tips, names, words } = this.data;
    if (tips[code]) return [tips[code][0], ...live, ...tips[code].slice(1)];
    const name = names[code] ?? this.frames.map((frame) => frame.name(code)).find(Boolean);
    if (!name) return null;
    // a division that holds places with values of their own says nothing itself
    return [name, ...(live.length || this.frames.length ? live : [words.nothing])];
  }

  listPlaces() {
    const rows = [...this.things.keys()].map((code) => [code, this.saidOf(code)]).filter(([, said]) => said)
      .map(([code, [name, ...said]]) => [code, name, said[0] ?? ""]);
    rows.sort((a, b) => a[1].localeCompare(b[1], this.data.words.lang));
    this.list.set(rows, this.data.words.list, this.chosen);
  }

  point(code) {
    this.pointed = code ? this.things.get(code) : null;
    if (this.pointed) {
      const [lon, lat] = spotOf(this.pointed), [width, height] = this.size;
      const [x, y] = projector(this.view, width, height)(lon, lat);
      if (x < 20 || y < 20 || x > width - 20 || y > height - 20) this.go({ ...this.view, longitude: lon, latitude: lat });
      const said = this.saidOf(code);
      this.live.textContent = said ? said.join(". ") : "";
      this.overlay.say(() => this.saidOf(code), ...projector(this.view, width, height)(lon, lat), width, height);
    } else this.overlay.say(null);
    this.redraw();
  }

  act(code, several) {
    if (!several) return this.tell("clicked", code);
    this.choose(this.chosen.includes(code) ? this.chosen.filter((one) => one !== code) : [...this.chosen, code]);
  }

  choose(codes) {
    this.chosen = codes;
    this.redraw();
    this.tell("chosen", codes);
  }

  // What a reader does

  listen() {
    let down = null, last = 0;
    const fingers = new Set(); // two of them zoom, and click nothing
    const at = (event) => { const box = this.stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    this.stage.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      fingers.add(event.pointerId);
      down = fingers.size > 1 ? null : at(event);
      if (!down) return;
      if (this.stage.classList.contains("lasso")) {
        event.stopPropagation();
        this.stage.setPointerCapture(event.pointerId);
        this.corner = down;
        this.lasso = [down];
      }
    }, true);
    this.stage.addEventListener("pointermove", (event) => {
      if (this.lasso) return this.draw(at(event), event.shiftKey);
      if (event.pointerType !== "touch" && !event.buttons) this.look(at(event));
    });
    this.stage.addEventListener("pointerleave", () => { this.hover(null); this.overlay.say(null); });
    this.stage.addEventListener("pointercancel", (event) => { fingers.delete(event.pointerId); this.lasso = down = null; this.redraw(); });
    window.addEventListener("pointerup", this.lift = (event) => { fingers.delete(event.pointerId); });
    this.stage.addEventListener("pointerup", (event) => {
      if (this.lasso) return this.close(event.shiftKey || event.ctrlKey);
      if (!down) return;
      const up = at(event), is_still = Math.hypot(up[0] - down[0], up[1] - down[1]) <= STILL_PX;
      down = null;
      if (!is_still) return;
      const now = performance.now(), is_double = now - last < DOUBLE_MS;
      last = now;
      if (is_double) return this.fit();
      this.click(up, event.pointerType === "touch" ? 16 : 3, event.shiftKey || this.stage.classList.contains("several"));
    });
    this.stage.addEventListener("keydown", (event) => this.key(event));
  }

  look([x, y]) {
    cancelAnimationFrame(this.looking);
    this.looking = requestAnimationFrame(() => {
      const thing = this.thing(x, y, 3);
      this.hover(thing);
      this.overlay.say(thing && (() => this.saidOf(thing.code)), x, y, ...this.size);
    });
  }

  thing(x, y, reach) {
    return thingAt(this.scene, projector(this.view, ...this.size), unprojector(this.view, ...this.size), x, y, reach);
  }

  hover(thing) {
    const is_other = thing?.code !== this.hovered?.code;
    this.hovered = thing;
    this.stage.classList.toggle("on-thing", Boolean(thing));
    if (is_other) this.redraw();
  }

  click([x, y], reach, several) {
    const thing = this.thing(x, y, reach);
    if (thing) this.act(thing.code, several);
  }

  draw(to, is_box) {
    this.lasso = is_box ? [this.corner, [to[0], this.corner[1]], to, [this.corner[0], to[1]]] : [...this.lasso, to];
    this.redraw();
  }

  close() {
    const corners = this.lasso;
    this.lasso = null;
    this.redraw();
    if (corners.length < 3) return;
    const project = projector(this.view, ...this.size);
    const top = this.scene.clickable.at(-1);
    const within = [...this.things.values()].filter((thing) => thing.layer === top?.id && isWithin(corners, project(...spotOf(thing))));
    const codes = within.map((thing) => thing.code).filter((code) => this.saidOf(code));
    if (codes.length) this.choose([...new Set([...this.chosen, ...codes])]);
  }

  key(event) {
    if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey) return;
    const pans = { ArrowLeft: [-PAN_PX, 0], ArrowRight: [PAN_PX, 0], ArrowUp: [0, -PAN_PX], ArrowDown: [0, PAN_PX] };
    if (event.key in pans) this.go(moved(this.view, ...pans[event.key], ...this.size));
    else if (event.key === "+" || event.key === "=") this.zoom(0.5);
    else if (event.key === "-") this.zoom(-0.5);
    else if (event.key === "0" || event.key === "Home") this.fit();
    else if (event.key === "Escape") { this.lasso = null; this.setLasso(false); }
    else if (event.key === "Enter" || /^\p{L}$/u.test(event.key)) {
      this.list.box.focus();
      if (event.key !== "Enter") this.list.type(event.key);
    } else return;
    event.preventDefault();
  }

  setLasso(is_on) {
    this.stage.classList.toggle("lasso", is_on);
    this.deck?.setProps({ controller: is_on ? false : { dragRotate: false, touchRotate: false, keyboard: false, doubleClickZoom: false, scrollZoom: true } });
    const pressed = this.tools.querySelector(".tj-tool-lasso");
    pressed?.setAttribute("aria-pressed", String(is_on));
  }

  drawTools() {
    const { words } = this.data;
    const made = [
      button("in", words.zoom_in, () => this.zoom(0.7)), button("out", words.zoom_out, () => this.zoom(-0.7)),
      button("fit", words.fit, () => this.fit()),
    ];
    if (words.lasso) made.push(button("lasso", words.lasso, () => this.setLasso(!this.stage.classList.contains("lasso"))));
    made.push(button("list", words.list, () => this.list.box.focus()));
    if (words.copy) made.push(button("copy", words.copy, () => this.copy()));
    this.tools.replaceChildren(...made);
  }

  async copy() {
    this.writeCamera();
    try {
      await navigator.clipboard.writeText(location.href);
    } catch { // no permission, or a page without TLS: the old way
      const field = make("textarea", "tj-unseen", document.body);
      field.value = location.href;
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    this.live.textContent = this.data.words.copied;
    this.overlay.say(() => [this.data.words.copied], this.size[0] - 60, 60, ...this.size);
    setTimeout(() => this.overlay.say(null), 1500);
  }

  destroy() {
    this.is_gone = true;
    if (this.data && !this.data.linked) Object.assign(left, { home: this.data.home, view: this.view, at: performance.now() });
    this.time.halt();
    window.removeEventListener("pointerup", this.lift);
    this.resized.disconnect();
    clearTimeout(this.writing);
    linked.get(this.data?.linked)?.delete(this);
    this.deck?.finalize();
    this.painter?.destroy();
    this.root.remove();
  }
}

function make(tag, name, parent) {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}

const round = (number, digits) => +number.toFixed(digits);
const rounded = (view) => ({ longitude: round(view.longitude, 4), latitude: round(view.latitude, 4), zoom: round(view.zoom, 3) });
const cameraText = (view) => Object.values(rounded(view)).join(",");
const readable = (address) => address.href.replace(/%2C/gi, ",");

function cameraIn(search) {
  const parts = (new URLSearchParams(search).get(CAMERA) ?? "").split(",").map(Number);
  const [longitude, latitude, zoom] = parts;
  const is_good = parts.length === 3 && parts.every(Number.isFinite) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= 12;
  return is_good ? { longitude, latitude, zoom } : null;
}

function isWithin(corners, [x, y]) {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [xi, yi] = corners[i], [xj, yj] = corners[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
