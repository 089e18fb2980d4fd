// What is asked below a contact: who decides, what it should be, what was missed.

let answer = null; // takes what was filled in, and returns what is wrong with it
function ask(title, parts, verb, take) {
  answer = take;
  $("asking").replaceChildren(el("h3", { id: "asking-title" }, title), el("div", { class: "fields" }, parts), el("p", { id: "mistake", role: "alert" }),
    el("div", { class: "answers" }, el("button", { type: "submit", class: "act chief" }, verb, " ", el("kbd", { "aria-hidden": "true" }, "Enter")), button({ class: "act", onclick: endAsking }, "Cancel ", el("kbd", { "aria-hidden": "true" }, "Esc"))));
  $("asking").setAttribute("aria-labelledby", "asking-title");
  $("asking").hidden = false; $("deciding").hidden = true;
  $("asking").querySelector("input, select").focus({ preventScroll: !phone.matches });
  showOwn();
}
function endAsking() {
  answer = null; adding = null;
  $("asking").replaceChildren();
  $("asking").hidden = true; $("deciding").hidden = false;
  showCase();
  $("case").focus();
}
const given = (name) => $("asking").elements[name].value.trim();
const labelled = (name, control) => el("label", { class: "field" }, el("span", {}, name), control);
const textField = (name, value, more) => el("input", { type: "text", name, value: value ?? "", maxlength: 500, ...more });
const selectOf = (name, values, chosen, more) => el("select", { name, ...more }, values.map(([value, words]) => el("option", { value, selected: value === chosen }, words ?? value)));
const kindField = (chosen) => labelled("Kind", selectOf("kind", data.kinds.map((k) => [k]), chosen));
const statusField = (chosen) => labelled("Status", selectOf("status", STATUSES.map((s) => [s]), chosen));

$("asking").addEventListener("submit", (e) => {
  e.preventDefault();
  const wrong = answer();
  if (wrong) $("mistake").textContent = wrong;
});
$("asking").addEventListener("keydown", (e) => {
  if (e.key === "Enter" && !e.defaultPrevented && e.target.matches("select, input")) { e.preventDefault(); $("asking").requestSubmit(); }
  if (e.key !== "Escape") return;
  e.stopPropagation();
  endAsking();
});

// ---------------------------------------------------------------- who decides

function askWho(then) {
  ask("Who decides?", [labelled("Your name", textField("who", held(NAME), { maxlength: 100, required: true }))], "Start", () => {
    if (!given("who")) return "Give a name: it stands with each decision.";
    hold(NAME, given("who"));
    endAsking();
    showTools();
    if (then) then();
    return null;
  });
}

// ---------------------------------------------------------------- what it should be

const KNOWN = new Map(data.levels.party.map((p) => [p.label, p])); // a party that the page has is that party
function askEdit(n) {
  const c = cases[n].contact, day = c.date || {};
  const parts = [kindField(c.kind), statusField(c.status),
    labelled("From", textField("from", day.start, { type: "date" })), labelled("To", textField("to", day.end, { type: "date" })),
    c.parties.map((p, k) => el("fieldset", { class: "field party" }, el("legend", {}, `Party ${k + 1}`), el("div", { class: "pair" },
      textField(`name${k}`, p.name, { list: "known", "aria-label": `Name of party ${k + 1}`, dir: "auto" }), selectOf(`type${k}`, Object.keys(data.types).map((t) => [t]), p.type, { "aria-label": `What party ${k + 1} is` })))),
    labelled("Place", textField("place", c.place)),
    el("datalist", { id: "known" }, [...KNOWN.keys()].sort(collator.compare).map((label) => el("option", { value: label })))];
  ask("What should it be?", parts, "Keep", () => takeEdit(n));
  for (const [k] of c.parties.entries()) $("asking").elements[`name${k}`].addEventListener("change", () => { const p = KNOWN.get(given(`name${k}`)); if (p) $("asking").elements[`type${k}`].value = p.type; });
}
function takeEdit(n) {
  const c = cases[n].contact, from = given("from"), to = given("to");
  if (!from && to) return "Give the first day too.";
  if (from && to && to < from) return "It ends before it begins.";
  if (c.parties.some((_, k) => !given(`name${k}`))) return "Each party needs a name.";
  const same = c.date ? c.date.start === from && c.date.end === (to || from) : !from;
  const date = same ? c.date : from ? { start: from, end: to || from, text: to && to !== from ? `${from}/${to}` : from, basis: "stated", vague: false } : undefined;
  const becomes = { ...wholeOf(n), kind: given("kind"), status: given("status"), date, place: given("place") || undefined, parties: c.parties.map((p, k) => renamed(p, given(`name${k}`), given(`type${k}`))) };
  if (JSON.stringify(becomes) === JSON.stringify({ ...wholeOf(n), date: c.date, place: c.place })) return "Nothing was changed.";
  endAsking();
  decide(n, "change", { becomes });
  return null;
}
function renamed(p, name, type) { // another party, named by the same words; its id follows from its name
  if (name === p.name) return { ...p, type };
  const known = KNOWN.get(name), { id, country, role, org, ...rest } = p;
  return known ? { ...rest, name, type, country: known.country } : { ...rest, name, type, ...(type === p.type && type === "person" ? { country, role, org } : {}) };
}

