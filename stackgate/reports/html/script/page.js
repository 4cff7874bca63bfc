// What ties the page together: the address, the runs, the keyboard, the theme, print.
const go = () => {
  const hash = location.hash.slice(1);
  const resource = /^run(\d+)-r(\d+)$/.exec(hash);
  if (resource && openResource(Number(resource[1]), Number(resource[2]))) return;
  const type = /^run(\d+)-of-(.+)$/.exec(hash);
  if (type && openType(Number(type[1]), decodeURIComponent(type[2]))) return;
  if (dialog.open) dialog.close();
  before = location.hash;
  if (hash.includes("=") && form) {
    fromHash(hash);
    byId("findings").scrollIntoView();
  }
};
addEventListener("hashchange", go);

const runs = byId("run");
function showRun(number) {
  for (const section of document.querySelectorAll(".of-run")) section.hidden = section.dataset.run !== String(number);
  for (const cell of document.querySelectorAll("[data-show]")) {
    if (cell.dataset.show === String(number)) cell.setAttribute("aria-current", "true");
    else cell.removeAttribute("aria-current");
  }
  runs.value = number;
}

function filterBy(told) {
  if (!form) return;
  location.hash = new URLSearchParams(told).toString();
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-show]");
  const group = event.target.closest("a[data-type]");
  if (cell) {
    showRun(cell.dataset.show);
    if (!form) return;
    event.preventDefault();
    filterBy({ run: content().runs[cell.dataset.show] });
  }
  if (group) {
    event.preventDefault();
    const { run } = group.closest("[data-run]").dataset;
    const isFound = content().rows.some((row) => row.type === group.dataset.type && row.inRuns.has(Number(run)));
    if (!isFound) location.hash = `run${run}-of-${encodeURIComponent(group.dataset.type)}`;
    else filterBy({ type: group.dataset.type, ...(runs ? { run: content().runs[run] } : {}) });
  }
});

// The references of the node that is pointed at or has the focus come forward.
const light = ({ target, type }) => {
  const node = target.closest?.(".drawing a");
  if (!node) return;
  const on = type === "pointerover" || type === "focusin";
  const name = node.dataset.node ?? node.dataset.resource;
  const drawing = node.closest("svg");
  for (const edge of drawing.querySelectorAll(".edge")) {
    const { from, to } = edge.dataset;
    if (from !== name && to !== name) continue;
    edge.classList.toggle("lit", on);
    drawing.querySelector(`a[data-node="${from === name ? to : from}"]`)?.classList.toggle("near", on);
  }
};
for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) document.addEventListener(name, light);

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input, select, textarea");
  if (event.key === "/" && form && !typing && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && form && !dialog.open && isFiltered()) clear();
});

const theme = byId("theme");
const root = document.documentElement;
function tellTheme() {
  const name = root.dataset.theme ?? "system";
  theme.querySelector("span").textContent = name;
  theme.setAttribute("aria-label", `Theme: ${name}`);
}
theme.addEventListener("click", () => {
  const next = { undefined: "light", light: "dark" }[root.dataset.theme];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
  tellTheme();
  try {
    if (next) localStorage.setItem("stackgate-theme", next);
    else localStorage.removeItem("stackgate-theme");
  } catch {}
});
tellTheme();

for (const part of document.querySelectorAll(".scripted:not(#more-cards)")) part.hidden = false;
if (byId("more-cards")?.hasAttribute("data-more")) byId("more-cards").hidden = false;
if (runs) {
  runs.addEventListener("change", () => showRun(runs.value));
  const [worst] = ["error", "blocked", "allowed"].flatMap((decision) => [...document.querySelectorAll(`.cell.${decision}`)]);
  showRun(worst.dataset.show);
}
if (form) {
  listen();
  document.querySelectorAll("#cards > .card").forEach((card, at) => card.querySelector(".more-places")?.addEventListener("click", () => {
    show();
    byId("cards").children[at].querySelector(".more-places").click();
  }));
}
go();
