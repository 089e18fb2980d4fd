// The view in the address: whoever opens the link sees the same.

const SETS = { status: () => STATUSES, kind: () => data.kinds, type: () => Object.keys(data.types) };
let opensWith = 1; // the least number of contacts a pair that this level opens with
let written = location.hash;

function address() {
  const words = new URLSearchParams(), put = (name, value) => { if (value) words.append(name, value); };
  const id = (i) => parties[i].id;
  if (view !== "graph") put("view", view);
  for (const [name, value] of Object.entries(VIEWS[view].words?.() ?? {})) put(name, value);
  if (level.name !== "party") put("by", level.name);
  for (const [name, all] of Object.entries(SETS)) if (filter[name].size < all().length) words.append(name, all().filter((v) => filter[name].has(v)).join(" "));
  for (const name of Object.keys(FACETS)) for (const value of filter[name]) put(FACET_KEY[name], value);
  put("words", filter.words.trim()); put("from", filter.since); put("to", filter.until);
  if (filter.basis !== USUAL) put("basis", filter.basis);
  if (filter.least !== opensWith) put("least", String(filter.least));
  put("ego", filter.ego);
  if (unit !== chosenUnit) put("unit", unit);
  if (sorting.by !== FIRST.by || sorting.down !== FIRST.down) put("sort", `${sorting.down ? "-" : ""}${COLUMNS[sorting.by][0].toLowerCase()}`);
  if (selection && selection.node !== undefined) put("party", id(selection.node));
  else if (selection && selection.edge !== undefined) for (const i of [edges[selection.edge].a, edges[selection.edge].b]) put("pair", id(i));
  else if (selection) for (const i of [selection.from, selection.to]) put("path", id(i));
  if (moved) { const at = network.getViewPosition(); put("at", [at.x / stretch.x, at.y / stretch.y, network.getScale()].map((n) => Number(n.toPrecision(5))).join(" ")); }
  return words.toString();
}
const FACET_KEY = { country: "country", channel: "channel", by: "reporter", publisher: "publisher", trust: "trust" };

let writing = 0;
function writeAddress() { // a moment later, so that a drag writes once
  clearTimeout(writing);
  writing = setTimeout(() => {
    const words = address(), next = words ? `#${words}` : "";
    if (next === written) return;
    written = next;
    try { history.replaceState(null, "", next || location.pathname + location.search); } catch { location.hash = next; }
  }, 80);
}
function readAddress() { // what it does not know it leaves out
  const words = new URLSearchParams(location.hash.slice(1)), has = (name) => words.has(name), get = (name) => words.get(name) || "";
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(get(name)) && !Number.isNaN(Date.parse(get(name))) ? get(name) : "");
  written = location.hash;
  filter = fresh();
  const name = Object.hasOwn(data.levels, get("by")) ? get("by") : "party";
  if (name !== level.name) changeLevel(name);
  opensWith = filter.least = backbone();
  for (const [name, all] of Object.entries(SETS)) if (has(name)) filter[name] = new Set(all().filter((v) => get(name).split(" ").includes(v)));
  for (const name of Object.keys(FACETS)) { filter[name] = new Set(words.getAll(FACET_KEY[name])); if (filter[name].size) $(`by-${name}`).open = true; }
  filter.words = get("words"); filter.since = day("from"); filter.until = day("to"); filter.basis = Object.hasOwn(FIRMNESS, get("basis")) ? get("basis") : USUAL;
  if (/^\d+$/.test(get("least"))) filter.least = Math.max(1, Number(get("least")));
  if (level.index.has(get("ego"))) filter.ego = get("ego");
  unit = Object.hasOwn(UNITS, get("unit")) && core && binsOf(get("unit")) <= MOST_BINS ? get("unit") : chosenUnit;
  const by = COLUMNS.findIndex(([title]) => title.toLowerCase() === get("sort").replace(/^-/, ""));
  sorting = by < 0 ? { ...FIRST } : { by, down: get("sort").startsWith("-") };
  selection = null;
  const known = (name) => words.getAll(name).map((id) => level.index.get(id)), [[node], pair, path] = [known("party"), known("pair"), known("path")];
  if (node !== undefined) selection = { node };
  else if (pair.length === 2 && !pair.includes(undefined) && edgeBetween(...pair) !== undefined) selection = { edge: edgeBetween(...pair) };
  else if (path.length === 2 && !path.includes(undefined)) selection = { path: [], from: path[0], to: path[1] };
  setTab(Object.hasOwn(VIEWS, get("view")) ? get("view") : "graph");
  VIEWS[view].read?.(get);
  apply();
  const at = get("at").split(" ").map(Number);
  if (at.length === 3 && at.every(Number.isFinite) && at[2] > 0) { network.moveTo({ position: { x: at[0] * stretch.x, y: at[1] * stretch.y }, scale: at[2], animation: false }); moved = true; } else fit();
}
addEventListener("hashchange", () => { if (location.hash !== written) readAddress(); });
