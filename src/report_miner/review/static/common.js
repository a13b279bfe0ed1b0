"use strict";
// What every page needs: talking to the server, saying what happened, the reviewer's name, suggestions.
const byId = (id) => document.getElementById(id);
const token = document.querySelector("meta[name=token]").content;

const who = byId("who");
if (who) {
  who.value = localStorage.getItem("who") || "";
  who.addEventListener("change", () => localStorage.setItem("who", who.value.trim()));
}

let saying;
function tell(text, bad = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("bad", bad);
  clearTimeout(saying);
  saying = setTimeout(() => { said.textContent = ""; }, bad ? 9000 : 3500);
}

// Sends a change; gives the answer, or null after saying what went wrong.
async function send(path, body = {}) {
  let answer;
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Token": token, "X-Reviewer": encodeURIComponent(who ? who.value : "") },
      body: JSON.stringify(body),
    });
    const type = response.headers.get("Content-Type") || "";
    answer = type.includes("json") ? await response.json() : { error: await response.text() };
    if (response.ok) return answer;
  } catch {
    answer = { error: document.body.dataset.offline };
  }
  tell(answer.error || document.body.dataset.offline, true);
  return null;
}

let asking;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset || !field.dataset.suggest) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const query = new URLSearchParams({ field: field.dataset.suggest, q: field.value });
    const response = await fetch(`/suggest?${query}`);
    if (!response.ok) return;
    const options = (await response.json()).map(([value, about]) => {
      const option = document.createElement("option");
      option.value = value;
      option.label = about;
      option.textContent = about;
      return option;
    });
    field.list.replaceChildren(...options);
  }, 120);
});

const typing = (event) => event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea");
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event)) {
    event.preventDefault();
    (document.querySelector("main input[type=search]") || document.querySelector(".quick input")).focus();
  }
});
