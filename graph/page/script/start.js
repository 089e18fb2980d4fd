// Keys and colours; then the first picture.

const inField = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && !/^(checkbox|radio|range)$/.test(document.activeElement.type);
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && !inField() && !e.ctrlKey && !e.metaKey) { e.preventDefault(); $("query").focus(); $("query").select(); }
  else if (e.key === "Escape") {
    $("missed").textContent = "";
    if (!$("take").hidden) { openMenu(false); $("take-button").focus(); }
    else if (inField()) document.activeElement.blur();
    else select(null);
  }
});

const dark = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = null;
function theme() {
  document.documentElement.dataset.theme = chosenTheme || (dark.matches ? "dark" : "light");
  readInk(); paint(); network.redraw();
}
$("theme").addEventListener("click", () => { chosenTheme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; theme(); });
dark.addEventListener("change", theme);

document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
readInk();
useLevel("party");
place(); startMap(); showLevel(); readAddress();
