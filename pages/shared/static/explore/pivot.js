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
    box.innerHTML = data.chart + data.table;
    box.dataset.of = data.digest;
    const scroll = box.querySelector(".tj-scroll");
    if (scroll) scroll.scrollLeft = left;
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
