// Taking the notes of a meeting. What is typed saves itself, field by field; what cannot be sent is
// kept in this browser and tried again, also after the tab was closed. The page works without this.
(() => {
  const root = document.querySelector("[data-live]");
  if (!root) return;
  const { save: address, store } = root.dataset;
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const status = root.querySelector("[data-status]");
  const announce = (text) => { document.getElementById("announce").textContent = text; };
  const all = (selector, within = root) => [...within.querySelectorAll(selector)];
  const AFTER_TYPING = 800;
  const AGAIN = 3000;

  // --- What this browser keeps: one entry a field, so that two tabs do not wipe out each other's.
  const shelf = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(`${store}:${key}`)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(`${store}:${key}`, JSON.stringify(value)); } catch { /* full or private: the page itself still holds it */ } },
    drop: (key) => { try { localStorage.removeItem(`${store}:${key}`); } catch { /* as above */ } },
    keys: () => {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(`${store}:`))
          .map((key) => key.slice(store.length + 1));
      } catch { return []; }
    },
  };

  // --- What waits to be saved: field name to {value, was}. ``was`` is what the server had when this
  // writer began; it refuses to overwrite anything else.
  const waiting = new Map();
  const clashing = new Set();
  const fieldOf = (what) => document.getElementById(what);
  const wasOf = (what) => root.querySelector(`[name="was-${what}"]`);
  let trouble = ""; // why nothing can be saved just now
  let savedAt = "";
  let sending = false;
  let timer = 0;

  const show = () => {
    const changes = waiting.size === 1 ? "1 change" : `${waiting.size} changes`;
    let words = savedAt ? `Saved ${savedAt}` : status.dataset.first;
    let look = savedAt ? "done" : "";
    if (clashing.size) [words, look] = ["Two versions: choose below", "late"];
    else if (waiting.size && trouble) [words, look] = [`Not saved: ${trouble}. ${changes} kept here`, "late"];
    else if (waiting.size) [words, look] = ["Saving", "on"];
    if (status.textContent === words) return;
    status.textContent = words;
    status.className = `state ${look}`;
    if (look === "late") announce(words);
  };
  status.dataset.first = status.textContent;

  const keep = (field) => {
    const { name: what, value } = field;
    const was = wasOf(what).value;
    if (value === was) { waiting.delete(what); shelf.drop(what); } else {
      waiting.set(what, { value, was });
      shelf.set(what, { value, was, at: Date.now() });
    }
    show();
  };

  const settle = (what, value, sent) => {
    wasOf(what).value = value;
    const field = fieldOf(what);
    const changedSince = sent === undefined ? waiting.has(what) : field.value !== sent;
    if (!changedSince) {
      if (field.value !== value) field.value = value;
      waiting.delete(what);
      shelf.drop(what);
    } else keep(field);
  };

  const post = (to, body) => fetch(to, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { "X-Requested-With": "live", "X-CSRFToken": token },
    signal: AbortSignal.timeout(20000),
  });

  const why = (response) => {
    if (response.type === "opaqueredirect") return "you are signed out. Sign in in another window";
    if (response.status === 403) return "this page is too old. Reload it";
    return "the server did not answer well";
  };

  const refuse = (what, problem) => {
    const field = fieldOf(what);
    waiting.delete(what);
    shelf.drop(what);
    if (field.matches("select")) field.value = wasOf(what).value;
    let place = field.parentElement.querySelector(".invalid-feedback");
    if (!place) {
      place = document.createElement("p");
      place.className = "invalid-feedback";
      field.parentElement.append(place);
    }
    place.textContent = problem;
    announce(problem);
  };

  const clash = (what, theirs) => {
    clashing.add(what);
    const field = fieldOf(what);
    const shown = (text) => (field.matches("select")
      ? [...field.options].find((option) => option.value === text)?.text || text : text);
    field.parentElement.querySelector(".live-clash")?.remove();
    const box = document.getElementById("clash").content.cloneNode(true).firstElementChild;
    box.querySelector("[data-theirs]").textContent = shown(theirs) || "(empty)";
    if (field.matches("select")) box.querySelector('[data-keep="both"]').remove();
    box.addEventListener("click", (event) => {
      const choice = event.target.dataset.keep;
      if (!choice) return;
      clashing.delete(what);
      box.remove();
      wasOf(what).value = theirs;
      if (choice === "theirs") field.value = theirs;
      if (choice === "both") field.value = `${theirs}\n${field.value}`;
      keep(field);
      field.focus();
      flush();
    });
    field.parentElement.append(box);
  };

  // Who may move a motion follows from who is there.
  const voters = (people) => all("[data-voters]").forEach((select) => {
    const chosen = select.value;
    const options = people.map(([id, label]) => new Option(label, id));
    select.replaceChildren(select.options[0], ...options);
    if (people.some(([id]) => String(id) === chosen)) select.value = chosen;
  });

  const take = async (what, sent, response) => {
    if (response.status === 409) return clash(what, (await response.json()).theirs);
    if (response.status === 422) return refuse(what, (await response.json()).error);
    const answer = await response.json();
    trouble = "";
    savedAt = answer.saved_at;
    fieldOf(what).parentElement.querySelector(".invalid-feedback")?.remove();
    Object.entries(answer.fields).forEach(([name, value]) => {
      const field = fieldOf(name);
      if (field) settle(name, value, name === what ? sent : undefined);
    });
    if (answer.quorum) {
      const quorum = root.querySelector("[data-quorum]");
      quorum.textContent = answer.quorum;
      quorum.className = `state ${answer.is_reached ? "done" : "soon"}`;
      voters(answer.voters);
    }
  };

  const next = () => [...waiting.keys()].find((what) => !clashing.has(what));

  // One after the other, so that two saves of a field cannot pass each other.
  const flush = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    try {
      for (let what = next(); what; what = next()) {
        const { value, was } = waiting.get(what);
        const response = await post(address, new URLSearchParams({ what, value, was }));
        if (![200, 409, 422].includes(response.status)) { trouble = why(response); break; }
        await take(what, value, response);
      }
    } catch {
      trouble = "no connection";
    }
    sending = false;
    if (next()) timer = setTimeout(flush, AGAIN);
    show();
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-field]")) return;
    keep(event.target);
    clearTimeout(timer);
    timer = setTimeout(flush, event.target.matches("select") ? 0 : AFTER_TYPING);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-field]") && waiting.has(event.target.name)) flush();
  });
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });

  // --- The small forms: sent from here, so that a lost connection leaves them as they are. What
  // stands in them survives a closed tab, too.
  const draft = (form) => `draft:${form.id}`;
  const fillDraft = (form) => {
    const kept = shelf.get(draft(form));
    if (!kept) return;
    Object.entries(kept).forEach(([name, value]) => {
      if (form.elements[name]) form.elements[name].value = value;
    });
    form.closest("details")?.setAttribute("open", "");
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-add]");
    if (!form) return;
    const filled = Object.fromEntries(new FormData(form));
    delete filled.csrfmiddlewaretoken;
    shelf.set(draft(form), filled);
  });

  const complain = (text) => dispatchEvent(new CustomEvent("note", { detail: { text, level: "error" } }));
  const send = async (form) => {
    if (form.dataset.sent) return null;
    form.dataset.sent = "true";
    try {
      return await post(form.action, new FormData(form));
    } catch {
      complain("No connection. What you typed is kept here; try again.");
      return null;
    } finally { delete form.dataset.sent; }
  };
  const add = async (form) => {
    const response = await send(form);
    if (!response) return;
    if (![200, 422].includes(response.status)) {
      complain(`Not saved: ${why(response)}. What you typed is kept here.`);
      return;
    }
    const place = document.getElementById(form.dataset.add);
    const drafts = all("form[data-add]", place).filter((other) => other !== form);
    if (response.status === 200) shelf.drop(draft(form));
    place.outerHTML = await response.text();
    drafts.forEach(({ id }) => fillDraft(document.getElementById(id)));
    const anew = document.getElementById(form.id);
    if (response.status === 422) anew.querySelector("[data-focus]")?.focus();
    else {
      announce("Added");
      (anew.closest("details")?.querySelector("summary") || anew.elements.title).focus();
    }
  };
  const go = async (form) => {
    await flush();
    const response = await send(form);
    if (!response) return;
    if (response.type !== "opaqueredirect") { complain(`Not done: ${why(response)}.`); return; }
    const part = form.elements.part?.value;
    if (part) history.replaceState(null, "", `#${part}`);
    location.reload();
  };
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-add], [data-go]")) return;
    event.preventDefault();
    if (form.matches("[data-add]")) add(form); else go(form);
  });

  // --- The clock of the item on the table.
  const tick = () => all("[data-since]").forEach((place) => {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    const late = minutes >= Number(place.dataset.minutes);
    const rest = String(seconds % 60).padStart(2, "0");
    place.textContent = `${minutes}:${rest} of ${place.dataset.minutes} min${late ? ", over time" : ""}`;
    place.classList.toggle("late", late);
    place.classList.toggle("on", !late);
  });
  tick();
  setInterval(tick, 1000);

  // --- What was not saved when this page was last open.
  let restored = 0;
  shelf.keys().forEach((what) => {
    if (what.startsWith("draft:")) return;
    const kept = shelf.get(what);
    const field = fieldOf(what);
    if (!kept || !field) {
      if (kept?.value) complain(`This was never saved, and its item is gone: ${kept.value}`);
      shelf.drop(what);
    } else if (kept.value === wasOf(what).value) shelf.drop(what);
    else {
      field.value = kept.value;
      waiting.set(what, { value: kept.value, was: kept.was });
      restored += 1;
    }
  });
  all("form[data-add]").forEach(fillDraft);
  if (restored) announce("What was not saved last time is here again.");
  show();
  flush();
  root.dataset.ready = "true";
})();
