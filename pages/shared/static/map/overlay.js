// What is laid over the map: the thing under the pointer, the places chosen, the lasso, and the words beside the pointer.
import { ringsOf } from "./hit.js";

const SVG = "http://www.w3.org/2000/svg";

export class Overlay {
  constructor(parent) {
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "tj-map-overlay");
    this.svg.setAttribute("aria-hidden", "true");
    parent.append(this.svg);
    this.tip = document.createElement("div");
    this.tip.className = "tj-tip";
    this.tip.hidden = true;
    parent.append(this.tip);
    this.marks = [];
  }

  // `marks` are [thing, class]; `lasso` are the corners of what is drawn at the moment, in pixels.
  show(project, marks, lasso) {
    const wanted = marks.map(([thing, name]) => (thing.feature ? this.outline(thing.feature, project, name) : this.ring(thing, project, name)));
    if (lasso?.length > 1) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", `M${lasso.map((p) => p.map(Math.round).join(" ")).join("L")}Z`);
      path.setAttribute("class", "lasso");
      wanted.push(path);
    }
    this.svg.replaceChildren(...wanted);
  }

  outline(feature, project, name) {
    const path = document.createElementNS(SVG, "path");
    const data = ringsOf(feature).map((ring) => {
      let last = [NaN, NaN];
      const kept = ring.map(([lon, lat]) => project(lon, lat)).filter((p, i) => {
        if (i && Math.abs(p[0] - last[0]) + Math.abs(p[1] - last[1]) < 0.7) return false;
        last = p;
        return true;
      });
      return `M${kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
    });
    path.setAttribute("d", data.join(""));
    path.setAttribute("class", name);
    return path;
  }

  ring(thing, project, name) {
    const circle = document.createElementNS(SVG, "circle"), [x, y] = project(thing.lon, thing.lat);
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    circle.setAttribute("r", String((thing.radius ?? 6) + 3));
    circle.setAttribute("class", name);
    return circle;
  }

  // The same words anew, when time moved on under a pointer that did not.
  refresh() {
    if (this.last) this.say(...this.last);
  }

  // Text only: nothing that a place is called can become markup.
  say(words, x, y, width, height) {
    const lines = words?.();
    this.last = lines ? [words, x, y, width, height] : null;
    this.tip.hidden = !lines;
    if (!lines) return;
    const [name, ...rest] = lines;
    const title = document.createElement("b");
    title.textContent = name;
    this.tip.replaceChildren(title, ...rest.map((line) => {
      const div = document.createElement("div");
      div.textContent = line;
      return div;
    }));
    const { offsetWidth: wide, offsetHeight: high } = this.tip;
    this.tip.style.left = `${Math.max(4, x + 16 + wide > width ? x - wide - 12 : x + 16)}px`;
    this.tip.style.top = `${Math.max(4, y + 16 + high > height ? y - high - 12 : y + 16)}px`;
  }
}
