// The roll on a phone. Each tap is kept in this browser until the server has it, also when the
// connection is lost or the tab is closed; only ids are kept, no names. The page works without this.
(() => {
  const form = document.querySelector("[data-roll]");
  if (!form) return;
  const shelf = form.dataset.roll;
  const status = document.querySelector("[data-status]");
  const first = status.textContent;
  const AGAIN = 4000;
  let timer = 0;
  let sending = false;
  let trouble = "";

  // What is not sent yet: name of the field to {value, at}.
  let waiting = new Map();
  try { waiting = new Map(Object.entries(JSON.parse(localStorage.getItem(shelf)) || {})); } catch { /* none kept */ }
  const keep = () => {
    try {
      if (waiting.size) localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(waiting)));
      else localStorage.removeItem(shelf);
    } catch { /* full or private: the page itself still holds it */ }
  };

  const show = () => {
    let [words, look] = [first, ""];
    if (waiting.size && trouble) [words, look] = [`Not sent yet: ${waiting.size}. ${trouble}; kept on this phone`, "late"];
    else if (waiting.size) [words, look] = ["Saving", "on"];
    else if (trouble === null) [words, look] = ["Saved", "done"];
    if (status.textContent !== words) status.textContent = words;
    status.className = `state ms-auto ${look}`;
  };
  const choose = (name, value) => {
    form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((radio) => { radio.checked = radio.value === value; });
  };
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

  const send = async () => {
    clearTimeout(timer);
    if (sending || !waiting.size) return show();
    sending = true;
    const sent = new Map(waiting);
    const body = new URLSearchParams();
    sent.forEach(({ value, at }, name) => {
      body.set(name, value);
      body.set(name.replace("came-", "age-"), String(Math.max(0, Math.round((Date.now() - at) / 1000))));
    });
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-Requested-With": "roll", "X-CSRFToken": token },
        signal: AbortSignal.timeout(20000),
      });
      if (response.type === "opaqueredirect") trouble = "You are signed out: sign in in another tab";
      else if (response.status === 403) trouble = "This page is too old: reload it";
      else if (response.status === 422) trouble = (await response.json()).error;
      else if (!response.ok) trouble = "The server did not answer well";
      else {
        const answer = await response.json();
        trouble = null;
        sent.forEach(({ at }, name) => { if (waiting.get(name)?.at === at) waiting.delete(name); });
        Object.entries(answer.kept).forEach(([pk, came]) => {
          if (!waiting.has(`came-${pk}`)) choose(`came-${pk}`, came);
        });
        document.querySelector("[data-there]").textContent = answer.there;
        document.querySelector("[data-reload]").hidden = !answer.hosts_to_tell;
        keep();
      }
    } catch {
      trouble = "No connection";
    }
    sending = false;
    show();
    if (waiting.size) timer = setTimeout(send, trouble ? AGAIN : 0);
  };

  form.querySelector("[data-plain]")?.remove();
  waiting.forEach(({ value }, name) => choose(name, value));
  form.addEventListener("change", (event) => {
    if (!event.target.name.startsWith("came-")) return;
    waiting.set(event.target.name, { value: event.target.value, at: Date.now() });
    keep();
    send();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  addEventListener("online", send);
  addEventListener("pageshow", send);
  addEventListener("beforeunload", (event) => { if (waiting.size && trouble) event.preventDefault(); });
  send();
})();
