// The sentences behind what is chosen.

const PAGE = 200;
const nameButton = (i) => button({ class: "name", onclick: () => select({ node: i }, true) }, parties[i].label);
const between = (list, glue) => list.flatMap((item, n) => (n ? [glue, item] : [item]));

function sentence(segments) {
  return el("blockquote", { dir: "auto" }, segments.map(([text, mark]) => (mark ? el("mark", { class: mark }, text) : text)));
}
const who = (i) => between(level.sides[i].map((side) => between(side.map(nameButton), ", ")), " – ");
const named = (i) => LEVELS.party.sides[i].map((side) => side.map((p) => LEVELS.party.parties[p].label).join(", ")).join(" – ");
const titleOf = (d) => d.title || d.url || d.id;
const pagesText = (pages) => (pages ? `${pages.length > 1 ? "pp." : "p."} ${pages.join(", ")}` : null);
function source(place, pages) {
  const d = documents[place], link = safe(d.url);
  const name = link ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, titleOf(d)) : titleOf(d);
  const rest = [d.publisher, d.date && dayText(d.date), pagesText(pages)].filter(Boolean).join(", ");
  return [name, rest ? el("span", { class: "rest" }, ` (${rest})`) : ""];
}
function report(c, r) { // what another document says of the same encounter, with what differs
  const own = [["", r.from && r.from !== c.from ? dateOf(r) : null], ["", r.kind !== c.kind ? r.kind : null], ["", r.copy ? "in the same words" : null], [r.status, r.status !== c.status ? r.status : null]];
  return el("div", { class: "report" }, sentence(r.sentence),
    el("p", { class: "sub" }, source(r.document, r.pages), r.by ? `, citing ${r.by}` : "", own.filter(([, v]) => v).map(([mark, v]) => [" ", el("span", { class: `tag ${mark}` }, v)])));
}
function citation(i) {
  const c = contacts[i], d = documents[c.document], origin = [titleOf(d), d.publisher, d.date && dayText(d.date), pagesText(c.pages && c.pages.slice(0, 1)), safe(d.url) !== titleOf(d) && safe(d.url)].filter(Boolean).join(", ");
  return `“${textOf(c.sentence)}” ${origin}. [${named(i)}: ${c.kind}, ${c.status}, ${dateText(c)}${c.basis ? ` (${c.basis})` : ""}; ${c.id}; ${document.body.dataset.version}]`;
}
async function copy(text, pressed) {
  try { await navigator.clipboard.writeText(text); } catch { // not allowed here: by way of a selection
    const field = el("textarea", { class: "offscreen" }, text);
    document.body.append(field); field.select(); document.execCommand("copy"); field.remove(); pressed.focus();
  }
  const words = pressed.textContent;
  pressed.textContent = "Copied";
  setTimeout(() => { pressed.textContent = words; }, 1500);
}
function card(i, withNames) {
  const c = contacts[i];
  const persons = LEVELS.party.sides[i].some((side) => side.some((p) => LEVELS.party.parties[p].type === "person"));
  const facts = [["Persons", level.name === "state" && persons ? named(i) : null], ["Place", c.place], ["Topic", c.topic], ["Channel", c.channel], ["Reported by", c.by], ["Repeats", c.recurring ? "yes" : null], ["Decided", c.decided], ["Contacts like this", trusted(c.trust)]].filter(([, v]) => v);
  return el("article", { class: "card" },
    el("div", { class: "facts" },
      dateOf(c),
      el("span", { class: "tag" }, c.kind), el("span", { class: `tag ${c.status}` }, c.status),
      el("span", { class: "ends" }, button({ class: "cite", title: "Copy the sentence with its source", onclick: (e) => copy(citation(i), e.currentTarget) }, "Cite"), beside.map((make) => make(i)))),
    withNames || level.sides[i].flat().length > 2 ? el("p", { class: "who" }, who(i)) : null,
    sentence(c.sentence), c.also.map(sentence),
    el("dl", {}, facts.map(([k, v]) => [el("dt", {}, k), el("dd", { dir: "auto" }, v)]), el("dt", {}, "Source"), el("dd", {}, source(c.document, c.pages))),
    c.disputed.map((words) => el("p", { class: "disputed" }, `Reports differ: ${words}`)),
    c.reports.length ? el("details", {}, el("summary", {}, `${plural(c.reports.length, "more report")}`), c.reports.map((r) => report(c, r))) : null);
}
function trusted(share) { // "right 19 times in 20"
  if (share === undefined) return null;
  const [, words] = data.shares.reduce((a, b) => Math.abs(b[0] - share) < Math.abs(a[0] - share) ? b : a);
  const [, low, high] = data.bands.filter(([least]) => least <= share).pop(), hundredths = (x) => Math.round(100 * x);
  return `right ${words} (${hundredths(Math.min(low, share))} to ${hundredths(Math.max(high, share))} in 100)`;
}
function paged(list, make, into) {
  let done = 0;
  const more = button({ class: "quiet more", onclick: () => add() });
  function add(number = PAGE) {
    into(list.slice(done, done + number).map(make), more);
    done = Math.min(list.length, done + number);
    more.textContent = `Show ${count(Math.min(PAGE, list.length - done))} more of ${count(list.length - done)}`;
    more.hidden = done >= list.length;
  }
  return [add, more];
}
function cards(list, withNames) {
  const box = el("div", {});
  const [add, more] = paged([...list].sort(newest), (i) => card(i, withNames), (items, below) => below.before(...items));
  box.append(more); add();
  return box;
}
function entry(icon, what, where, list, act) {
  return el("li", {}, button({ onclick: act }, icon, el("span", { class: "what" }, what), el("span", { class: "from" }, where), el("span", { class: "count" }, tally(list))));
}
const happened = (list) => list.reduce((n, i) => n + tookPlace[i], 0);
function tally(list) { // only what occurred counts; where nothing did, say what there is
  const n = happened(list), [status] = new Set(list.map((i) => contacts[i].status));
  return n ? count(n) : list.every((i) => contacts[i].status === status) ? `${list.length > 1 ? `${count(list.length)} ` : ""}${status}` : `0 of ${count(list.length)}`;
}
function foremost(items, shown) { // the most contacts that occurred first, then the most contacts
  const keyed = items.map((item) => [item, happened(shown(item)), shown(item).length]);
  return keyed.sort((x, y) => y[1] - x[1] || y[2] - x[2]).map(([item]) => item);
}

