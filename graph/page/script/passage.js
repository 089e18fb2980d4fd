// The passage that a contact stands in, and where things stand in its document. Python counts code points, a browser UTF-16 units.

const cases = data.review.contacts; // as extracted, the doubtful first
const points = (text) => [...text].length;

function passageOf(n) { // its text, where that begins in the document, and its sentences, in UTF-16 units of the text
  const { contact: { evidence }, passage } = cases[n], pieces = passage ? passage.sentences : [[evidence.sentence, 1]], own = passage ? passage.own : 0;
  const joined = (some) => some.map(([piece]) => piece).join(""), text = joined(pieces);
  let done = 0;
  const sentences = pieces.map(([piece, count], k) => {
    const bare = k === own ? piece : piece.trim(), from = done + piece.indexOf(bare);
    done += piece.length;
    return { from, to: from + bare.length, count };
  });
  return { ...passage, text, own, sentences, start: evidence.start - points(joined(pieces.slice(0, own))) };
}
const placeOf = (p, unit) => p.start + points(p.text.slice(0, unit));
const unitOf = (p, place) => [...p.text].slice(0, place - p.start).join("").length;
function aroundOf(p, { from, to, count }) { // as graph/decisions/quote.py has it; nothing where the text was not at hand
  if (!p.digest) return undefined;
  const before = [...p.edges[0] + p.text.slice(0, from)], after = [...p.text.slice(to) + p.edges[1]], many = data.review.remembered;
  return { prefix: before.slice(-many).join(""), suffix: after.slice(0, many).join(""), count, digest: p.digest };
}
function evidenceOf(p, { from, to }) { // of a contact that somebody adds
  const start = placeOf(p, from);
  return { sentence: p.text.slice(from, to), start, end: placeOf(p, to), trigger: "", trigger_start: start, trigger_end: start, rule: "reader" };
}

function marksOf(n, p) { // where the passage names the parties, and the word that makes the contact
  const { parties, evidence: e } = cases[n].contact;
  const wanted = [[e.trigger, e.trigger_start, "t"], ...parties.map((party) => [party.mention, party.start, "m"])];
  return wanted.filter(([words, place]) => words && place >= p.start).map(([words, place, mark]) => { const from = unitOf(p, place); return [from, from + words.length, mark, words]; })
    .filter(([from, to, , words]) => p.text.slice(from, to) === words);
}
function drawPassage(p, marks, own = p.own) { // its text and nothing else, so that a selection in it tells a place
  const lines = !p.text.slice(p.sentences[p.own].from, p.sentences[p.own].to).includes("\n"); // headlines stand on lines of their own, other texts may be broken anywhere
  const box = el("blockquote", { id: "passage", dir: "auto", class: lines ? "lines" : null }), cuts = p.sentences.map(({ from }) => from).slice(1).concat(p.text.length);
  const sorted = marks.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let done = 0;
  cuts.forEach((end, k) => {
    const part = el("span", { class: k === own ? "own" : "beside" });
    for (const [from, to, mark] of sorted) {
      if (from < done || to > end) continue;
      part.append(p.text.slice(done, from), el("mark", { class: mark }, p.text.slice(from, to)));
      done = to;
    }
    part.append(p.text.slice(done, end));
    done = end;
    box.append(part);
  });
  return box;
}
function selected(p) { // the words that are selected in the passage, without the blanks at their ends; null for none
  const box = $("passage"), chosen = getSelection();
  if (!box || !chosen.rangeCount || !chosen.getRangeAt(0).intersectsNode(box)) return null;
  const range = chosen.getRangeAt(0).cloneRange(), lead = document.createRange();
  if (!box.contains(range.startContainer)) range.setStart(box, 0);
  if (!box.contains(range.endContainer)) range.setEnd(box, box.childNodes.length);
  lead.setStart(box, 0); lead.setEnd(range.startContainer, range.startOffset);
  const words = range.toString(), from = lead.toString().length + words.length - words.trimStart().length;
  return words.trim() ? [from, from + words.trim().length] : null;
}
function placeOfName(p, name, own) { // where a sentence of the passage has a name, else the text nearest before it, else behind it
  const words = name.trim().split(/\s+/u).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!words.length) return null;
  const said = words.join("\\s+"), { from, to } = p.sentences[own];
  const places = (pattern) => [...p.text.matchAll(new RegExp(pattern, "gu"))].map((m) => [m.index, m.index + m[0].length]);
  const whole = places(`(?<![\\p{L}\\p{N}])${said}(?![\\p{L}\\p{N}])`), found = whole.length ? whole : places(said); // "Russia", not that of "Russian"
  return found.find(([a, b]) => a >= from && b <= to) || found.filter(([, b]) => b <= from).at(-1) || found[0] || null;
}
