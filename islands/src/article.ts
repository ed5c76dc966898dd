// The article: from finding to finding by keys, layers on and off, an inspector that shows one finding and takes corrections of it.
import { citation, asked, permalink } from "./citing";
import { rangeOf, selected } from "./codepoints";
import { Corrections, form, type Choices } from "./correcting";
import { find, given, make } from "./page";

const KEYS: readonly (readonly [string, string])[] = [
  ["j, k", "next, previous finding"],
  ["e, t, s, w", "events, times, who says so, loaded words: on or off"],
  ["Enter", "open the inspector"],
  ["a, x, u", "accept, reject, take the last correction back"],
  ["c", "copy a citation of the selected words, or of the finding"],
  ["/", "search"],
  ["?", "this list"],
  ["Escape", "back to the text"],
];
const TOGGLES: Record<string, string> = { e: "event", t: "time", s: "said", w: "word" };

const text = find("#text");
const inspector = find("#inspector");
const overview = find("#overview");
const choices = given<Choices>();
const corrections = new Corrections(Number(text.dataset["article"]));
const told = make("p", { class: "told-back soft", role: "status" });
const help = helping();
let here: string | null = null;
let typed: HTMLFormElement | null = null;

find(".layers").append(...["Keys", "Cite"].map((words, order) => {
  const button = make("button", { type: "button", class: "plain" }, words);
  button.addEventListener("click", order ? copy : () => help.showModal());
  return button;
}));
inspector.before(told);
document.body.append(help);
void corrections.look();

for (const button of document.querySelectorAll<HTMLButtonElement>(".layers [data-layer]")) {
  button.addEventListener("click", () => toggle(button));
}
text.addEventListener("click", (event) => {
  const sign = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.sign") : null;
  if (sign) {
    event.preventDefault();
    return inspect(decodeURIComponent(sign.hash).slice("#i-".length), sign);
  }
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-ids]") : null;
  const id = mark && idsOf(mark)[0];
  if (!mark || !id || !getSelection()?.isCollapsed) return;
  event.preventDefault();
  inspect(id, mark);
});
addEventListener("keydown", pressed);
addEventListener("hashchange", arrive);
arrive();

function pressed(event: KeyboardEvent): void {
  const at = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape" && !help.open) return leave();
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || at?.closest("input, select, textarea")) return;
  if (event.key === "Enter" && !at?.closest("mark")) return;
  const does = commands()[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}

function commands(): Record<string, () => void> {
  const layers = Object.entries(TOGGLES).map(([key, layer]): [string, () => void] => [key, () => {
    const button = document.querySelector<HTMLButtonElement>(`.layers [data-layer=${layer}]`);
    if (button) toggle(button);
  }]);
  return {
    ...Object.fromEntries(layers),
    j: () => step(1),
    k: () => step(-1),
    Enter: () => inspector.querySelector<HTMLElement>("button")?.focus(),
    a: () => judge("accepted"),
    x: () => judge("rejected"),
    u: () => void undo(),
    c: copy,
    "/": () => document.querySelector<HTMLElement>("#q")?.focus(),
    "?": () => help.showModal(),
  };
}

function toggle(button: HTMLButtonElement): void {
  const off = new Set((text.dataset["off"] ?? "").split(" ").filter(Boolean));
  const layer = button.dataset["layer"] ?? "";
  if (!off.delete(layer)) off.add(layer);
  text.dataset["off"] = [...off].join(" ");
  button.setAttribute("aria-pressed", String(!off.has(layer)));
  say(`${button.querySelector(".f")?.textContent ?? layer} ${off.has(layer) ? "off" : "on"}`);
}

/** The ids of a mark whose layers are shown, the narrowest first. */
function idsOf(mark: HTMLElement): string[] {
  const off = new Set((text.dataset["off"] ?? "").split(" "));
  return (mark.dataset["ids"] ?? "").split(" ").filter((id) => {
    const layer = sectionOf(id)?.dataset["layer"];
    return layer !== undefined && !off.has(layer);
  });
}

function sectionOf(id: string): HTMLElement | null {
  return document.getElementById(`i-${id}`);
}