// A country has the name that the documents give it, else the browser's.
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const NAMES = new Map(Object.values(data.levels).flat().flatMap((p) => (p.type === "state" && p.country ? [[p.country, p.label]] : [])));
function countryName(code) {
  if (NAMES.has(code)) return NAMES.get(code);
  try { return regions.of(code) || code; } catch { return code; }
}
const country = (p) => (p.country && p.type !== "state" ? countryName(p.country) : "");
function origin(p) {
  const name = country(p), there = name ? parties.findIndex((other) => other.type === "state" && other.country === p.country) : -1;
  return [p.type, name && ", ", there >= 0 ? nameButton(there) : name];
}
function statusLine(list) {
  const [from, to] = spanOf(list), days = from ? ` (${dateText({ from, to })})` : "";
  return STATUSES.map((s) => [s, list.filter((i) => contacts[i].status === s).length]).filter(([, n]) => n).map(([s, n]) => `${count(n)} ${s}`).join(", ") + days;
}
const sub = (...words) => el("p", { class: "sub" }, words);
const hiddenOf = (all, shown) => (all > shown ? [sub(`${plural(all - shown, "contact")} hidden by the filters`)] : []);
const head = (...children) => el("div", { class: "head" }, el("h2", { dir: "auto" }, children), button({ class: "close", "aria-label": "Close", onclick: () => select(null) }, "×"));

