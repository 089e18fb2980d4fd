// The sentences behind the selection, and the table of all contacts. One scope with the other scripts: template.html joins page, picture, panel and controls in one function.

const nameButton = (i) => el("button", { type: "button", class: "name", onclick: () => select({ node: i }, true) }, parties[i].label);
const edgeBetween = (a, b) => around[a].find((i) => edges[i].a === b || edges[i].b === b);
const safe = (url) => (/^https?:\/\//i.test(url || "") ? url : null);

function sentence(segments) {
  return el("blockquote", { dir: "auto" }, segments.map(([text, mark]) => (mark ? el("mark", { class: mark }, text) : text)));
}
function who(c) {
  const sides = new Map();
  for (const [i, side] of c.parties) sides.set(side, [...(sides.get(side) || []), i]);
  const parts = [...sides.values()].map((side) => side.flatMap((i, n) => (n ? [", ", nameButton(i)] : [nameButton(i)])));
  return parts.flatMap((part, n) => (n ? [" – ", ...part] : part));
}
function report(c, r) { // what another document says of the same encounter, with what differs
  const own = [["", r.from && r.from !== c.from ? dateText(r) : null], ["", r.kind !== c.kind ? r.kind : null], [r.status, r.status !== c.status ? r.status : null]];
  return el("div", { class: "report" }, sentence(r.sentence),
    el("p", { class: "sub" }, source(r), r.by ? `, citing ${r.by}` : "", own.filter(([, v]) => v).map(([mark, v]) => [" ", el("span", { class: `tag ${mark}` }, v)]).flat()));
}
function source(c) {
  const d = documents[c.document], link = safe(d.url), title = d.title || d.url || d.id;
  const name = link ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, title) : title;
  const rest = [d.publisher, d.date && dateText({ from: d.date, to: d.date })].filter(Boolean).join(", ");
  return [name, rest ? el("span", { class: "rest" }, ` (${rest})`) : ""];
}
function card(i, named) {
  const c = contacts[i];
  const facts = [["Place", c.place], ["Topic", c.topic], ["Channel", c.channel], ["Reported by", c.by], ["Repeats", c.recurring ? "yes" : null]].filter(([, v]) => v);
  return el("article", { class: "card" },
    el("div", { class: "facts" },
      c.from ? el("time", { datetime: c.from }, dateText(c)) : el("span", { class: "undated" }, "undated"),
      el("span", { class: "tag" }, c.kind), el("span", { class: `tag ${c.status}` }, c.status)),
    named || c.parties.length > 2 ? el("p", { class: "who" }, who(c)) : null,
    sentence(c.sentence), c.also.map(sentence),
    el("dl", {}, facts.map(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]), el("dt", {}, "Source"), el("dd", {}, source(c))),
    c.disputed.map((words) => el("p", { class: "disputed" }, `Reports differ: ${words}`)),
    c.reports.length ? el("details", {}, el("summary", {}, `${plural(c.reports.length, "more report")}`), c.reports.map((r) => report(c, r))) : null);
}
function paged(list, make, into) {
  let done = 0;
  const more = el("button", { type: "button", class: "quiet more", onclick: () => add() });
  function add() {
    into(list.slice(done, done + PAGE).map(make), more);
    done = Math.min(list.length, done + PAGE);
    more.textContent = `Show ${count(Math.min(PAGE, list.length - done))} more of ${count(list.length - done)}`;
    more.hidden = done >= list.length;
  }
  return [add, more];
}
function cards(list, named) {
  const box = el("div", {});
  const [add, more] = paged([...list].sort(newest), (i) => card(i, named), (items, button) => button.before(...items));
  box.append(more); add();
  return box;
}
function entry(icon, what, where, list, act) {
  return el("li", {}, el("button", { type: "button", onclick: act }, icon, el("span", { class: "what" }, what), el("span", { class: "from" }, where), el("span", { class: "count" }, tally(list))));
}
const happened = (list) => list.filter((i) => contacts[i].status === "occurred").length;
function tally(list) { // only what occurred counts; where nothing did, say what there is
  const n = happened(list), [status] = new Set(list.map((i) => contacts[i].status));
  return n ? count(n) : list.every((i) => contacts[i].status === status) ? `${list.length > 1 ? `${count(list.length)} ` : ""}${status}` : `0 of ${count(list.length)}`;
}
const foremost = (a, b) => happened(b) - happened(a) || b.length - a.length;

// A country has the name that the documents give it, else the browser's.
const states = new Map(parties.flatMap((p, i) => (p.type === "state" && p.country ? [[p.country, i]] : [])));
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
function country(p) {
  if (!p.country || p.type === "state") return "";
  if (states.has(p.country)) return parties[states.get(p.country)].label;
  try { return regions.of(p.country) || p.country; } catch { return p.country; }
}
function origin(p) {
  const name = country(p);
  return [p.type, name && ", ", name && states.has(p.country) ? nameButton(states.get(p.country)) : name];
}
function statusLine(list) {
  return data.statuses.map((s) => [s, list.filter((i) => contacts[i].status === s).length]).filter(([, n]) => n).map(([s, n]) => `${count(n)} ${s}`).join(", ");
}
const hidden = (all, shown) => (all > shown ? [el("p", { class: "sub" }, `${plural(all - shown, "contact")} hidden by the filters`)] : []);

