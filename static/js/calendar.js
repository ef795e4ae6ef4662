// Moving by hand and by Shift with arrow keys. Both send one form, as the page of an activity does.
(() => {
  const table = document.querySelector("table.weeks[data-move]");
  const form = document.getElementById("move");
  if (!table || !form) return;
  const days = [...table.querySelectorAll("td[data-day]")];
  const announce = (text) => { document.getElementById("announce").textContent = text; };

  const move = (id, day) => {
    form.action = table.dataset.move.replace("/0/", `/${id}/`);
    form.elements.on.value = day.dataset.day;
    announce(`Moving to ${day.querySelector(".long").textContent}`);
    form.requestSubmit();
  };

  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  table.addEventListener("keydown", (event) => {
    const item = event.target.closest("li[data-id]");
    if (!item || !event.shiftKey || !(event.key in steps)) return;
    event.preventDefault();
    const day = days[days.indexOf(item.closest("td")) + steps[event.key]];
    if (day) move(item.dataset.id, day);
    else announce("That day is on another page. Open the activity to move it there");
  });

  // On a phone only days with something on them are shown: there the page of the activity moves it.
  if (matchMedia("(max-width: 800px)").matches) return;
  days.forEach((day) => new Sortable(day.querySelector("ul"), {
    group: "days",
    draggable: "li[data-id]",
    sort: false,
    animation: 0,
    delay: 150,
    delayOnTouchOnly: true,
    onEnd: (event) => {
      if (event.from !== event.to) move(event.item.dataset.id, event.to.closest("td"));
    },
  }));

  // After a move the browser jumped to the entry; the keys go on from there.
  if (location.hash.startsWith("#a")) {
    document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus();
  }
})();
