// Students are dragged from host to host. A drop sends the page's own form, which works without this
// by ticking and choosing; where the window stood is kept.
(() => {
  const form = document.querySelector("[data-places]");
  if (!form) return;
  const place = `places:${location.pathname}`;
  const stood = sessionStorage.getItem(place);
  if (stood) scrollTo(0, Number(stood));
  sessionStorage.removeItem(place);

  const send = (student, host) => {
    form.querySelectorAll("[name=student]:checked").forEach((box) => { box.checked = false; });
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = `student-${student}`;
    field.value = host;
    form.append(field);
    sessionStorage.setItem(place, String(scrollY));
    form.requestSubmit();
  };

  form.querySelectorAll("[data-host]").forEach((list) => new Sortable(list, {
    group: "places",
    draggable: "[data-student]",
    filter: "input",
    preventOnFilter: false,
    sort: false,
    animation: 0,
    delay: 120,
    delayOnTouchOnly: true,
    onEnd: ({ item, from, to }) => {
      if (from !== to) send(item.dataset.student, to.dataset.host);
    },
  }));
})();
