// The filters of the findings. What is chosen stands in the address, so that it can be sent to somebody.
const FIELDS = ["level", "control", "rule", "type", "engine", "failure", "since", "run", "group"];
const form = byId("filters");
const OF = {
  level: (row) => [row.level],
  control: (row) => row.about.controls,
  rule: (row) => [row.about.rule],
  type: (row) => [row.type],
  engine: (row) => [row.about.engine],
  failure: (row) => row.about.guards,
  since: (row) => [row.since],
};
let chosen = { status: new Set() };
let shown = CARDS;

const runChosen = () => content().runs.indexOf(chosen.run);

function stateOf(row) {
  const run = runChosen();
  return run >= 0 && row.inRuns.has(run) ? STATES[row.inRuns.get(run)] : worstOf(row.inRuns.values());
}

const textOf = (row) => (row.text ??= [row.address, row.message, row.about.rule, row.construct, row.source, row.attribute, row.value, row.about.summary]
  .join("\n").toLowerCase());

function matching() {
  const words = (chosen.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const run = runChosen();
  const asked = Object.keys(OF).filter((name) => chosen[name]);
  return content().rows.filter((row) =>
    (!chosen.run || row.inRuns.has(run)) &&
    asked.every((name) => OF[name](row).includes(chosen[name])) &&
    words.every((word) => textOf(row).includes(word)));
}

function show() {
  const found = matching();
  const counts = Object.groupBy(found, stateOf);
  const rows = chosen.status.size ? found.filter((row) => chosen.status.has(stateOf(row))) : found;
  const rank = (row) => STATES.indexOf(stateOf(row)) + (row.level === "warning" ? 10 : 0);
  const groups = groupsOf(rows, chosen.group === "resource").sort((one, other) => rank(one[0]) - rank(other[0]));
  byId("cards").replaceChildren(...groups.slice(0, shown).map((group) => cardOf(group, chosen.group === "resource")));
  byId("more-cards").hidden = groups.length <= shown;
  byId("no-match").hidden = rows.length > 0;
  const all = content().rows.length;
  byId("found").textContent = rows.length === all ? counted(all, "finding") : `${rows.length.toLocaleString("en")} of ${counted(all, "finding")}`;
  byId("clear").hidden = !isFiltered();
  for (const chip of form.querySelectorAll(".chip")) {
    chip.setAttribute("aria-pressed", chosen.status.has(chip.dataset.status));
    chip.querySelector("b").textContent = (counts[chip.dataset.status]?.length ?? 0).toLocaleString("en");
  }
}

const isFiltered = () => Boolean(chosen.status.size || chosen.q || FIELDS.some((name) => chosen[name]));

function toHash() {
  const told = new URLSearchParams();
  if (chosen.status.size) told.set("status", [...chosen.status].join(","));
  for (const name of ["q", ...FIELDS]) if (chosen[name]) told.set(name, chosen[name]);
  history.replaceState(null, "", `#${told.size ? told : "findings"}`);
}

function fromHash(hash) {
  const told = new URLSearchParams(hash);
  chosen = { status: new Set((told.get("status") ?? "").split(",").filter((state) => state in WORDS)) };
  for (const name of ["q", ...FIELDS]) chosen[name] = told.get(name) ?? "";
  byId("search").value = chosen.q;
  for (const select of form.querySelectorAll("select")) {
    choose(select, chosen[select.name]);
  }
  changed();
}

// A choice that no finding has may come with the address: it stands there, and matches nothing.
function choose(select, value) {
  select.value = value;
  if (select.selectedIndex >= 0) return;
  select.append(element("option", { value }, `${value} (0)`));
  select.value = value;
}

function changed() {
  shown = CARDS;
  show();
}

function clear() {
  fromHash("");
  toHash();
  byId("search").focus();
}

function listen() {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    const chip = target.closest(".chip");
    if (!chip) return;
    const { status } = chip.dataset;
    if (!chosen.status.delete(status)) chosen.status.add(status);
    changed();
    toHash();
  });
  form.addEventListener("input", ({ target }) => {
    chosen[target.id === "search" ? "q" : target.name] = target.value;
    changed();
    toHash();
  });
  for (const button of [byId("clear"), document.querySelector("[data-clear]")]) button.addEventListener("click", clear);
  byId("more-cards").addEventListener("click", () => {
    const from = byId("cards").children.length;
    shown += CARDS;
    show();
    byId("cards").children[from]?.querySelector("a")?.focus();
  });
  if (matchMedia("(max-width: 40rem)").matches) form.querySelector("details").open = false;
}
