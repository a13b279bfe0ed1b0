"use strict";
// Cards of figures: accept, fix in place, reject, undo. `onCard` is called with a card that a change made anew.
const cards = { onCard: () => {}, onUndone: () => {} };

function renew(row) {
  const shell = document.createElement("template");
  shell.innerHTML = row.html.trim(); // made by the server's own template, which escapes what documents say
  const card = shell.content.firstElementChild;
  const old = byId(`f${row.key}`);
  if (old) {
    card.classList.toggle("now", old.classList.contains("now"));
    old.replaceWith(card);
  }
  return card;
}

async function decide(card, action, fields = {}) {
  const answer = await send("/decide", { key: Number(card.dataset.key), action, head: Number(card.dataset.head), fields });
  if (!answer) return false;
  cards.onCard(renew(answer.row), answer.row);
  return true;
}

async function openForm(card) {
  if (card.querySelector("form.edit")) return;
  const response = await fetch(`/form?key=${card.dataset.key}`);
  if (!response.ok) return tell(await response.text(), true);
  const shell = document.createElement("template");
  shell.innerHTML = await response.text(); // the server's own template too
  const form = shell.content.querySelector("form");
  card.querySelector(".actions").before(form);
  (form.querySelector(".doubtful input, .doubtful select") || form.querySelector("input")).focus();
}

function changed(form) {
  const fields = {};
  for (const field of form.querySelectorAll("[name]")) {
    if (field.value !== field.dataset.was) fields[field.name] = field.value;
  }
  return fields;
}

function closeForm(card) {
  card.querySelector("form.edit")?.remove();
  card.focus();
}

async function undo() {
  const answer = await send("/undo");
  if (!answer) return;
  tell(answer.said);
  if (answer.row) cards.onCard(renew(answer.row), answer.row);
  else cards.onUndone();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const card = event.target.closest(".card");
  if (!button || !card) return;
  const action = button.dataset.do;
  if (action === "accept" || action === "reject") decide(card, action);
  else if (action === "edit") openForm(card);
  else if (action === "close") closeForm(card);
  else if (button.dataset.take) decide(card, "fix", { [button.dataset.take]: button.dataset.value });
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.edit");
  if (!form) return;
  event.preventDefault();
  const card = form.closest(".card");
  const fields = changed(form);
  if (!Object.keys(fields).length) return closeForm(card);
  await decide(card, "fix", fields);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("form.edit")) return closeForm(event.target.closest(".card"));
  if (typing(event)) return;
  const card = document.querySelector(".card.now, .item.now .card");
  const key = event.key.toLowerCase();
  if (key === "u") undo();
  else if (card && key === "a") decide(card, "accept");
  else if (card && key === "x") decide(card, "reject");
  else if (card && key === "e") { event.preventDefault(); openForm(card); }
});
