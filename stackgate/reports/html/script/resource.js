// One resource: what was found there, and what else was asked about it, with the values seen. Or the resources of a type.
const dialog = byId("resource");
let before = "";

function openResource(run, number) {
  const evidence = evidenceOf(run);
  const place = evidence?.places[number];
  if (!place) return false;
  byId("resource-title").textContent = place.address;
  const facts = [["Type", place.type], ["Source", place.source || rowsAt(place, run)[0]?.source], ["Construct", place.construct], ["Stack", place.stack]];
  if (content().runs.length > 1) facts.push(["Run", content().runs[run]]);
  dialog.querySelector(".facts").replaceChildren(...facts.filter(([, value]) => value).map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  byId("resource-findings").replaceChildren(...foundAt(place, run));
  byId("resource-asked").replaceChildren(...askedAbout(number, run, evidence));
  return present();
}

function openType(run, type) {
  const evidence = evidenceOf(run);
  const worst = evidence?.worst();
  const found = [...(evidence?.places.keys() ?? [])].filter((at) => evidence.places[at].type === type)
    .sort((one, other) => worst[one] - worst[other]);
  if (!found.length) return false;
  byId("resource-title").textContent = type;
  const list = element("ul", { className: "plain rows" });
  const line = (at) => element("li", {}, badge(STATES[worst[at]]), " ", element("a", { className: "mark", href: `#run${run}-r${at}` }, evidence.places[at].address));
  dialog.querySelector(".facts").replaceChildren();
  byId("resource-findings").replaceChildren(element("p", { className: "aside" }, counted(found.length, "resource")), list);
  byId("resource-asked").replaceChildren(...inParts(found, list, line));
  return present();
}

// The first of many things, and a button for the next.
function inParts(things, list, line) {
  const more = element("button", { type: "button", className: "quiet" });
  const add = () => {
    const from = list.children.length;
    list.append(...things.slice(from, from + 100).map(line));
    const left = things.length - list.children.length;
    more.textContent = `Show ${Math.min(100, left)} more of ${left.toLocaleString("en")}`;
    if (!left) more.remove();
  };
  more.addEventListener("click", add);
  add();
  return things.length > list.children.length ? [more] : [];
}

function present() {
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("resource-title").focus();
  return true;
}

function rowsAt(place, run) {
  return content().rows.filter((row) => row.address === place.address && row.stack === place.stack && row.inRuns.has(run));
}

function foundAt(place, run) {
  const rows = rowsAt(place, run);
  if (!rows.length) return [element("p", { className: "empty good" }, "Nothing was found here.")];
  return [element("h3", {}, counted(rows.length, "finding")), element("ul", { className: "places" }, ...placesOf(rows, true))];
}

function askedAbout(number, run, evidence) {
  const asked = evidence.asked(number).sort((one, other) => one.code - other.code || one.rule.localeCompare(other.rule));
  if (!asked.length) return [element("p", { className: "empty" }, "No rule was asked about it.")];
  const table = byId("seen-template").content.firstElementChild.cloneNode(true);
  table.querySelectorAll("th")[1].textContent = "Rule";
  table.querySelector("tbody").append(...asked.map((pair) => element("tr", {},
    element("td", {}, badge(STATES[pair.code])),
    element("td", {}, pair.rule, ...(pair.summary ? [element("p", {}, pair.summary)] : [])),
    element("td", {}, ...valuesOf(evidence.seen(pair.seen))))));
  return [element("h3", {}, `${counted(asked.length, "rule")} asked`), table];
}

byId("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("close", () => {
  if (/^#run\d+-(r\d+$|of-)/.test(location.hash)) history.replaceState(null, "", before || "#picture");
});
