// What the page knows and which part of it is shown.

const data = JSON.parse($("data").textContent);
const { contacts, documents } = data;
const textOf = (segments) => segments.map(([text]) => text).join("");
const STATUSES = Object.keys(data.statuses), OTHERS = STATUSES.filter((s) => !data.statuses[s].took_place);
const tookPlace = contacts.map((c) => data.statuses[c.status].took_place);

// ---------------------------------------------------------------- the two graphs: parties, and the states they act for

function makeLevel(name, slot) {
  const parties = data.levels[name], edges = [], around = parties.map(() => []), numbers = new Map();
  const sides = contacts.map((c) => { // of each contact, the parties of every side
    const found = new Map();
    for (const spot of c.parties) {
      const [side, party] = [spot[1], spot[slot]];
      if (party < 0) continue;
      if (!found.has(side)) found.set(side, []);
      if (!found.get(side).includes(party)) found.get(side).push(party);
    }
    return [...found.values()];
  });
  const edgesOf = sides.map((groups, i) => {
    const own = new Set();
    groups.forEach((group, n) => groups.slice(n + 1).forEach((other) => group.forEach((x) => other.forEach((y) => {
      if (x === y) return;
      const [a, b] = x < y ? [x, y] : [y, x], key = a * parties.length + b;
      if (!numbers.has(key)) {
        numbers.set(key, edges.length);
        around[a].push(edges.length); around[b].push(edges.length);
        edges.push({ a, b, contacts: [], shown: [], occurred: 0, visible: false });
      }
      own.add(numbers.get(key));
    }))));
    for (const e of own) edges[e].contacts.push(i);
    return [...own];
  });
  const told = edgesOf.filter((own) => own.length).length; // contacts within one state are none between states
  return { name, parties, edges, around, sides, edgesOf, told, places: data.places[name], index: new Map(parties.map((p, i) => [p.id, i])) };
}
const LEVELS = { party: makeLevel("party", 0) };
const atLevel = (name) => (LEVELS[name] ||= makeLevel(name, 2)); // made when it is first looked at

let level, parties, edges, around;
function useLevel(name) {
  level = atLevel(name);
  ({ parties, edges, around } = level);
  state.nodes = parties.length; state.edges = edges.length; state.contacts = level.told;
}
const edgeBetween = (a, b) => around[a].find((i) => edges[i].a === b || edges[i].b === b);
const otherEnd = (e, i) => (edges[e].a === i ? edges[e].b : edges[e].a);

// ---------------------------------------------------------------- filters

const fresh = () => ({ status: new Set(STATUSES), kind: new Set(data.kinds), type: new Set(Object.keys(data.types)),
  country: new Set(), channel: new Set(), by: new Set(), publisher: new Set(), trust: new Set(), // of these, none chosen means all
  words: "", since: "", until: "", basis: "inherited", least: 1, ego: null });
let filter = fresh();
let selection = null; // {node: i}, {edge: i} or {path: [i, ...], from, to}
let shownNodes = new Set(), live = new Set(); // parties and contacts that are shown
let apart = new Set(); // contacts that only their time leaves out: it is known less firmly than is asked
let counts = null; // beside each choice: how many contacts it has, under all the other filters
const state = { nodes: 0, edges: 0, contacts: 0, shown: { nodes: 0, edges: 0, contacts: 0 }, labels: 0, ready: false };
window.diplograph = state;

const reporters = (c) => [c.by, ...c.reports.map((r) => r.by)].filter(Boolean);
const publishers = (c) => [c.document, ...c.reports.map((r) => r.document)].map((d) => documents[d].publisher).filter(Boolean);
const trustOf = (c) => (c.decided ? "decided" : ["0.9", "0.8", "0.6", "0"].find((least) => c.trust >= least)); // by the least of a range
const VALUES = { // the values that a contact has for each choice
  status: (c) => [c.status], kind: (c) => [c.kind], channel: (c) => (c.channel ? [c.channel] : []), by: reporters, publisher: publishers,
  trust: (c) => [trustOf(c)],
};
const anyOf = (chosen, values) => chosen.size === 0 || values.some((v) => chosen.has(v));
let sentences = null;
const inWords = (i) => {
  sentences ||= contacts.map((c) => flat([c.sentence, ...c.also, ...c.reports.map((r) => r.sentence)].map(textOf).join("\n")));
  return sentences[i].includes(flat(filter.words));
};
const TESTS = {
  status: (c) => filter.status.has(c.status),
  kind: (c) => filter.kind.has(c.kind),
  channel: (c) => anyOf(filter.channel, VALUES.channel(c)),
  by: (c) => anyOf(filter.by, reporters(c)),
  publisher: (c) => anyOf(filter.publisher, publishers(c)),
  trust: (c) => anyOf(filter.trust, VALUES.trust(c)),
  date: (c, i) => within(i),
  basis: (c, i) => !ranged() || isPlaced(i),
  words: (c, i) => !filter.words.trim() || inWords(i),
};
const BIT = Object.fromEntries(Object.keys(TESTS).map((name, n) => [name, 1 << n]));

