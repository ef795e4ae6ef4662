// The letter editor: a button puts its field where the cursor is; what is typed is checked after a pause.
(() => {
  const form = document.getElementById("template-form");
  const check = document.getElementById("template-check");
  const choice = document.getElementById("preview_for");
  if (!form || !check) return;
  let pause;
  const ask = () => window.htmx && window.htmx.trigger(check, "check");
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, 400); });
  choice.addEventListener("change", ask);
  for (const list of document.querySelectorAll("[data-insert-into]")) {
    const text = document.getElementById(list.dataset.insertInto);
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (!button) return;
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
