// All contacts that are shown, as a table to sort, read and print.

const COLUMNS = [ // title, what to sort by, what stands there
  ["Date", (i) => -RANK[i], (i) => dateOf(contacts[i])],
  ["Parties", (i) => level.sides[i].flat().map((p) => parties[p].label).join(", "), who],
  ["Kind", (i) => contacts[i].kind, (i) => contacts[i].kind],
  ["Status", (i) => STATUSES.indexOf(contacts[i].status), (i) => contacts[i].status],
  ["Sentence", (i) => textOf(contacts[i].sentence), (i) => [...sentence(contacts[i].sentence).childNodes]],
  ["Source", (i) => titleOf(documents[contacts[i].document]), (i) => source(contacts[i].document)],
];
const beside = []; // what else stands with a contact, in its row and on its card
const FIRST = { by: 0, down: true };
let sorting = { ...FIRST };

function sorted() {
  const key = COLUMNS[sorting.by][1], keyed = [...live].map((i) => [i, key(i)]), turn = sorting.down ? -1 : 1;
  const compare = typeof (keyed[0] || [])[1] === "number" ? (x, y) => x - y : collator.compare;
  const undated = (i) => (sorting.by > 0 || contacts[i].from ? 0 : contacts[i].told ? 1 : 2); // last, whichever way the days run
  return keyed.sort((x, y) => undated(x[0]) - undated(y[0]) || turn * compare(x[1], y[1]) || RANK[x[0]] - RANK[y[0]]).map(([i]) => i);
}
function showTable(all) {
  const body = el("tbody", {});
  const row = (i) => el("tr", {}, COLUMNS.map(([title, , cell]) => el("td", title === "Status" ? { class: contacts[i].status } : title === "Sentence" ? { dir: "auto" } : {}, cell(i))), beside.map((make) => el("td", { class: "beside" }, make(i))));
  const [add, more] = paged(sorted(), row, (items) => body.append(...items));
  const heads = COLUMNS.map(([title], n) => el("th", { scope: "col", "aria-sort": n !== sorting.by ? null : sorting.down ? "descending" : "ascending" },
    button({ "data-sort": n, onclick: () => { sorting = { by: n, down: n === sorting.by ? !sorting.down : n === 0 }; showTable(); writeAddress(); document.querySelector(`[data-sort="${n}"]`).focus(); } }, title)));
  heads.push(...beside.map(() => el("th", { scope: "col" }, el("span", { class: "offscreen" }, "Decide"))));
  $("table-view").replaceChildren(el("table", { class: "contacts" }, el("caption", { class: "offscreen" }, "Contacts that are shown"), el("thead", {}, el("tr", {}, heads)), body), more);
  add(all ? live.size : PAGE);
}

// ---------------------------------------------------------------- the views: the map, the table, and the review where there is one

const VIEWS = { // by the names of their tabs: what they fill, whether they take the panel's room, what draws them
  graph: { body: "stage", wide: () => false, show: () => {} },
  table: { body: "table-view", wide: () => !selection, show: () => showTable() },
};
let view = "graph";
function setTab(name) {
  view = name;
  for (const [other, { body }] of Object.entries(VIEWS)) {
    const chosen = other === name, tab = $(`tab-${other}`);
    tab.setAttribute("aria-selected", chosen); tab.tabIndex = chosen ? 0 : -1;
    if (other !== "graph" || phone.matches) $(body).hidden = !chosen;
  }
  $("stage").style.visibility = name === "graph" ? "" : "hidden"; // so that the map keeps its size
}
function tab(name) {
  setTab(name);
  if (name === "graph" && phone.matches) { network.setSize("100%", "100%"); network.redraw(); if (!moved) fit(); } // on a phone it was away
  showPanel();
  VIEWS[name].show();
}
for (const each of document.querySelectorAll("[role=tab]")) {
  const name = each.id.slice("tab-".length);
  each.addEventListener("click", () => { tab(name); writeAddress(); });
  each.addEventListener("keydown", (e) => {
    const names = Object.keys(VIEWS), at = names.indexOf(name), to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    const other = $(`tab-${names.at(to % names.length)}`);
    other.click(); other.focus();
  });
}