/** Every finding where it is first marked, in the order of the text. */
function marked(): [string, HTMLElement][] {
  const first = new Map<string, HTMLElement>();
  for (const mark of text.querySelectorAll<HTMLElement>("mark[data-ids]")) {
    for (const id of idsOf(mark)) if (!first.has(id)) first.set(id, mark);
  }
  return [...first];
}

function step(by: number): void {
  const all = marked();
  const at = all.findIndex(([id]) => id === here);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!next) return say(by > 0 ? "That was the last finding." : "That was the first finding.");
  inspect(...next);
}

/** Show one finding in place of the overview. */
function inspect(id: string, mark: HTMLElement): void {
  const section = sectionOf(id);
  if (!section) return;
  here = id;
  for (const old of text.querySelectorAll(".here")) old.classList.remove("here");
  mark.classList.add("here");
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "nearest" });
  const shown = section.cloneNode(true) as HTMLElement;
  shown.removeAttribute("id");
  const layer = section.dataset["layer"] ?? "";
  typed = form(layer, choices, (field, value, note) => void correct(id, field, value, note));
  const fix = make("details", {}, make("summary", {}, "Set it right"), typed);
  inspector.replaceChildren(make("h2", {}, "Inspector"), shown, buttons(layer), fix);
  inspector.hidden = false;
  overview.hidden = true;
  told.textContent = "";
  history.replaceState(null, "", permalink(Number(section.dataset["start"]), Number(section.dataset["end"])));
}

function buttons(layer: string): HTMLElement {
  const verdicts: [string, () => void][] = [["Accept", () => judge("accepted")], ["Reject", () => judge("rejected")]];
  const all: [string, () => void][] = [
    ...(choices.fields[layer]?.includes("verdict") ? verdicts : []), ["Undo", () => void undo()], ["Copy citation", copy], ["Close", leave],
  ];
  return make("div", { class: "does" }, ...all.map(([words, does]) => {
    const button = make("button", { type: "button" }, words);
    button.addEventListener("click", does);
    return button;
  }));
}

function leave(): void {
  const mark = text.querySelector<HTMLElement>(".here");
  inspector.hidden = true;
  overview.hidden = false;
  if (mark) mark.focus();
}

function judge(verdict: string): void {
  if (here) void correct(here, "verdict", verdict, "");
  else say("Choose a finding first, with j or a click.");
}

async function correct(id: string, field: string, value: string, note: string, over?: number): Promise<void> {
  const [kept, words, seen] = await corrections.say(id, field, value, note, over);
  say(words);
  if (kept) told.append(" ", again());
  else if (seen !== undefined) {
    const button = make("button", { type: "button" }, "Keep mine as well");
    button.addEventListener("click", () => void correct(id, field, value, note, seen));
    told.append(" ", button);
  }
}

async function undo(): Promise<void> {
  const [done, words] = await corrections.undo();
  say(words);
  if (done) told.append(" ", again());
}

function again(): HTMLElement {
  const button = make("button", { type: "button" }, "Show the page with it");
  button.addEventListener("click", () => location.reload());
  return button;
}

function say(words: string): void {
  told.textContent = words;
}

function copy(): void {
  const section = here === null ? null : sectionOf(here);
  const span = selected(text) ?? (section && [Number(section.dataset["start"]), Number(section.dataset["end"])]);
  if (!span) return say("Select words first, or choose a finding.");
  const words = citation(text, span[0] as number, span[1] as number);
  navigator.clipboard.writeText(words).then(
    () => say("The citation is copied."),
    () => say(words),
  );
}

/** The characters that the address names are shown and marked. */
function arrive(): void {
  const span = asked(decodeURIComponent(location.hash));
  const range = span && rangeOf(text, ...span);
  if (!range) return;
  CSS.highlights?.set("asked", new Highlight(range));
  const at = range.startContainer.parentElement;
  at?.closest("details")?.setAttribute("open", "");
  at?.scrollIntoView({ block: "center" });
}

function helping(): HTMLDialogElement {
  const rows = KEYS.map(([keys, does]) => make("div", {}, make("dt", {}, make("kbd", {}, keys)), make("dd", {}, does)));
  const close = make("button", { type: "button" }, "Close");
  const made = make("dialog", { "aria-label": "Keys", class: "help" }, make("h2", {}, "Keys"), make("dl", {}, ...rows), close);
  close.addEventListener("click", () => made.close());
  return made;
}