function nodePanel(i) {
  const p = parties[i], mine = around[i].filter((e) => edges[e].shown.length);
  const list = [...new Set(mine.flatMap((e) => edges[e].shown))], all = new Set(around[i].flatMap((e) => edges[e].contacts)).size;
  const partners = mine.map((e) => [edges[e].a === i ? edges[e].b : edges[e].a, e]).sort((x, y) => foremost(edges[x[1]].shown, edges[y[1]].shown) || collator.compare(parties[x[0]].label, parties[y[0]].label));
  return [head(p.label),
    el("p", { class: "sub" }, origin(p)),
    p.roles.length ? el("p", { class: "sub" }, p.roles.join("; ")) : null,
    p.aliases.length ? el("p", { class: "sub" }, `Also: ${p.aliases.join(", ")}`) : null,
    el("h3", {}, `In contact with ${plural(partners.length, "party").replace("partys", "parties")}`),
    el("ul", { class: "list" }, partners.slice(0, 40).map(([other, e]) => entry(glyph(parties[other].type), parties[other].label, country(parties[other]), edges[e].shown, () => select({ edge: e }, true)))),
    el("h3", {}, `Contacts: ${statusLine(list) || "none"}`), hidden(all, list.length), cards(list, true)];
}
function edgePanel(i) {
  const e = edges[i];
  return [head(nameButton(e.a), " – ", nameButton(e.b)), el("p", { class: "sub" }, statusLine(e.shown) || "no contact passes the filters"), hidden(e.contacts.length, e.shown.length), cards(e.shown, false)];
}
function head(...children) {
  return el("div", { class: "head" }, el("h2", { dir: "auto" }, children), el("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => select(null) }, "×"));
}
function overview() {
  const degree = new Map(), visible = edges.map((e, i) => [e, i]).filter(([e]) => e.visible);
  for (const [e] of visible) for (const n of [e.a, e.b]) degree.set(n, e.shown.reduce((all, i) => all.add(i), degree.get(n) || new Set()));
  const top = [...degree].map(([i, told]) => [i, [...told]]).sort((x, y) => foremost(x[1], y[1]) || x[0] - y[0]).slice(0, 10);
  const pairs = visible.sort((x, y) => foremost(x[0].shown, y[0].shown) || x[1] - y[1]).slice(0, 10);
  return [el("h2", {}, "Overview"), el("p", { class: "hint" }, "Choose a party or a line to read the sentences behind it."),
    el("h3", {}, "Most contacts"), el("ul", { class: "list" }, top.map(([i, told]) => entry(glyph(parties[i].type), parties[i].label, country(parties[i]), told, () => select({ node: i }, true)))),
    el("h3", {}, "Strongest pairs"), el("ul", { class: "list" }, pairs.map(([e, i]) => entry(line(e), `${parties[e.a].label} – ${parties[e.b].label}`, "", e.shown, () => select({ edge: i }, true))))];
}
const line = (e) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M1 8h14", stroke: "currentColor", opacity: 0.5, "stroke-width": Math.min(width(e.occurred), 6), "stroke-dasharray": e.occurred ? "none" : "3 3" }));

function showPanel() {
  document.querySelector(".body").classList.toggle("wide", !selection && !$("table-view").hidden); // the table takes the panel's room
  const parts = !selection ? overview() : selection.node !== undefined ? nodePanel(selection.node) : edgePanel(selection.edge);
  $("panel").replaceChildren(...parts.flat(2).filter(Boolean));
}

// ---------------------------------------------------------------- the table

function showTable() {
  const list = [...new Set(edges.filter((e) => e.visible).flatMap((e) => e.shown))].sort(newest);
  const body = el("tbody", {}), view = $("table-view");
  const row = (i) => {
    const c = contacts[i], quote = sentence(c.sentence);
    return el("tr", {}, el("td", {}, dateText(c)), el("td", {}, who(c)), el("td", {}, c.kind), el("td", { class: c.status }, c.status), el("td", { dir: "auto" }, [...quote.childNodes]), el("td", {}, source(c)));
  };
  const [add, more] = paged(list, row, (items) => body.append(...items));
  const titles = ["Date", "Parties", "Kind", "Status", "Sentence", "Source"].map((t) => el("th", { scope: "col" }, t));
  view.replaceChildren(el("table", { class: "contacts" }, el("thead", {}, el("tr", {}, titles)), body), more);
  add();
}
function tab(table) {
  $("table-view").hidden = !table;
  $("tab-table").setAttribute("aria-selected", table); $("tab-graph").setAttribute("aria-selected", !table);
  $("stage").style.visibility = table ? "hidden" : "";
  if (phone.matches) $("stage").hidden = table;
  showPanel();
  if (table) showTable();
}
$("tab-graph").addEventListener("click", () => tab(false));
$("tab-table").addEventListener("click", () => tab(true));
