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

// Keys for reviewing: the letter stands on the button.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// A page of running work without htmx's help reloads itself; with it, only the progress does.
