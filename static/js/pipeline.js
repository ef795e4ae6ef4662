// The board by hand and by arrow keys. Both send the card's own form, which works without this.
(() => {
  const board = document.querySelector(".board");
  const lanes = [...board.querySelectorAll(".lane")];
  const announce = (text) => { document.getElementById("announce").textContent = text; };

  const move = (card, lane) => {
    const form = card.querySelector("form.move");
    form.elements.stage.value = lane.dataset.stage;
    announce(`Moving to ${lane.dataset.label}`);
    form.requestSubmit(form.querySelector("button:not([formaction])"));
  };

  board.querySelectorAll(".grip").forEach((grip) => {
    grip.hidden = false;
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const card = grip.closest(".card");
      const lane = lanes[lanes.indexOf(card.closest(".lane")) + step];
      if (lane) move(card, lane);
      else announce("There is no further stage on this side");
    });
  });
  if (board.querySelector(".grip")) {
    lanes.forEach((lane) => new Sortable(lane.querySelector("ul"), {
      group: "stages",
      handle: ".grip",
      sort: false,
      animation: 0,
      delay: 120,
      delayOnTouchOnly: true,
      onEnd: (event) => {
        const to = event.to.closest(".lane");
        if (event.from !== event.to) move(event.item, to);
      },
    }));
  }

  const ten = document.getElementById("ten");
  const order = document.getElementById("ten-order");
  if (ten && order) {
    new Sortable(ten, {
      filter: "button, a",
      preventOnFilter: false,
      animation: 0,
      delay: 120,
      delayOnTouchOnly: true,
      onEnd: (event) => {
        if (event.oldIndex === event.newIndex) return;
        [...ten.children].forEach((item) => {
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = "order";
          field.value = item.dataset.id;
          order.append(field);
        });
        order.requestSubmit();
      },
    });
  }

  // After a move the focus is where it was: on the card. Once the browser has gone to the
  // fragment, which takes the focus away.
  if (location.hash.startsWith("#card-")) {
    const grip = document.getElementById(location.hash.slice(1))?.querySelector(".grip");
    addEventListener("load", () => setTimeout(() => grip?.focus(), 50));
  }
})();
