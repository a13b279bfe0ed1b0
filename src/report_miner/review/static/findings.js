"use strict";
// Findings: copy the text for a letter, and say what a finding is.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  tell(document.body.dataset.copied);
}

document.addEventListener("click", async (event) => {
  const finding = event.target.closest(".finding");
  const button = event.target.closest("button");
  if (!finding || !button) return;
  if ("copy" in button.dataset) return copy(finding.querySelector(".letter").textContent.trim());
  const body = { finding: finding.dataset.finding, doc: finding.dataset.doc, head: Number(finding.dataset.head),
    mark: button.dataset.mark, note: finding.querySelector(".why").value };
  const answer = await send("/mark", body);
  if (!answer) return;
  finding.dataset.head = answer.head;
  finding.querySelector(".marked").textContent = answer.said;
  finding.querySelectorAll("[data-mark]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
});
