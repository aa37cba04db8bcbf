// Conveniences only: every screen does its work without this file.
"use strict";

// A sheet of choices hides the part that the chosen moment does not use.
for (const form of document.querySelectorAll(".builder")) {
  const show = () => {
    const chosen = form.querySelector("input[name=moment]:checked");
    for (const part of form.querySelectorAll("[data-of]")) part.hidden = chosen !== null && part.dataset.of !== chosen.value;
  };
  form.addEventListener("change", show);
  show();
}

// Keys for reviewing: the letter stands on the button; a digit chooses the reason that it stands before; Escape leaves a field.
// A page that was sent takes no further key, and a key that is held down counts once: nobody decides a pair that they have not seen.
let sent = false;
addEventListener("pageshow", () => { sent = false; });
document.addEventListener("submit", () => { sent = true; });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || sent) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const reasons = document.querySelector("select[data-digits]");
  if (reasons && /^[1-9]$/.test(event.key) && reasons.options[Number(event.key)]) {
    reasons.selectedIndex = Number(event.key);
    return;
  }
  const marked = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!marked) return;
  event.preventDefault();
  marked.click();
  if (marked.matches("summary")) marked.parentElement.querySelector("input, select, textarea")?.focus();
});

// A page of running work without htmx's help reloads itself; with it, only the progress does.