function nodePanel(i) {
  const p = parties[i], mine = around[i].filter((e) => edges[e].shown.length);
  const list = [...new Set(mine.flatMap((e) => edges[e].shown))], all = new Set(around[i].flatMap((e) => edges[e].contacts)).size;
  const partners = foremost(mine.sort((x, y) => collator.compare(parties[otherEnd(x, i)].label, parties[otherEnd(y, i)].label)), (e) => edges[e].shown);
  const alone = filter.ego === p.id;
  return [head(p.label), sub(origin(p)),
    p.roles.length ? sub(p.roles.join("; ")) : null,
    p.aliases.length ? sub(`${level.name === "state" ? "In the texts" : "Also"}: ${p.aliases.join(", ")}`) : null,
    el("p", { class: "acts" },
      button({ class: "quiet", "aria-pressed": String(alone), onclick: () => { filter.ego = alone ? null : p.id; apply(); fit(shownNodes); } }, alone ? "Show all parties" : "Only its neighbours"),
      button({ class: "quiet", onclick: () => findPath(i) }, "Path to …")),
    el("h3", {}, `In contact with ${plural(partners.length, "party")}`),
    partnerList(partners, i),
    el("h3", {}, `Contacts: ${statusLine(list) || "none"}`), hiddenOf(all, list.length), cards(list, true)];
}
function partnerList(partners, i) {
  const rows = el("ul", { class: "list" });
  const [add, more] = paged(partners, (e) => entry(glyph(parties[otherEnd(e, i)].type), parties[otherEnd(e, i)].label, country(parties[otherEnd(e, i)]), edges[e].shown, () => select({ edge: e }, true)), (items) => rows.append(...items));
  add(30);
  return [rows, more];
}
function edgePanel(i) {
  const e = edges[i];
  return [head(nameButton(e.a), " – ", nameButton(e.b)), sub(statusLine(e.shown) || "no contact passes the filters"), hiddenOf(e.contacts.length, e.shown.length), cards(e.shown, false)];
}
function pathPanel({ path, from, to }) {
  const top = head("From ", nameButton(from), " to ", nameButton(to));
  if (!path.length) return [top, el("p", { class: "hint" }, "Nothing that is shown joins them. With fewer filters there may be a path.")];
  const steps = path.slice(1).map((i, n) => [path[n], i, edgeBetween(path[n], i)]);
  return [top, sub(`${plural(steps.length, "step")}, the shortest there is; of several the firmest`),
    steps.map(([a, b, e]) => [el("h3", {}, nameButton(a), " – ", nameButton(b)),
      edges[e].shown.length > 1 ? button({ class: "quiet flush", onclick: () => select({ edge: e }) }, `All ${count(edges[e].shown.length)} contacts`) : null,
      card([...edges[e].shown].sort(newest).sort((x, y) => tookPlace[y] - tookPlace[x])[0], false)])];
}
function overview() {
  const told = new Map(), visible = edges.map((_, i) => i).filter((i) => edges[i].visible);
  for (const i of visible) for (const n of [edges[i].a, edges[i].b]) {
    if (!told.has(n)) told.set(n, new Set());
    for (const c of edges[i].shown) told.get(n).add(c);
  }
  const lists = new Map([...told].map(([i, set]) => [i, [...set]]));
  const top = foremost([...lists.keys()].sort((a, b) => a - b), (i) => lists.get(i)).slice(0, 10), pairs = foremost(visible, (i) => edges[i].shown).slice(0, 10);
  return [el("h2", {}, "Overview"), el("p", { class: "hint" }, "Choose a party or a line to read the sentences behind it."),
    el("h3", {}, "Most contacts"), el("ul", { class: "list" }, top.map((i) => entry(glyph(parties[i].type), parties[i].label, country(parties[i]), lists.get(i), () => select({ node: i }, true)))),
    el("h3", {}, "Strongest pairs"), el("ul", { class: "list" }, pairs.map((i) => entry(line(edges[i]), `${parties[edges[i].a].label} – ${parties[edges[i].b].label}`, "", edges[i].shown, () => select({ edge: i }, true))))];
}
const line = (e) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M1 8h14", stroke: "currentColor", opacity: 0.5, "stroke-width": Math.min(width(e.occurred), 6), "stroke-dasharray": e.occurred ? "none" : "3 3" }));

function showPanel() {
  document.querySelector(".body").classList.toggle("wide", VIEWS[view].wide()); // it takes the panel's room
  const parts = !selection ? overview() : selection.node !== undefined ? nodePanel(selection.node) : selection.path ? pathPanel(selection) : edgePanel(selection.edge);
  $("panel").replaceChildren(...parts.flat(Infinity).filter(Boolean));
}
