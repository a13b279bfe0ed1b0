"use strict";
// The document: its text and its records scroll to one another; a selection becomes a figure.
const source = byId("source");
const add = byId("add");
const marks = () => [...source.querySelectorAll("mark[data-key]")];

function show(key, { text = true, record = true } = {}) {
  document.querySelectorAll(".now").forEach((each) => each.classList.remove("now"));
  const card = byId(`f${key}`);
  const mark = source.querySelector(`mark[data-key="${CSS.escape(key)}"]`);
  if (card) {
    card.classList.add("now");
    if (record) card.scrollIntoView({ block: "center" });
    card.focus({ preventScroll: true });
    history.replaceState(null, "", `#f${key}`);
  }
  if (mark) {
    mark.classList.add("now");
    if (text) mark.scrollIntoView({ block: "center" });
    showPage(mark.dataset.page, key, text);
  }
}

function showPage(page, key, scroll) {
  const image = page && source.querySelector(`img[data-page="${page}"]`);
  if (!image || byId("tab-pages").hidden) return;
  const address = new URL(image.src);
  address.searchParams.set("key", key);
  image.src = address.href;
  if (scroll) image.scrollIntoView({ block: "start" });
}

function step(by) {
  const all = [...document.querySelectorAll("#records .card")];
  const here = all.findIndex((each) => each.classList.contains("now"));
  const next = all[Math.min(all.length - 1, Math.max(0, here + by))];
  if (next) show(next.dataset.key);
}

cards.onCard = (card, row) => {
  card.classList.add("now");
  const mark = source.querySelector(`mark[data-key="${row.key}"]`);
  if (mark) {
    mark.className = mark.className.replace(/\bd-\w+/, `d-${row.decision || "none"}`);
    mark.classList.toggle("wrong", mark.classList.contains("wrong") && Boolean(row.open));
  }
  card.focus({ preventScroll: true });
};
cards.onUndone = () => location.reload();

// Offsets count code points of the document's text, those of a selection count UTF-16 units of one piece.
function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  if (node.nodeType !== Node.TEXT_NODE) return Number(piece.dataset.at);
  return Number(piece.dataset.at) + [...node.data.slice(0, at)].length;
}

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.commonAncestorContainer)) return null;
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}

async function addSelected() {
  const range = selected();
  if (!range) return;
  const answer = await send("/add", { doc: source.dataset.doc, ...range });
  if (!answer) return;
  sessionStorage.setItem("edit", answer.row.key);
  location.hash = `f${answer.row.key}`;
  location.reload();
}

document.addEventListener("selectionchange", () => { add.hidden = !selected(); });
add.addEventListener("mousedown", (event) => event.preventDefault());
add.addEventListener("click", addSelected);
source.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-key]");
  if (mark && !selected()) show(mark.dataset.key, { text: false });
});
byId("records").addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  if (card && !event.target.closest("button, form")) show(card.dataset.key, { record: false });
});
document.querySelector(".tabs")?.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (!tab) return;
  document.querySelectorAll("[data-tab]").forEach((each) => each.setAttribute("aria-selected", String(each === tab)));
  byId("tab-text").hidden = tab.dataset.tab !== "text";
  byId("tab-pages").hidden = tab.dataset.tab !== "pages";
});
document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || event.key === "ArrowDown") { event.preventDefault(); step(1); }
  else if (key === "k" || event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  else if (key === "n") addSelected();
  else if (event.key === "Enter" && event.target.matches("mark")) show(event.target.dataset.key, { text: false });
});

const wanted = location.hash.match(/^#f(\d+)$/)?.[1] || byId("records").dataset.first;
if (wanted) show(wanted);
if (sessionStorage.getItem("edit") === wanted && byId(`f${wanted}`)) openForm(byId(`f${wanted}`));
sessionStorage.removeItem("edit");
