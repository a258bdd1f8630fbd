// What changes with time: the classes of each step, fetched once, painted here without asking the server.
import { fetchOnce } from "./scene.js";

const CLEAR = [0, 0, 0, 0];

export class Frame {
  // `told` names the file of the steps, the step to begin with, and the layers that take its classes.
  static async of(told, words) {
    return new Frame(told, told ? await fetchOnce(told.url) : null, words);
  }

  constructor(told, file, words) {
    this.told = told;
    this.file = file;
    this.words = words;
    this.steps = file?.steps ?? [];
    this.labels = this.steps.map((step) => step.label);
    const asked = this.steps.findIndex((step) => step.key === told?.step);
    this.at = asked < 0 ? this.steps.length - 1 : asked;
    this.place = new Map((file?.codes ?? []).map((code, i) => [code, i]));
    this.waiting = [];
  }

  layers(layers) {
    const step = this.steps[this.at];
    if (!step) return layers;
    const { colours, codes } = this.file, digits = step.digits;
    return layers.map((layer) => {
      if (layer.id === this.told.fill) {
        return layer.clone({
          getFillColor: (feature) => colours[digits[this.place.get(feature.properties.code)]] ?? CLEAR,
          updateTriggers: { ...layer.props.updateTriggers, getFillColor: [digits, colours] },
        });
      }
      if (layer.id === this.told.circle) {
        return layer.clone({
          getFillColor: (row) => colours[digits[this.place.get(row.code)]] ?? CLEAR,
          getRadius: (row) => this.radius(step.values?.[this.place.get(row.code)]),
          updateTriggers: { ...layer.props.updateTriggers, getFillColor: [digits, colours], getRadius: [step.key, this.file.most] },
        });
      }
      return layer;
    });
  }

  // Area in proportion to the count; nothing is no circle.
  radius(value) {
    return value > 0 ? Math.max(2, this.told.most_px * Math.sqrt(value / this.file.most)) : 0;
  }

  // The lines of a place at this step, in the reader's numbers.
  said(code) {
    const step = this.steps[this.at], i = this.place.get(code);
    if (!step || i === undefined) return null;
    const value = step.values?.[i], sign = this.file.signs[step.digits[i]] ?? "";
    const number = typeof value === "number" ? new Intl.NumberFormat(this.words.locale, { maximumFractionDigits: this.file.decimals }).format(value) : value ?? sign;
    return [`${number}${typeof value === "number" && this.file.unit ? ` ${this.file.unit}` : ""}${step.label ? `, ${step.label}` : ""}`];
  }

  // Resolves when what was asked for is on the screen.
  drawn(deck) {
    if (!deck) return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return new Promise((done) => { this.waiting.push(done); setTimeout(done, 1000); });
  }

  wasDrawn() {
    const waiting = this.waiting;
    this.waiting = [];
    for (const done of waiting) done();
  }
}
