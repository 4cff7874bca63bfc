// The page's data: compact JSON with each text once, unpacked when it is first asked for.
const byId = (id) => document.getElementById(id);
const read = (id) => {
  const element = byId(id);
  return element && JSON.parse(element.textContent);
};
const once = (make) => {
  let made;
  return () => (made ??= make());
};

const { states: WORDS, cards: CARDS, places: PLACES } = read("settings");
const STATES = Object.keys(WORDS);
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const worstOf = (codes) => STATES[Math.min(...codes)];

const ROW = ["message", "address", "stack", "attribute", "value", "construct", "source", "waiver", "opinions", "type", "since", "level", "link"];
const RULE = ["rule", "engine", "summary", "why", "fix"];

// The runs' names, and all findings: each with its rule and the state that it has in each run.
const content = once(() => {
  const { runs, rows, rules, texts } = read("content");
  const all = (numbers) => numbers.map((number) => texts[number]);
  const named = (names, numbers) => Object.fromEntries(names.map((name, place) => [name, texts[numbers[place]]]));
  const told = rules.map((rule) => ({ ...named(RULE, rule), controls: all(rule[5]), guards: all(rule[6]) }));
  const unpack = ([rule, codes, ...numbers]) => {
    const inRuns = new Map();
    for (let at = 0; at < codes.length; at += 2) inRuns.set(codes[at], codes[at + 1]);
    return { about: told[rule], inRuns, ...named(ROW, numbers) };
  };
  return { runs, rows: rows.map(unpack) };
});

// What was judged in one run: resources, and each rule with its pairs. Null where the ledger was not kept.
const evidences = new Map();
function evidenceOf(run) {
  if (!evidences.has(run)) evidences.set(run, unpackEvidence(read(`run${run}-evidence`)));
  return evidences.get(run);
}

function unpackEvidence(given) {
  if (!given) return null;
  const { resources, values, rules, texts } = given;
  const names = ["address", "type", "construct", "source", "stack"];
  const places = resources.map((numbers) => Object.fromEntries(names.map((name, at) => [name, texts[numbers[at]]])));
  const seen = (number) => {
    const found = [];
    for (let at = 0; at < values[number].length; at += 2) found.push([texts[values[number][at]], texts[values[number][at + 1]]]);
    return found;
  };
  const byName = new Map(rules.map(([name, summary, , pairs]) => [texts[name], { rule: texts[name], summary: texts[summary], pairs }]));
  const pairsOf = (rule, place) => {
    const { pairs } = byName.get(rule) ?? { pairs: [] };
    const found = [];
    for (let at = 0; at < pairs.length; at += 3) {
      if (place === undefined || pairs[at] === place) found.push({ place: pairs[at], code: pairs[at + 1], seen: pairs[at + 2] });
    }
    return found;
  };
  // The rules that were asked about one resource.
  const asked = (place) => [...byName.values()].flatMap((told) => pairsOf(told.rule, place).map((pair) => ({ ...pair, ...told })));
  // The worst that came of each resource.
  const worst = once(() => {
    const codes = places.map(() => STATES.length - 1);
    for (const { pairs } of byName.values()) {
      for (let at = 0; at < pairs.length; at += 3) codes[pairs[at]] = Math.min(codes[pairs[at]], pairs[at + 1]);
    }
    return codes;
  });
  return { places, seen, rules: byName, pairsOf, asked, worst };
}