// ---------------------------------------------------------------- what was missed

let adding = null; // the places in the passage that were named on each side, and the sentence that tells it
const SIDES = ["One side", "Other side"];
function askMissed(n) {
  adding = { p: passageOf(n), sides: [[], []], told: null, picked: selected(passageOf(n)) };
  const { p } = adding;
  const parts = [SIDES.map((name, side) => el("fieldset", { class: "field side" }, el("legend", { class: `s${side}` }, name), el("ul", { id: `side${side}`, class: "chips" }),
    textField(`side${side}`, "", { "aria-label": `${name}: a name as the passage has it`, placeholder: "a name, as it stands there", dir: "auto", onkeydown: (e) => { if (e.key === "Enter" && given(`side${side}`)) { e.preventDefault(); $("mistake").textContent = addNames(side) || ""; } } }),
    button({ class: "act pick", disabled: true, onpointerdown: (e) => e.preventDefault(), onclick: () => addPicked(side) }, "Add what is selected"))),
  kindField("meeting"), statusField(STATUSES[0]),
  p.sentences.length > 1 ? labelled("Told in", selectOf("told", p.sentences.map(({ from, to }, k) => [String(k), `${k + 1}: ${p.text.slice(from, from + 50)}${to - from > 50 ? "…" : ""}`]), String(p.own), { onchange: (e) => { adding.told = Number(e.target.value); drawAdding(); } })) : null];
  ask("Which contact was missed here?", parts, "Add", () => takeMissed(n));
  drawAdding(); showPicked();
}
function toldIn() { // the sentence that was chosen, or else that of the contact, if it names one of them, or the last that does
  const { p, sides, told } = adding;
  if (told !== null) return told;
  const inside = sides.flat().map(([from]) => p.sentences.findLastIndex((s) => s.from <= from));
  return !inside.length || inside.includes(p.own) ? p.own : Math.max(...inside);
}
function drawAdding() {
  const { p, sides } = adding;
  $("passage").replaceWith(drawPassage(p, sides.flatMap((places, side) => places.map(([from, to]) => [from, to, `s${side}`])), toldIn()));
  if ($("asking").elements.told) $("asking").elements.told.value = String(toldIn());
  sides.forEach((places, side) => $(`side${side}`).replaceChildren(...places.map((place) => {
    const name = p.text.slice(...place);
    return el("li", {}, button({ "aria-label": `Take out ${name}`, onclick: () => { sides[side] = places.filter((other) => other !== place); drawAdding(); $("asking").elements[`side${side}`].focus(); } }, el("span", { dir: "auto" }, name), " ×"));
  })));
}
function addPlace(side, place) {
  const { sides } = adding, taken = sides.flat().some(([from, to]) => place[0] < to && from < place[1]);
  if (taken) return "These words are taken.";
  sides[side].push(place);
  drawAdding();
  return null;
}
function addNames(side) {
  const field = $("asking").elements[`side${side}`];
  for (const name of field.value.split(",").map((part) => part.trim()).filter(Boolean)) {
    const place = placeOfName(adding.p, name, toldIn()), wrong = place ? addPlace(side, place) : `The passage does not say “${name}”.`;
    if (wrong) return wrong;
  }
  field.value = "";
  return null;
}
function addPicked(side) {
  if (!adding.picked) return;
  $("mistake").textContent = addPlace(side, adding.picked) || "";
  adding.picked = null;
  getSelection().removeAllRanges();
  showPicked();
}
function showPicked() {
  for (const each of document.querySelectorAll("#asking .pick")) {
    each.disabled = !adding.picked;
    each.textContent = adding.picked ? `Add “${short(adding.p.text.slice(...adding.picked))}”` : "Add what is selected";
  }
}
document.addEventListener("selectionchange", () => {
  if (!adding) return;
  const chosen = selected(adding.p);
  if (chosen) { adding.picked = chosen; showPicked(); }
});
function takeMissed(n) {
  const wrong = addNames(0) || addNames(1);
  if (wrong) return wrong;
  const { p, sides } = adding;
  if (sides.some((places) => !places.length)) return "Name somebody on each side, as the passage has the name.";
  const sentence = p.sentences[toldIn()], { document: source } = wholeOf(n);
  const parties = sides.flatMap((places, side) => places.map(([from, to]) => ({ mention: p.text.slice(from, to), start: placeOf(p, from), end: placeOf(p, to), side })));
  const contact = { document: source, kind: given("kind"), status: given("status"), parties, evidence: evidenceOf(p, sentence) }; // who is meant, the next build knows
  endAsking();
  made({ decision: "missed", by: held(NAME), at: stamp(), why: why(), contact, around: aroundOf(p, sentence) });
  return null;
}
