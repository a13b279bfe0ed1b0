"use strict";
// The queue: one item is in hand; a decision goes on to the next that is open.
const items = () => [...document.querySelectorAll("#queue .item")];

function take(item) {
  if (!item) return;
  items().forEach((each) => each.classList.toggle("now", each === item));
  item.scrollIntoView({ block: "nearest" });
  item.querySelector(".card").focus({ preventScroll: true });
}

function step(by) {
  const all = items();
  const here = all.findIndex((each) => each.classList.contains("now"));
  const next = all[here + by];
  if (next) take(next);
  else if (by > 0) document.querySelector("a[rel=next]")?.click();
}

cards.onCard = (card, row) => {
  const item = card.closest(".item");
  if (!item) return;
  const wasOpen = !item.classList.contains("done");
  item.classList.toggle("done", !row.open);
  const bar = document.querySelector("progress");
  bar.value += Number(wasOpen) - Number(Boolean(row.open));
  const done = byId("done");
  done.textContent = done.dataset.done.replace("#", bar.value.toLocaleString("vi"));
  const waiting = items().slice(items().indexOf(item)).find((each) => !each.classList.contains("done"));
  if (row.open) take(item);
  else if (waiting) take(waiting);
  else step(1);
};
cards.onUndone = () => location.reload();

document.addEventListener("click", (event) => {
  const item = event.target.closest(".item");
  if (item && !event.target.closest("button, a, form")) take(item);
});
document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || event.key === "ArrowDown") { event.preventDefault(); step(1); }
  else if (key === "k" || event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  else if (key === "o") document.querySelector(".item.now a.open")?.click();
});
take(items()[0]);
