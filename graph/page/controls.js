// Filters, histogram, search, keys and theme; then the first picture. One scope with the other scripts: template.html joins page, picture, panel and controls in one function.

const outputs = { status: new Map(), kind: new Map(), type: new Map() };
function choices(group, values, icon, text) {
  for (const value of values) {
    const input = el("input", { type: "checkbox", onchange: () => { filter[group][input.checked ? "add" : "delete"](value); apply(); } });
    const label = el("label", { class: "choice" }, input, icon ? icon(value) : null, el("span", {}, text ? text(value) : value), el("output", {}));
    input.dataset.value = value;
    outputs[group].set(value, label);
    $(`by-${group}`).append(label);
  }
}
function count1(group, key) { // how many contacts each value has, under all the other filters
  const tally = new Map();
  contacts.forEach((c) => { if (passes(c, group) && c.edges.some((e) => typed(edges[e]))) tally.set(key(c), (tally.get(key(c)) || 0) + 1); });
  return tally;
}
function showCounts() {
  const tallies = { status: count1("status", (c) => c.status), kind: count1("kind", (c) => c.kind), type: new Map() };
  const met = new Set();
  for (const e of edges) if (e.contacts.some((i) => passes(contacts[i]))) met.add(e.a).add(e.b);
  for (const i of met) tallies.type.set(parties[i].type, (tallies.type.get(parties[i].type) || 0) + 1);
  for (const [group, labels] of Object.entries(outputs)) for (const [value, label] of labels) {
    const n = tallies[group].get(value) || 0;
    label.querySelector("output").textContent = count(n);
    label.querySelector("input").checked = filter[group].has(value);
    label.classList.toggle("none", n === 0);
  }
  const undated = contacts.filter((c) => !c.from && TESTS.status(c) && TESTS.kind(c)).length;
  $("undated-label").querySelector("output").textContent = count(undated);
  $("undated").checked = filter.undated; $("since").value = filter.since; $("until").value = filter.until;
  $("least").value = filter.least; $("least-out").textContent = filter.least === 1 ? "1 contact a pair (all)" : `${filter.least} contacts a pair`;
  const s = state.shown, whole = s.edges === edges.length && s.contacts === contacts.length;
  const bold = (n) => el("strong", {}, count(n));
  $("showing").replaceChildren("Showing ", bold(s.contacts), ` of ${plural(contacts.length, "contact")}, `, bold(s.edges), ` of ${plural(edges.length, "pair")}`);
  $("reset").hidden = whole && !filter.since && !filter.until;
  $("empty").hidden = s.edges > 0;
  const trimmed = filter.least > 1;
  $("notice").hidden = !trimmed;
  if (trimmed) $("notice").replaceChildren(`${count(s.edges)} of ${plural(edges.length, "pair")}: those with ${filter.least} or more contacts `, el("button", { type: "button", class: "quiet", onclick: () => { filter.least = 1; apply(); } }, "Show all"));
}
choices("status", data.statuses);
choices("kind", data.kinds);
choices("type", Object.keys(data.types), glyph, (t) => data.types[t].plural);
$("types").append(...Object.entries(data.types).filter(([t]) => parties.some((p) => p.type === t)).map(([t, look]) => el("span", {}, glyph(t), look.plural)));
$("reset").addEventListener("click", () => { filter = fresh(); apply(); });
$("undated").addEventListener("change", (e) => { filter.undated = e.target.checked; apply(); });
$("since").addEventListener("change", (e) => { filter.since = e.target.value; apply(); });
$("until").addEventListener("change", (e) => { filter.until = e.target.value; apply(); });
$("least").addEventListener("input", (e) => { filter.least = Number(e.target.value); apply(); });
$("by-weight").hidden = most < 2; $("least").max = Math.min(most, 30);
$("filters-button").addEventListener("click", () => $("filters-button").setAttribute("aria-expanded", $("filters").classList.toggle("open")));

// ---------------------------------------------------------------- the histogram

const monthOf = (d) => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1;
const dayOf = (d) => Math.round(Date.parse(`${d}T00:00:00Z`) / 864e5);
const pad = (n, w) => String(n).padStart(w, "0");
const bins = (() => {
  if (!days.length) return null;
  // A few contacts of long ago (or far ahead) would squeeze all others into one bar: they share the bar at the rim.
  const told = days.map((c) => c.from).sort(), rare = Math.floor(told.length * 0.08);
  const [early, late] = [told[rare], told[told.length - 1 - rare]], core = dayOf(late) - dayOf(early) + 30;
  const from = told.find((d) => dayOf(early) - dayOf(d) <= core), to = [...told].reverse().find((d) => dayOf(d) - dayOf(late) <= core);
  const byDay = dayOf(to) - dayOf(from) < 322, at = byDay ? dayOf : monthOf;
  const low = at(from), step = Math.max(1, Math.ceil((at(to) - low + 1) / 46)), many = Math.floor((at(to) - low) / step) + 1;
  const day = (n) => new Date(n * 864e5).toISOString().slice(0, 10), month = (n) => `${pad(Math.floor(n / 12), 4)}-${pad((n % 12) + 1, 2)}-01`;
  const start = (b) => (b <= 0 ? first : byDay ? day(low + b * step) : month(low + b * step));
  const end = (b) => (b + 1 >= many ? last : byDay ? day(low + (b + 1) * step - 1) : day(dayOf(month(low + (b + 1) * step)) - 1));
  const named = (d) => (byDay ? dateText({ from: d, to: d }) : d.slice(0, 7));
  const names = [`${from > first ? "≤ " : ""}${named(from)}`, `${to < told.at(-1) ? "≥ " : ""}${named(to)}`];
  return { many, of: (d) => Math.min(many - 1, Math.max(0, Math.floor((at(d) - low) / step))), start, end, names };
})();

