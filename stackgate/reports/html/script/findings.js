// Findings as cards: the page's own templates, filled. Data becomes text, never markup.
function fill(template, values) {
  const node = byId(template).content.firstElementChild.cloneNode(true);
  for (const part of node.querySelectorAll("[data-if]")) if (!values[part.dataset.if]?.length) part.remove();
  for (const part of node.querySelectorAll("[data-each]")) fillEach(part, values[part.dataset.each]);
  for (const part of node.querySelectorAll("[data-text]")) {
    const text = values[part.dataset.text];
    if (text) part.textContent = text;
    else part.remove();
  }
  for (const part of node.querySelectorAll("[data-link]")) fillLink(part, values);
  return node;
}

function fillEach(part, texts) {
  const first = part.firstElementChild;
  part.replaceChildren(...texts.flatMap((text) => {
    const link = first.cloneNode();
    link.textContent = text;
    link.href = `#${part.dataset.filter}=${encodeURIComponent(text)}`;
    return [link, " "];
  }));
}

function fillLink(part, values) {
  part.textContent = values.title;
  if (values.link) part.href = `#${values.link}`;
  else part.removeAttribute("href");
}

function badge(state, word = WORDS[state]) {
  return element("span", { className: `badge ${state}` }, word);
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function placeOf(row) {
  return fill("place-template", { ...row, title: row.address, stack: severalStacks() ? row.stack : "", in_runs: inRuns(row) });
}

// The findings of one resource: each says its rule, and the first of a rule why, and how to mend it.
function placesOf(rows, inOneRun) {
  const explained = new Set();
  return rows.map((row) => {
    const { about } = row;
    const told = explained.has(about) ? {} : { why: about.why, fix: about.fix, controls: about.controls, guards: about.guards };
    explained.add(about);
    const own = row.source === rows[0].source ? {} : { source: row.source };
    const values = { message: row.message, attribute: row.attribute, value: row.value, waiver: row.waiver, opinions: row.opinions, since: row.since };
    const node = fill("place-template", { ...values, ...told, ...own, title: about.rule, in_runs: inOneRun ? "" : inRuns(row) });
    node.querySelector(".where").prepend(badge(stateOf(row)));
    return node;
  });
}

const severalStacks = once(() => new Set(content().rows.map((row) => row.stack)).size > 1);

function inRuns({ inRuns: codes }) {
  const { runs } = content();
  if (runs.length === 1) return "";
  const alike = new Set(codes.values()).size === 1;
  if (alike && codes.size === runs.length) return `all ${runs.length}`;
  return [...codes].map(([run, code]) => runs[run] + (alike ? "" : ` (${WORDS[STATES[code]]})`)).join("; ");
}

function cardOf(rows, byResource) {
  const [first] = rows;
  const state = stateOf(first);
  const number = counted(rows.length, byResource ? "finding" : "place");
  const where = [first.source, first.construct, severalStacks() ? first.stack : ""].filter(Boolean).join(" · ");
  const values = byResource ? { title: first.address, number, summary: where } : { ...first.about, title: first.about.rule, number };
  const hidden = rows.length - PLACES;
  const node = fill("card-template", { ...values, more: hidden > 0 ? counted(hidden, "more place") : "" });
  node.classList.add(state);
  node.classList.toggle("by-resource", byResource);
  node.querySelector(".badge").replaceWith(badge(state, state === "unknown" && first.level === "warning" ? "unknown, may pass" : undefined));
  const places = node.querySelector(".places");
  const show = (from, to) => places.append(...(byResource ? placesOf : (some) => some.map(placeOf))(rows.slice(from, to)));
  show(0, PLACES);
  const more = node.querySelector(".more-places");
  if (more) {
    more.hidden = false;
    more.addEventListener("click", () => {
      const from = places.children.length;
      show(from, from + 200);
      const left = rows.length - places.children.length;
      more.textContent = counted(left, "more place");
      if (!left) more.remove();
      places.children[from].querySelector(".title")?.focus();
    });
  }
  return node;
}

function groupsOf(rows, byResource) {
  const groups = new Map();
  for (const row of rows) {
    const key = byResource ? `${row.stack}\0${row.address}` : `${row.about.rule}\0${stateOf(row)}\0${row.level}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return [...groups.values()];
}
