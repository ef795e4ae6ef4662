// The agenda by hand and by arrow keys. Both send forms that are on the page and work without this.
(() => {
  const list = document.getElementById("agenda-items");
  const order = document.getElementById("agenda-order");
  if (!list || !order) return;

  list.querySelectorAll(".grip").forEach((grip) => {
    grip.hidden = false;
    grip.addEventListener("keydown", (event) => {
      const way = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
      if (!way) return;
      event.preventDefault();
      const button = grip.closest("form").querySelector(way);
      if (button.disabled) {
        document.getElementById("announce").textContent = "It is at that end of the agenda already";
      } else {
        grip.closest("form").requestSubmit(button);
      }
    });
  });

  new Sortable(list, {
    handle: ".grip",
    animation: 0,
    delay: 120,
    delayOnTouchOnly: true,
    onEnd: (event) => {
      if (event.oldIndex === event.newIndex) return;
      order.elements.moved.value = event.item.dataset.id;
      [...list.children].forEach((item) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "order";
        field.value = item.dataset.id;
        order.append(field);
      });
      order.requestSubmit();
    },
  });

  // After a move the focus is where it was: on the grip of the item, once the browser has gone to
  // the fragment, which takes the focus away.
  if (location.hash.startsWith("#item-")) {
    const grip = document.getElementById(location.hash.slice(1))?.querySelector(".grip");
    addEventListener("load", () => setTimeout(() => grip?.focus(), 50));
  }
})();
