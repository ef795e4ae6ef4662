// Small comforts. Every page works without this file.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const announce = (text) => { document.getElementById("announce").textContent = text; };

  // --- Notes: said aloud once, stay until closed. Anybody may add one:
  // dispatchEvent(new CustomEvent("note", {detail: {text, level}})), or HX-Trigger: {"note": {...}}
  const notes = document.getElementById("notes");
  const closable = (note) => {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.setAttribute("aria-label", "Close this note");
    close.addEventListener("click", () => note.remove());
    note.append(close);
  };
  addEventListener("note", (event) => {
    if (!notes) return;
    const { text, level = "success" } = event.detail;
    const note = document.createElement("p");
    note.className = `note ${level}`;
    const words = document.createElement("span");
    words.textContent = text;
    note.append(words);
    closable(note);
    notes.append(note);
  });
  if (notes) {
    all(".note", notes).forEach(closable);
    const said = all(".note span", notes).map((words) => words.textContent).join(" ");
    if (said) setTimeout(() => announce(said), 300);
  }

  // --- Menus: <details class="menu">. One open at a time; Escape and a click elsewhere close it.
  const openMenus = () => all("details.menu[open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });

  // --- Light or dark.
  const stored = () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } };
  const showChoice = () => all("[data-theme]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.theme === stored()));
  });
  all("[data-theme-switch]").forEach((place) => { place.hidden = false; });
  showChoice();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme]");
    if (!button) return;
    try {
      if (button.dataset.theme) localStorage.setItem("theme", button.dataset.theme);
      else localStorage.removeItem("theme");
    } catch { /* a private window: the choice lasts for this page only */ }
    dispatchEvent(new Event("theme-chosen"));
    showChoice();
  });

  // --- Forms: sent once, not left by mistake.
  let dirty = false;
  let leaving = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    leaving = true;
    if (form.dataset.again !== undefined) return; // a download: the page stays
    form.dataset.sent = "true";
    // After this event, so that the pressed button is sent with the form.
    setTimeout(() => all("button[type=submit], button:not([type])", form)
      .forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  addEventListener("pageshow", () => { // also on "back", from the browser's memory
    leaving = false;
    release(document);
  });
  const release = (root) => all("form[data-sent]", root).forEach((form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  });
  const focusProblem = (root) => root.querySelector("[data-focus]")?.focus();
  focusProblem(document);

  // --- Choosing rows of a list.
  const countTicks = () => {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const ticks = all("[data-tick]");
    const chosen = ticks.filter((tick) => tick.checked).length;
    bar.classList.toggle("nothing", chosen === 0);
    all("[data-chosen-count]", bar).forEach((place) => { place.textContent = String(chosen); });
    all("[data-choose-all]", bar).forEach((box) => {
      box.checked = ticks.length > 0 && chosen === ticks.length;
      box.indeterminate = chosen > 0 && chosen < ticks.length;
    });
    all("button[data-needs-chosen]", bar).forEach((button) => { button.disabled = chosen === 0; });
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) {
      all("[data-tick]").forEach((tick) => { tick.checked = event.target.checked; });
    }
    if (event.target.matches("[data-choose-all], [data-tick]")) countTicks();
  });
  countTicks();

  // --- A link to hand over: one click takes all of it.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-select]")) event.target.select();
  });

  // --- After htmx put something in.
  document.addEventListener("htmx:before:request", (event) => {
    document.getElementById("list")?.setAttribute("aria-busy", "true");
    event.target.closest?.("form[data-guard]")?.toggleAttribute("data-saving", true);
  });
  document.addEventListener("htmx:before:response", (event) => {
    // Signed out meanwhile: the answer is the sign-in page, which belongs in the whole window.
    const response = event.detail.ctx.response.raw;
    if (response?.redirected && new URL(response.url).pathname.startsWith("/accounts/")) {
      event.preventDefault();
      leaving = true;
      location.reload();
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    countTicks();
    const found = document.querySelector("#list .count");
    if (found) announce(found.textContent);
    const done = document.querySelector("[data-announce]");
    if (done) announce(done.dataset.announce);
  });
  document.addEventListener("htmx:finally:request", () => {
    document.getElementById("list")?.removeAttribute("aria-busy");
    all("form[data-saving]").forEach((form) => form.removeAttribute("data-saving"));
    release(document);
  });
  document.addEventListener("htmx:error", () => dispatchEvent(new CustomEvent("note", {
    detail: { text: "No answer from the server. What you typed is still here; try again.", level: "error" },
  })));
})();
