// The choices at the left, each with the number of contacts it would leave.

const CHOICES = ["status", "kind", "type"]; // what is ticked is shown
const FACETS = { country: countryName, channel: (v) => v, by: (v) => v, publisher: (v) => v, trust: (v) => TRUSTS[v] }; // what is ticked is shown, or all where nothing is
const TRUSTS = { decided: "somebody decided", 0.9: "9 times in 10 or more", 0.8: "8 or 9 times in 10", 0.6: "6 to 8 times in 10", 0: "less often" };
const FEW = 10; // values of a facet before "more"
const rows = { status: new Map(), kind: new Map(), type: new Map() };

function toggle(group, value) {
  if (!filter[group].delete(value)) filter[group].add(value);
  apply();
}
function choice(group, value, text, icon) {
  const input = el("input", { type: "checkbox", "data-value": value, onchange: () => toggle(group, value) });
  return el("label", { class: "choice" }, input, icon, el("span", { dir: "auto" }, text), el("output", {}));
}
function choices(group, values, icon, text) {
  for (const value of values) {
    const label = choice(group, value, text ? text(value) : value, icon ? icon(value) : null);
    rows[group].set(value, label);
    $(`by-${group}`).append(label);
  }
}
function setChoice(label, number, ticked) {
  label.querySelector("output").textContent = count(number);
  label.querySelector("input").checked = ticked;
  label.classList.toggle("none", number === 0);
}
const opened = new Set(); // facets that show all their values
function showFacet(group, name) {
  const box = $(`by-${group}`), tally = counts[group], chosen = filter[group];
  const all = [...new Set([...tally.keys(), ...chosen])].sort((a, b) => chosen.has(b) - chosen.has(a) || (tally.get(b) || 0) - (tally.get(a) || 0) || collator.compare(name(a), name(b)));
  box.hidden = all.length === 0;
  box.querySelector("summary output").textContent = chosen.size ? `${chosen.size} chosen` : count(all.length);
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.value : null;
  const shown = opened.has(group) ? all : all.slice(0, Math.max(FEW, chosen.size)), list = box.querySelector("div");
  if (!box.open) { list.replaceChildren(); return; }
  list.replaceChildren(...shown.map((value) => {
    const label = choice(group, value, name(value));
    setChoice(label, tally.get(value) || 0, chosen.has(value));
    return label;
  }), ...(all.length > shown.length ? [button({ class: "quiet flush", onclick: () => { opened.add(group); showFacet(group, name); } }, `Show all ${count(all.length)}`)] : []));
  if (focused) { const again = [...list.querySelectorAll("input")].find((i) => i.dataset.value === focused); if (again) again.focus(); }
}

function showCounts() {
  for (const group of CHOICES) for (const [value, label] of rows[group]) setChoice(label, counts[group].get(value) || 0, filter[group].has(value));
  for (const [group, name] of Object.entries(FACETS)) showFacet(group, name);
  showBasis();
  $("since").value = filter.since; $("until").value = filter.until;
  if ($("words").value !== filter.words) $("words").value = filter.words;
  $("least").value = filter.least; $("least-out").textContent = filter.least === 1 ? "1 contact a pair (all)" : `${filter.least} contacts a pair`;
  const s = state.shown, bold = (n) => el("strong", {}, count(n));
  $("showing").replaceChildren("Showing ", bold(s.contacts), ` of ${plural(level.told, "contact")}, `, bold(s.edges), ` of ${plural(edges.length, "pair")}`);
  $("reset").hidden = !restricted();
  $("empty").hidden = s.edges > 0;
  showNotice();
}
const restricted = () => Boolean(filter.since || filter.until || filter.words.trim() || filter.ego !== null || filter.basis !== USUAL || filter.least !== opensWith
  || Object.keys(FACETS).some((g) => filter[g].size) || Object.entries(SETS).some(([g, all]) => filter[g].size < all().length));
let firmer = USUAL; // the basis that was chosen before what is told then was taken in
const toldThen = (n, beside) => `${count(n)} told then without a day${beside === "stated" ? ` of ${n === 1 ? "its" : "their"} own` : ""}`;
function showBasis() { // how firmly a day must be known, and how many contacts the range has beside those
  const leaves = (basis) => [...counts.basis].reduce((sum, [firm, n]) => sum + (firm <= FIRMNESS[basis] ? n : 0), 0);
  for (const input of document.querySelectorAll("#basis input")) setChoice(input.parentNode, leaves(input.value), input.value === filter.basis);
  if (filter.basis !== "reported") firmer = filter.basis;
  const more = leaves("reported") - leaves(firmer);
  $("basis").hidden = !ranged(); $("apart").hidden = !ranged() || !more;
  $("apart").textContent = `and ${toldThen(more, firmer)}`;
  $("apart").setAttribute("aria-pressed", String(filter.basis === "reported"));
}
function showNotice() { // what is left out of the map, and the way back
  const s = state.shown, parts = [];
  if (filter.least > 1) parts.push(`${count(s.edges)} of ${plural(edges.length, "pair")}: those with ${filter.least} or more contacts `, quiet("Show all", () => { filter.least = 1; apply(); }));
  if (filter.ego !== null && level.index.has(filter.ego)) parts.push(el("span", { dir: "auto" }, `Only ${short(parties[level.index.get(filter.ego)].label)} and its neighbours `), quiet("Show others", () => { filter.ego = null; apply(); fit(shownNodes); }));
  $("notice").hidden = parts.length === 0;
  $("notice").replaceChildren(...parts);
}
function showLevel() {
  const most = mostOfPair();
  for (const input of document.querySelectorAll("#by-level input")) input.checked = input.value === level.name;
  $("by-weight").hidden = most < 2; $("least").max = Math.min(most, 30);
}

choices("status", STATUSES);
choices("kind", data.kinds);
choices("type", Object.keys(data.types), glyph, (t) => data.types[t].plural);
$("types").append(...Object.entries(data.types).filter(([t]) => data.levels.party.some((p) => p.type === t)).map(([t, look]) => el("span", {}, glyph(t), look.plural)));
$("by-level").hidden = !data.levels.state;
for (const input of document.querySelectorAll("#by-level input")) input.addEventListener("change", () => switchLevel(input.value));
for (const [group, name] of Object.entries(FACETS)) $(`by-${group}`).addEventListener("toggle", () => showFacet(group, name));
$("reset").addEventListener("click", () => { stop(); filter = { ...fresh(), least: opensWith }; apply(); });
for (const input of document.querySelectorAll("#basis input")) input.addEventListener("change", () => { filter.basis = input.value; apply(); });
$("apart").addEventListener("click", () => { filter.basis = filter.basis === "reported" ? firmer : "reported"; apply(); });
$("since").addEventListener("change", (e) => { filter.since = e.target.value; apply(); });
$("until").addEventListener("change", (e) => { filter.until = e.target.value; apply(); });
$("least").addEventListener("input", (e) => { filter.least = Number(e.target.value); apply(); });
let typing = 0;
$("words").addEventListener("input", (e) => { clearTimeout(typing); typing = setTimeout(() => { filter.words = e.target.value; apply(); }, 120); });
$("filters-button").addEventListener("click", () => $("filters-button").setAttribute("aria-expanded", $("filters").classList.toggle("open")));
