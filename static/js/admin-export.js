// The "All" box of the admin's export page: checks or clears every column.
const all = document.getElementById("select-all-columns");
const columns = document.querySelectorAll('.selectable-field-export-row input[type="checkbox"]');
all?.addEventListener("change", () => {
  for (const column of columns) column.checked = all.checked;
});
for (const column of columns) {
  column.addEventListener("change", () => {
    all.checked = [...columns].every((one) => one.checked);
  });
}