function drawHistogram(live) {
  const box = $("histogram");
  if (!bins) { box.style.display = "none"; document.querySelector(".dates").hidden = true; return; }
  const all = new Array(bins.many).fill(0), some = new Array(bins.many).fill(0);
  contacts.forEach((c, i) => { if (c.from) { all[bins.of(c.from)]++; if (live.has(i)) some[bins.of(c.from)]++; } });
  const top = Math.max(...all), bar = (n, b, name) => svg("rect", { x: b + 0.08, width: 0.84, y: 100 - (n / top) * 96, height: (n / top) * 96, class: name });
  box.setAttribute("viewBox", `0 0 ${bins.many} 100`);
  box.setAttribute("aria-label", `Contacts from ${first} to ${last}; drag to choose a range`);
  const ranged = filter.since || filter.until, from = filter.since > first ? bins.of(filter.since) : 0, to = filter.until && filter.until < last ? bins.of(filter.until) : bins.many - 1;
  const range = ranged && to >= from ? [svg("rect", { x: from, width: to - from + 1, y: 0, height: 100, class: "range" })] : [];
  box.replaceChildren(...range, ...all.flatMap((n, b) => [bar(n, b, "all"), bar(some[b], b, "in")]));
}
if (bins) {
  $("histogram").after(el("div", { class: "span" }, bins.names.map((name) => el("span", {}, name))));
  let from = null;
  const at = (e) => { const r = $("histogram").getBoundingClientRect(); return Math.min(bins.many - 1, Math.max(0, Math.floor(((e.clientX - r.left) / r.width) * bins.many))); };
  const set = (e) => { const to = at(e); filter.since = bins.start(Math.min(from, to)); filter.until = bins.end(Math.max(from, to)); apply(); };
  $("histogram").addEventListener("pointerdown", (e) => { from = at(e); $("histogram").setPointerCapture(e.pointerId); set(e); });
  $("histogram").addEventListener("pointermove", (e) => { if (from !== null) set(e); });
  $("histogram").addEventListener("pointerup", () => { from = null; });
}

// ---------------------------------------------------------------- search, keys, theme

const fold = (s) => s.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
const names = order.flatMap((i) => [[fold(parties[i].label), i], ...parties[i].aliases.map((a) => [fold(a), i])]);
for (const i of order.slice(0, 3000)) {
  $("names").append(el("option", { value: parties[i].label }));
  for (const a of parties[i].aliases.slice(0, 4)) $("names").append(el("option", { value: a, label: `${a} (${parties[i].label})` }));
}
function find(query, exact) {
  const wanted = fold(query);
  if (!wanted) return null;
  const hit = names.find(([n]) => n === wanted) || (exact ? null : names.find(([n]) => n.startsWith(wanted)) || names.find(([n]) => n.includes(wanted)));
  return hit ? hit[1] : null;
}
$("query").addEventListener("input", (e) => {
  $("missed").textContent = "";
  const whole = !(e instanceof InputEvent) || e.inputType === "insertReplacementText"; // a choice from the list
  const i = whole ? find(e.target.value, true) : null;
  if (i !== null) select({ node: i }, true);
});
$("find").addEventListener("submit", (e) => {
  e.preventDefault();
  const i = find($("query").value);
  $("missed").textContent = i === null && $("query").value.trim() ? "No party has this name." : "";
  if (i !== null) select({ node: i }, true);
});
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
  if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey) { e.preventDefault(); $("query").focus(); $("query").select(); }
  else if (e.key === "Escape") { $("missed").textContent = ""; if (typing) document.activeElement.blur(); else select(null); }
});
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = null;
function theme() {
  document.documentElement.dataset.theme = chosenTheme || (dark.matches ? "dark" : "light");
  readInk(); paint(); network.redraw();
}
$("theme").addEventListener("click", () => { chosenTheme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; theme(); });
dark.addEventListener("change", theme);

filter.least = backbone();
document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
readInk(); apply(); fit();
let resized = 0;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { if (!selection) fit(); }, 150); });
