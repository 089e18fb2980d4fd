// What the page knows and what it shows. One scope with the other scripts: template.html joins page, picture, panel and controls in one function.

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const drawn = JSON.parse($("network").textContent);
const { parties, contacts, documents } = data;
const PAGE = 200, MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const collator = new Intl.Collator("en");
const phone = matchMedia("(max-width: 860px)");

// ---------------------------------------------------------------- elements

// Everything from the contacts goes through textContent; nothing is ever parsed as markup.
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}
function svg(tag, props, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(props || {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
const SHAPES = { dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", square: "M2.5 2.5h11v11h-11z", diamond: "M8 1l7 7l-7 7l-7-7z", triangle: "M8 1.5l7 12.5h-14z" };
const glyph = (type) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: SHAPES[data.types[type].shape], class: type }));
const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
const count = (n) => n.toLocaleString("en");

function dateText(c) {
  if (!c.from) return "undated";
  const [y, m, d] = c.from.split("-").map(Number), [Y, M, D] = c.to.split("-").map(Number);
  if (c.precision === "year") return String(y);
  if (c.precision === "month") return `${MONTHS[m - 1]} ${y}`;
  if (c.from === c.to) return `${d} ${MONTHS[m - 1]} ${y}`;
  const start = y === Y ? (m === M ? d : `${d} ${MONTHS[m - 1]}`) : `${d} ${MONTHS[m - 1]} ${y}`;
  return `${start}–${D} ${MONTHS[M - 1]} ${Y}`;
}

// ---------------------------------------------------------------- what is shown

const edges = drawn.edges.map((e) => ({ a: e.from, b: e.to, contacts: [], shown: [], occurred: 0, visible: true }));
const around = parties.map(() => []);
edges.forEach((e, i) => { around[e.a].push(i); around[e.b].push(i); });
contacts.forEach((c, i) => c.edges.forEach((e) => edges[e].contacts.push(i)));
// the undated last, by the day they were told
const later = (a, b) => (a === b ? 0 : (a || "") < (b || "") ? 1 : -1);
const newest = (i, j) => later(contacts[i].from, contacts[j].from) || later(documents[contacts[i].document].date, documents[contacts[j].document].date) || i - j;
const most = edges.reduce((n, e) => Math.max(n, e.contacts.length), 0);
const days = contacts.filter((c) => c.from);
const first = days.reduce((d, c) => (c.from < d ? c.from : d), "9999-12-31");
const last = days.reduce((d, c) => (c.to > d ? c.to : d), "0001-01-01");

const fresh = () => ({ status: new Set(data.statuses), kind: new Set(data.kinds), type: new Set(Object.keys(data.types)), since: "", until: "", undated: true, least: 1 });
let filter = fresh();
let selection = null; // {node: i} or {edge: i}
let shownNodes = new Set();
const state = { nodes: parties.length, edges: edges.length, contacts: contacts.length, shown: { nodes: 0, edges: 0, contacts: 0 }, labels: 0, ready: false };
window.diplograph = state;

const TESTS = {
  status: (c) => filter.status.has(c.status),
  kind: (c) => filter.kind.has(c.kind),
  date: (c) => (c.from ? (!filter.since || c.to >= filter.since) && (!filter.until || c.from <= filter.until) : filter.undated),
};
const passes = (c, but) => Object.entries(TESTS).every(([name, test]) => name === but || test(c));
const typed = (e) => filter.type.has(parties[e.a].type) && filter.type.has(parties[e.b].type);

function backbone() { // a large graph opens with its strongest pairs; the notice says so
  const left = (least) => edges.filter((e) => e.contacts.length >= least).length;
  let least = 1;
  while (left(least) > 1200 && left(least + 1) >= 100) least++;
  return least;
}

function apply() {
  const live = new Set();
  shownNodes = new Set();
  for (const e of edges) {
    e.shown = typed(e) ? e.contacts.filter((i) => passes(contacts[i])) : [];
    e.occurred = e.shown.filter((i) => contacts[i].status === "occurred").length;
    e.visible = e.shown.length >= filter.least;
    if (e.visible) { shownNodes.add(e.a).add(e.b); e.shown.forEach((i) => live.add(i)); }
  }
  state.shown = { nodes: shownNodes.size, edges: edges.filter((e) => e.visible).length, contacts: live.size };
  paint(); showCounts(); drawHistogram(live); showPanel();
  if (!$("table-view").hidden) showTable();
}
