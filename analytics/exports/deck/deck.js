"use strict";
(() => {
  const root = document.documentElement, body = document.body, deck = document.getElementById("deck");
  const slides = [...deck.querySelectorAll(".slide")], words = body.dataset;
  const by = (id) => document.getElementById(id);
  const LOOKS = ["light", "dark", "contrast"], W = 1280, H = 720;
  let now = 0, started = 0, ticking = 0, second = null, sleeper = 0;

  // Where we are

  const asked = () => Math.min(Math.max((parseInt(location.hash.slice(1), 10) || 1) - 1, 0), slides.length - 1);
  // a fact check that is longer than its slide is turned over before the next slide, or the one before
  function turn(by_) {
    const long = slides[now].querySelector(".checks"), most = long ? long.scrollHeight - long.clientHeight : 0;
    if (long && !body.classList.contains("grid") && (by_ > 0 ? long.scrollTop < most - 2 : long.scrollTop > 2)) {
      long.scrollTop += by_ * (long.clientHeight - 48);
    } else show(now + by_);
  }

  const titleOf = (slide) => slide.dataset.title;

  function show(n, quietly) {
    now = Math.min(Math.max(n, 0), slides.length - 1);
    slides.forEach((slide, i) => {
      slide.classList.toggle("now", i === now);
      if (i === now) slide.removeAttribute("aria-hidden"); else slide.setAttribute("aria-hidden", "true");
    });
    if (asked() !== now || !location.hash) history.replaceState(null, "", "#" + (now + 1));
    by("way").style.width = (100 * now) / Math.max(slides.length - 1, 1) + "%";
    by("at").textContent = (now + 1) + " / " + slides.length;
    if (!quietly) {
      by("live").textContent = words.said.replace("%n", now + 1).replace("%all", slides.length)
        .replace("%title", titleOf(slides[now]));
      slides[now].focus({ preventScroll: true });
    }
    by("tip").hidden = true;
    if (body.classList.contains("grid")) slides[now].scrollIntoView({ block: "nearest" });
    tellNotes();
  }

  function fit() {
    const k = Math.min(innerWidth / W, innerHeight / H), grid = body.classList.contains("grid");
    for (const slide of slides) {
      slide.style.transform = grid ? "" :
        `translate(${(innerWidth - W * k) / 2}px, ${(innerHeight - H * k) / 2}px) scale(${k})`;
    }
  }

  // Notes in a window of their own

  function openNotes() {
    if (second && !second.closed) { second.close(); second = null; return; }
    second = window.open("", "tejido-notes", "width=720,height=560");
    if (!second) { by("live").textContent = words.blocked; return; }
    const d = second.document;
    d.title = words.notes;
    d.body.replaceChildren();
    Object.assign(d.body.style, { font: "22px/1.5 Georgia, serif", margin: "28px", background: "#FBF8F3", color: "#1F2A37" });
    for (const id of ["head", "notes", "next", "clock"]) {
      const p = d.createElement(id === "head" ? "h1" : "p");
      p.id = id;
      if (id === "head") p.style.font = "600 26px Georgia, serif";
      if (id === "notes") p.style.whiteSpace = "pre-line";
      if (id === "next" || id === "clock") p.style.color = "#5B6472";
      d.body.append(p);
    }
    d.addEventListener("keydown", pressed);
    tellNotes();
    window.focus();
  }

  function tellNotes() {
    if (!second || second.closed) return;
    const d = second.document, notes = slides[now].querySelector(".notes");
    d.getElementById("head").textContent = (now + 1) + " / " + slides.length + " · " + titleOf(slides[now]);
    d.getElementById("notes").textContent = notes ? notes.textContent : "";
    d.getElementById("next").textContent = slides[now + 1] ? words.next + ": " + titleOf(slides[now + 1]) : "";
    d.getElementById("clock").textContent = started ? clock() : "";
  }

  // Timer, black, looks, overview, QR

  function clock() {
    const s = Math.floor((Date.now() - started) / 1000);
    return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  }

  function tick() { by("timer").textContent = clock(); if (second && !second.closed) second.document.getElementById("clock").textContent = clock(); }

  function timer() {
    by("timer").hidden = !by("timer").hidden;
    if (!started) started = Date.now();
    clearInterval(ticking);
    if (!by("timer").hidden) { tick(); ticking = setInterval(tick, 500); }
  }

  function look() { root.dataset.look = LOOKS[(LOOKS.indexOf(root.dataset.look) + 1) % LOOKS.length]; }

  function grid(to) {
    body.classList.toggle("grid", to);
    fit();
    if (body.classList.contains("grid")) slides[now].scrollIntoView({ block: "nearest" });
  }

  function code() {
    const held = slides[now].querySelector(".qr"), box = by("qr");
    box.querySelector("div").replaceChildren(...(held ? [held.firstElementChild.cloneNode(true)] : []));
    box.querySelector("p").textContent = held ? held.dataset.link : words.unlinked;
    box.showModal();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }

  // Maps: nearer, farther, moved; circles and names keep their size

  let pointed = null;
  const seen = new WeakMap();
  const mapOf = (slide) => slide.querySelector("[data-map]");

  function place(map, k, x, y) {
    const svg = map.parentNode, box = svg.getBBox();
    k = Math.min(Math.max(k, 1), 14);
    const lowX = box.x + box.width - k * (box.x + box.width), highX = box.x - k * box.x;
    const lowY = box.y + box.height - k * (box.y + box.height), highY = box.y - k * box.y;
    x = k === 1 ? 0 : Math.min(Math.max(x, lowX), highX);
    y = k === 1 ? 0 : Math.min(Math.max(y, lowY), highY);
    seen.set(map, { k, x, y });
    map.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    for (const node of map.querySelectorAll("circle, text")) {
      const name = node.tagName === "circle" ? "r" : "font-size";
      node.dataset.size = node.dataset.size || node.getAttribute(name);
      node.setAttribute(name, node.dataset.size / Math.pow(k, 0.85));
    }
    for (const node of map.querySelectorAll("path")) node.setAttribute("vector-effect", "non-scaling-stroke");
  }

  // where the keys zoom to: under the pointer, else the middle of what is told
  function middle(map) {
    if (pointed && map.parentNode.contains(pointed.target)) return pointIn(map, pointed);
    const boxes = [...map.querySelectorAll("[data-tip]")].map((node) => node.getBBox());
    const of = (one) => boxes.reduce((sum, box) => sum + one(box), 0) / (boxes.length || 1);
    return boxes.length ? { x: of((b) => b.x + b.width / 2), y: of((b) => b.y + b.height / 2) } : { x: 520, y: 280 };
  }

  function zoom(map, by_, at) {
    const was = seen.get(map) || { k: 1, x: 0, y: 0 };
    const k = Math.min(Math.max(was.k * by_, 1), 14);
    const p = at || middle(map);
    place(map, k, p.x - (p.x - was.x) * (k / was.k), p.y - (p.y - was.y) * (k / was.k));
  }

  function pointIn(map, event) {
    const m = map.parentNode.getScreenCTM().inverse();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(m);
  }

  // Hands

  const acts = {
    back: () => turn(-1), on: () => turn(1), grid: () => grid(), notes: openNotes, look, code, full,
    keys: () => by("help").showModal(),
  };

  const across = () => Math.max(Math.floor((innerWidth - 28) / 308), 1);

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inDialog = document.querySelector("dialog[open]");
    if (inDialog && event.key !== "Escape") { if (event.key !== "Tab" && event.key !== "Enter" && event.key !== " ") inDialog.close(); else return; }
    const onButton = event.target && event.target.tagName === "BUTTON" && (event.key === " " || event.key === "Enter");
    if (onButton) return;
    const map = mapOf(slides[now]), wide = body.classList.contains("grid");
    if (!by("black").hidden && event.key.toLowerCase() !== "b" && event.key !== ".") by("black").hidden = true;
    switch (event.key) {
      case "ArrowRight": case "PageDown": turn(1); break;
      case "ArrowDown": if (wide) show(now + across()); else turn(1); break;
      case "ArrowLeft": case "PageUp": turn(-1); break;
      case "ArrowUp": if (wide) show(now - across()); else turn(-1); break;
      case " ": turn(event.shiftKey ? -1 : 1); break;
      case "Home": show(0); break;
      case "End": show(slides.length - 1); break;
      case "Enter": if (wide) grid(false); break;
      case "Escape": if (wide) grid(false); break;
      case "b": case "B": case ".": by("black").hidden = !by("black").hidden; break;
      case "n": case "N": openNotes(); break;
      case "g": case "G": grid(); break;
      case "t": case "T": timer(); break;
      case "r": case "R": started = Date.now(); tick(); break;
      case "c": case "C": look(); break;
      case "q": case "Q": code(); break;
      case "f": case "F": full(); break;
      case "?": case "h": case "H": by("help").showModal(); break;
      case "+": case "=": if (map) zoom(map, 1.5); break;
      case "-": if (map) zoom(map, 1 / 1.5); break;
      case "0": if (map) place(map, 1, 0, 0); break;
      default: return;
    }
    event.preventDefault();
  }

  function tell(event) {
    const tip = by("tip"), held = event.target.closest && event.target.closest("[data-tip]");
    if (!held || body.classList.contains("grid")) { tip.hidden = true; return; }
    const title = held.querySelector("title");
    if (title) { held.dataset.tip = title.textContent; held.setAttribute("aria-label", title.textContent); title.remove(); }
    tip.textContent = held.dataset.tip;
    tip.hidden = false;
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  }

  function awake() {
    body.classList.add("awake");
    clearTimeout(sleeper);
    sleeper = setTimeout(() => body.classList.remove("awake"), 2500);
  }

  const held = new Map();
  let from = null, spread = 0;
  deck.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, event);
    from = { x: event.clientX, y: event.clientY, moved: false };
    spread = 0;
  });
  deck.addEventListener("pointermove", (event) => {
    awake();
    pointed = event;
    tell(event);
    if (!held.has(event.pointerId)) return;
    const before = held.get(event.pointerId), map = mapOf(slides[now]);
    held.set(event.pointerId, event);
    if (map && held.size === 2) {
      const [a, b] = [...held.values()], far = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (spread) zoom(map, far / spread, pointIn(map, { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }));
      spread = far;
      from = null;
    } else if (map && (seen.get(map) || { k: 1 }).k > 1) {
      const was = seen.get(map), a = pointIn(map, before), b = pointIn(map, event);
      place(map, was.k, was.x + b.x - a.x, was.y + b.y - a.y);
      if (from) from.moved = true;
    }
  });
  const up = (event) => {
    held.delete(event.pointerId);
    if (!from || body.classList.contains("grid")) return;
    const x = event.clientX - from.x, y = event.clientY - from.y;
    if (!from.moved && event.type === "pointerup" && event.pointerType !== "mouse" && Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) show(now + (x < 0 ? 1 : -1));
    from = null;
  };
  deck.addEventListener("pointerup", up);
  deck.addEventListener("pointercancel", up);
  deck.addEventListener("wheel", (event) => {
    const map = event.target.closest && event.target.closest("svg") && mapOf(slides[now]);
    if (!map || body.classList.contains("grid")) return;
    event.preventDefault();
    zoom(map, event.deltaY < 0 ? 1.2 : 1 / 1.2, pointIn(map, event));
  }, { passive: false });
  deck.addEventListener("dblclick", (event) => {
    const map = mapOf(slides[now]);
    if (map && event.target.closest("svg")) zoom(map, 2, pointIn(map, event));
  });
  deck.addEventListener("click", (event) => {
    if (!body.classList.contains("grid")) return;
    const slide = event.target.closest(".slide");
    if (slide) { show(slides.indexOf(slide)); grid(false); }
  });
  by("bar").addEventListener("click", (event) => {
    const act = acts[event.target.dataset.do];
    if (act) act();
  });
  by("black").addEventListener("click", () => { by("black").hidden = true; });
  document.addEventListener("keydown", pressed);
  addEventListener("resize", fit);
  addEventListener("hashchange", () => show(asked()));
  addEventListener("pagehide", () => { if (second && !second.closed) second.close(); });

  body.classList.add("on");
  fit();
  show(asked(), true);
  awake();
})();
