// The search field: parties by name or alias, sentences by their words, and the far end of a path.

const NAMED = new Map(); // of each level, every name and the party it names, the best known party first
function namesOf() {
  if (!NAMED.has(level)) NAMED.set(level, order.flatMap((i) => [[flat(parties[i].label), i, ""], ...parties[i].aliases.map((a) => [flat(a), i, a])]));
  return NAMED.get(level);
}
const HITS = 8;
let hits = [], active = -1, pathFrom = null;

function matches(query) { // whole names first, then beginnings, then words, then any part
  const wanted = flat(query);
  if (!wanted) return [];
  const found = new Map(), ranks = [(n) => n === wanted, (n) => n.startsWith(wanted), (n) => n.includes(` ${wanted}`), (n) => n.includes(wanted)];
  for (const fits of ranks) for (const [name, i, alias] of namesOf()) {
    if (found.size >= HITS) return [...found.values()];
    if (i !== pathFrom && !found.has(i) && fits(name)) found.set(i, { node: i, alias });
  }
  return [...found.values()];
}
function withWords(query) { // how many contacts have the words in a sentence
  const before = filter.words;
  filter.words = query;
  const n = level.edgesOf.reduce((sum, own, i) => sum + (own.length > 0 && inWords(i)), 0);
  filter.words = before;
  return n;
}
function suggest() {
  const query = $("query").value;
  hits = matches(query);
  const told = flat(query).length > 1 && pathFrom === null ? withWords(query) : 0;
  if (told) hits.push({ words: query.trim(), told });
  active = hits.length ? 0 : -1;
  $("missed").textContent = flat(query) && !hits.length ? (pathFrom === null ? "No party has this name, and no sentence these words." : "No other party has this name.") : "";
  $("hits").replaceChildren(...hits.map((hit, n) => el("li", { role: "option", id: `hit-${n}`, dir: "auto", onpointerdown: (e) => e.preventDefault(), onclick: () => take(n) },
    hit.node !== undefined ? [glyph(parties[hit.node].type), el("span", { class: "what" }, parties[hit.node].label), el("span", { class: "from" }, hit.alias ? `also ${hit.alias}` : country(parties[hit.node]))]
      : [svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "quote" }, svg("path", { d: "M3 4h10M3 8h10M3 12h6" })), el("span", { class: "what" }, `Sentences with “${hit.words}”`), el("span", { class: "count" }, count(hit.told))])));
  mark();
}
function mark() {
  const open = hits.length > 0 && document.activeElement === $("query");
  $("hits").hidden = !open;
  $("query").setAttribute("aria-expanded", String(open));
  [...$("hits").children].forEach((li, n) => li.setAttribute("aria-selected", String(n === active)));
  if (open && active >= 0) { $("query").setAttribute("aria-activedescendant", `hit-${active}`); $(`hit-${active}`).scrollIntoView({ block: "nearest" }); } else $("query").removeAttribute("aria-activedescendant");
}
function take(n) {
  const hit = hits[n];
  if (!hit) return;
  const from = pathFrom;
  hits = []; mark(); $("query").value = "";
  endPath();
  if (hit.words) { filter.words = hit.words; apply(); } else select(from === null ? { node: hit.node } : chain(from, hit.node), from === null);
}
function findPath(from) {
  pathFrom = from;
  $("query").value = "";
  $("query").placeholder = `Path from ${short(parties[from].label)} to …`;
  $("query").focus();
}
function endPath() {
  pathFrom = null;
  $("query").placeholder = "Find a party or words";
}

$("query").addEventListener("input", suggest);
$("query").addEventListener("focus", suggest);
$("query").addEventListener("blur", () => { mark(); if (!$("query").value) { endPath(); $("missed").textContent = ""; } });
$("query").addEventListener("keydown", (e) => {
  if ((e.key === "ArrowDown" || e.key === "ArrowUp") && hits.length) {
    e.preventDefault();
    active = (active + (e.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
    mark();
  }
});
$("find").addEventListener("submit", (e) => { e.preventDefault(); if (!hits.length) suggest(); take(active); });
