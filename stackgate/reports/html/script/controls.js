// Evidence by control: what stands in a control is made when it is opened.
const FEW = 20;

function valuesOf(pairs) {
  if (!pairs.length) return [element("span", { className: "note" }, "no values")];
  const lines = pairs.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return [element("dl", {}, ...lines)];
}

function waiverAt(rule, place, run) {
  const row = content().rows.find((one) =>
    one.waiver && one.about.rule === rule && one.address === place.address && one.stack === place.stack && one.inRuns.has(run));
  return row ? [element("p", { className: "note" }, `waived by ${row.waiver}`)] : [];
}

function lineOf(pair, rule, run, evidence) {
  const place = evidence.places[pair.place];
  const state = STATES[pair.code];
  const link = place.type ? element("a", { href: `#run${run}-r${pair.place}` }, place.address) : place.address === "*" ? "the whole document" : place.address;
  const waived = state === "waived" ? waiverAt(rule, place, run) : [];
  return element("tr", {}, element("td", {}, badge(state)), element("td", {}, link), element("td", {}, ...valuesOf(evidence.seen(pair.seen)), ...waived));
}

// The table of a rule's pairs, the worst first, and a button for those that are left.
function tableOf(rule, run, evidence) {
  const pairs = evidence.pairsOf(rule).sort((one, other) => one.code - other.code);
  const table = byId("seen-template").content.firstElementChild.cloneNode(true);
  table.setAttribute("aria-label", `Values seen by ${rule}`);
  const body = table.querySelector("tbody");
  const add = (number) => body.append(...pairs.slice(body.rows.length, body.rows.length + number).map((pair) => lineOf(pair, rule, run, evidence)));
  add(FEW);
  if (pairs.length <= FEW) return [table];
  const more = element("button", { type: "button", className: "quiet" });
  const tell = () => (more.textContent = `Show ${counted(Math.min(200, pairs.length - body.rows.length), "more resource")} of ${(pairs.length - body.rows.length).toLocaleString("en")}`);
  more.addEventListener("click", () => {
    add(200);
    if (body.rows.length === pairs.length) more.remove();
    else tell();
  });
  tell();
  return [table, more];
}

function openControl(control) {
  const run = Number(control.dataset.run);
  const evidence = evidenceOf(run);
  if (!evidence || control.dataset.filled) return;
  control.dataset.filled = "yes";
  for (const line of control.querySelectorAll("[data-rule]")) {
    const told = evidence.rules.get(line.dataset.rule);
    if (!told) continue;
    if (told.summary) line.append(element("p", {}, told.summary));
    if (told.pairs.length) line.append(...tableOf(told.rule, run, evidence));
  }
}

document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches?.(".control")) openControl(target);
}, true);
