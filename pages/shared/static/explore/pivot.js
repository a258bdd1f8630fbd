// A pivot's table: shows the markup that the server made, and says which cell was opened. The cell that stands open is
// scrolled to its rows, once.
let opened = "";

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let box = parentElement.querySelector(".tj-pivot-box");
  if (!box) {
    box = document.createElement("div");
    box.className = "tj-pivot-box";
    parentElement.append(box);
  }
  if (box.dataset.of !== data.digest) {
    const left = box.querySelector(".tj-scroll")?.scrollLeft ?? 0;
    const held = heldCell(box);
    box.innerHTML = data.chart + data.table;
    box.dataset.of = data.digest;
    const scroll = box.querySelector(".tj-scroll");
    if (scroll) scroll.scrollLeft = left;
    if (held) [...box.querySelectorAll(held.inside + " [data-cell]")].find((one) => one.dataset.cell === held.cell)?.focus({ preventScroll: true });
  }
  box.onclick = (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell) return;
    opened = cell.dataset.cell;
    setTriggerValue("cell", cell.dataset.cell);
  };
  if (opened && opened === data.at) {
    opened = "";
    setTimeout(() => document.querySelector(".st-key-behind")?.scrollIntoView({ block: "nearest", behavior: "smooth" }), 400);
  }
}

// the cell that the keyboard stands on, which a table drawn anew would lose
function heldCell(box) {
  const now = box.getRootNode().activeElement;
  if (!box.contains(now) || !now.dataset?.cell) return null;
  return { cell: now.dataset.cell, inside: now.closest(".tj-pivot") ? ".tj-pivot" : ".tj-chart" };
}
