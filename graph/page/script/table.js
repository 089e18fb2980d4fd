// All contacts that are shown, as a table to sort, read and print.

const COLUMNS = [ // title, what to sort by, what stands there
  ["Date", (i) => -RANK[i], (i) => dateOf(contacts[i])],
  ["Parties", (i) => level.sides[i].flat().map((p) => parties[p].label).join(", "), who],
  ["Kind", (i) => contacts[i].kind, (i) => contacts[i].kind],
  ["Status", (i) => STATUSES.indexOf(contacts[i].status), (i) => contacts[i].status],
  ["Sentence", (i) => textOf(contacts[i].sentence), (i) => [...sentence(contacts[i].sentence).childNodes]],
  ["Source", (i) => titleOf(documents[contacts[i].document]), (i) => source(contacts[i].document)],
];
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
  const row = (i) => el("tr", {}, COLUMNS.map(([title, , cell]) => el("td", title === "Status" ? { class: contacts[i].status } : title === "Sentence" ? { dir: "auto" } : {}, cell(i))));
  const [add, more] = paged(sorted(), row, (items) => body.append(...items));
  const heads = COLUMNS.map(([title], n) => el("th", { scope: "col", "aria-sort": n !== sorting.by ? null : sorting.down ? "descending" : "ascending" },
    button({ "data-sort": n, onclick: () => { sorting = { by: n, down: n === sorting.by ? !sorting.down : n === 0 }; showTable(); writeAddress(); document.querySelector(`[data-sort="${n}"]`).focus(); } }, title)));
  $("table-view").replaceChildren(el("table", { class: "contacts" }, el("caption", { class: "offscreen" }, "Contacts that are shown"), el("thead", {}, el("tr", {}, heads)), body), more);
  add(all ? live.size : PAGE);
}
function setTab(table) {
  $("table-view").hidden = !table;
  $("tab-table").setAttribute("aria-selected", table); $("tab-graph").setAttribute("aria-selected", !table);
  $("tab-table").tabIndex = table ? 0 : -1; $("tab-graph").tabIndex = table ? -1 : 0;
  $("stage").style.visibility = table ? "hidden" : "";
  if (phone.matches) $("stage").hidden = table;
}
function tab(table) {
  setTab(table);
  showPanel();
  if (table) showTable();
}
for (const id of ["tab-graph", "tab-table"]) {
  $(id).addEventListener("click", () => { tab(id === "tab-table"); writeAddress(); });
  $(id).addEventListener("keydown", (e) => {
    if (!e.key.startsWith("Arrow") && e.key !== "Home" && e.key !== "End") return;
    e.preventDefault();
    const other = $(id === "tab-graph" ? "tab-table" : "tab-graph");
    other.click(); other.focus();
  });
}