function faults() { // a bit for every test that a contact fails
  const found = new Uint16Array(contacts.length), tests = Object.entries(TESTS);
  contacts.forEach((c, i) => { for (const [name, test] of tests) if (!test(c, i)) found[i] |= BIT[name]; });
  return found;
}
function neighbourhood(failed) { // the parties that the choice of one and its neighbours leaves, or null for all
  const centre = filter.ego === null ? undefined : level.index.get(filter.ego);
  if (centre === undefined) return null;
  const inside = new Set([centre]);
  for (const e of around[centre]) if (edges[e].contacts.some((i) => !failed[i])) inside.add(otherEnd(e, centre));
  return inside;
}
function backbone() { // a large graph opens with its strongest pairs; the notice says so
  const sizes = new Map();
  for (const e of edges) sizes.set(e.contacts.length, (sizes.get(e.contacts.length) || 0) + 1);
  const left = (least) => [...sizes].reduce((n, [size, many]) => n + (size >= least ? many : 0), 0);
  let least = 1;
  while (left(least) > 1200 && left(least + 1) >= 100) least++;
  return least;
}
const mostOfPair = () => edges.reduce((n, e) => Math.max(n, e.contacts.length), 0);

function recount() {
  const failed = faults(), inside = neighbourhood(failed), from = filter.country;
  const passed = new Uint8Array(contacts.length); // contacts of which some pair passes what is asked of pairs
  const tallies = Object.fromEntries(["status", "kind", "channel", "by", "publisher", "trust", "country", "type", "basis"].map((n) => [n, new Map()]));
  const add = (name, value) => tallies[name].set(value, (tallies[name].get(value) || 0) + 1);
  const met = new Set(), lands = new Map();
  shownNodes = new Set(); live = new Set(); apart = new Set();
  for (const e of edges) {
    const a = parties[e.a], b = parties[e.b];
    const typed = filter.type.has(a.type) && filter.type.has(b.type);
    const located = from.size === 0 || from.has(a.country) || from.has(b.country);
    const near = inside === null || (inside.has(e.a) && inside.has(e.b));
    e.shown = typed && located && near ? e.contacts.filter((i) => !failed[i]) : [];
    e.occurred = 0;
    for (const i of e.shown) if (tookPlace[i]) e.occurred++;
    e.visible = e.shown.length > 0 && e.shown.length >= filter.least;
    if (e.visible) { shownNodes.add(e.a).add(e.b); for (const i of e.shown) live.add(i); }
    if (!near) continue;
    if (typed && located) for (const i of e.contacts) passed[i] = 1;
    if (typed) for (const i of e.contacts) if (!failed[i]) for (const code of [a.country, b.country]) if (code) {
      if (!lands.has(code)) lands.set(code, new Set());
      lands.get(code).add(i);
    }
    if (located && e.contacts.some((i) => !failed[i])) met.add(e.a).add(e.b);
  }
  contacts.forEach((c, i) => {
    if (!passed[i]) return;
    for (const name of ["status", "kind", "channel", "by", "publisher", "trust"]) if (!(failed[i] & ~BIT[name])) for (const value of new Set(VALUES[name](c))) add(name, value);
    if (!(failed[i] & ~BIT.basis)) add("basis", FIRM[i]);
    if (failed[i] === BIT.basis) apart.add(i);
  });
  for (const [code, told] of lands) tallies.country.set(code, told.size);
  for (const i of met) add("type", parties[i].type);
  counts = tallies;
  state.shown = { nodes: shownNodes.size, edges: edges.reduce((n, e) => n + e.visible, 0), contacts: live.size };
}

function apply() { // after any change of the filters or the level: everything follows at once
  recount();
  if (selection && selection.path) selection = chain(selection.from, selection.to);
  paint(); showCounts(); drawHistogram(); showPanel(); writeAddress();
  VIEWS[view].show();
  if (view !== "graph") state.ready = true; // a phone does not draw the map then
}

// ---------------------------------------------------------------- chains of contacts

function chain(from, to) { // the shortest chain over what is shown; of several, the one whose weakest link is strongest
  const best = new Map([[from, { hops: 0, weakest: Infinity, before: null }]]);
  for (let front = [from], hops = 1; front.length && !best.has(to); hops++) {
    const next = new Set();
    for (const i of front) for (const e of around[i]) {
      if (!edges[e].visible) continue;
      const other = otherEnd(e, i), weakest = Math.min(best.get(i).weakest, edges[e].occurred + edges[e].shown.length / 1e6), known = best.get(other);
      if (known && (known.hops < hops || known.weakest >= weakest)) continue;
      best.set(other, { hops, weakest, before: i });
      next.add(other);
    }
    front = [...next];
  }
  const path = [];
  if (best.has(to)) for (let i = to; i !== null; i = best.get(i).before) path.unshift(i);
  return { path, from, to };
}
