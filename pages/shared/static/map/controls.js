// The buttons on the map, the list of its places for keys and readers, and the bar of time.

const ICONS = {
  in: "M12 5v14M5 12h14", out: "M5 12h14", fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  lasso: "M12 4c5 0 8 2.4 8 5.5S17 15 12 15 4 12.6 4 9.5 7 4 12 4zM8 14.5c-1.5.5-2 2-1 3s2.5.5 2-1.5M8.5 17.5C8 20 7 21 5.5 21",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01", copy: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5",
  play: "M8 5.5v13l10-6.5z", pause: "M8 5.5v13M16 5.5v13", back: "M15 6l-6 6 6 6", on: "M9 6l6 6-6 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function button(name, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `tj-tool tj-tool-${name}`;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.append(icon(name));
  made.addEventListener("click", press);
  return made;
}

// Every place of the map in a list: arrows and first letters move in it, Enter opens a place, Space chooses it too.
export class PlaceList {
  constructor(parent, acts) {
    this.box = document.createElement("ul");
    this.box.className = "tj-map-list";
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-multiselectable", "true");
    parent.append(this.box);
    this.acts = acts;
    this.rows = [];
    this.at = -1;
    this.typed = "";
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focus", () => { if (this.at < 0) this.move(0); });
    this.box.addEventListener("blur", () => this.acts.left());
    this.box.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) this.acts.open(row.dataset.code, event.shiftKey);
    });
  }

  // `rows` are [code, name, what is said of it]
  set(rows, label, chosen) {
    this.rows = rows;
    this.box.setAttribute("aria-label", label);
    const id = (this.id ??= `tj-list-${Math.random().toString(36).slice(2, 8)}`);
    this.box.replaceChildren(...rows.map(([code, name, said], i) => {
      const row = document.createElement("li");
      row.id = `${id}-${i}`;
      row.dataset.code = code;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(chosen.includes(code)));
      row.append(name);
      if (said) {
        const value = document.createElement("span");
        value.textContent = said;
        row.append(" ", value);
      }
      return row;
    }));
    this.at = Math.min(this.at, rows.length - 1);
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };
    if (event.key in steps) this.move(this.at + steps[event.key]);
    else if (event.key === "Home") this.move(0);
    else if (event.key === "End") this.move(this.rows.length - 1);
    else if (event.key === "Enter" && this.rows[this.at]) this.acts.open(this.rows[this.at][0], event.shiftKey);
    else if (event.key === " " && !this.typed && this.rows[this.at]) this.acts.open(this.rows[this.at][0], true);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) this.type(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  type(letter) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => { this.typed = ""; }, 800);
    this.typed += plain(letter);
    const found = this.rows.findIndex(([, name]) => plain(name).startsWith(this.typed));
    if (found >= 0) this.move(found);
  }

  move(to) {
    if (!this.rows.length) return;
    this.box.children[this.at]?.classList.remove("at");
    this.at = Math.min(Math.max(to, 0), this.rows.length - 1);
    const row = this.box.children[this.at];
    row.classList.add("at");
    this.box.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
    this.acts.point(this.rows[this.at][0]);
  }
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Play, a slider over the steps, and the name of the step that is shown.
export class TimeBar {
  constructor(parent, acts) {
    this.acts = acts;
    this.bar = document.createElement("div");
    this.bar.className = "tj-map-time";
    this.bar.hidden = true;
    this.toggle = document.createElement("button");
    this.toggle.type = "button";
    this.toggle.className = "tj-map-play";
    this.toggle.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    this.slider = document.createElement("input");
    this.slider.type = "range";
    this.slider.min = 0;
    this.slider.step = 1;
    this.slider.addEventListener("input", () => { this.halt(); this.show(+this.slider.value); this.settle(); });
    this.label = document.createElement("output");
    this.bar.append(this.toggle, this.slider, this.label);
    parent.append(this.bar);
  }

  set(labels, at, words) {
    this.words = words;
    this.labels = labels;
    this.bar.hidden = labels.length < 2;
    this.slider.max = labels.length - 1;
    this.slider.setAttribute("aria-label", words.time);
    if (!this.timer) this.show(at, true);
    this.face();
  }

  face() {
    const label = this.timer ? this.words.pause : this.words.play;
    this.toggle.replaceChildren(icon(this.timer ? "pause" : "play"));
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
  }

  show(at, is_told = false) {
    this.at = at;
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", this.labels[at] ?? "");
    this.label.textContent = this.labels[at] ?? "";
    if (!is_told) this.acts.show(at);
  }

  play() {
    if (this.at >= this.labels.length - 1) this.show(0);
    const next = async () => {
      if (!this.timer) return;
      if (this.at >= this.labels.length - 1) return this.stop();
      this.show(this.at + 1);
      await this.acts.painted();
      if (this.timer) this.timer = setTimeout(next, this.words.pace ?? 700);
    };
    this.timer = setTimeout(next, 250);
    this.face();
  }

  halt() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.face();
  }

  stop() {
    this.halt();
    this.acts.settled(this.at);
  }

  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.acts.settled(this.at), 350);
  }
}
