// Corrections: said to the API, never to the page alone. What was typed stays until the API has it.
import { make, root } from "./page";

export interface Choices {
  fields: Record<string, string[]>;
  values: Record<string, string[]>;
}

interface Said {
  id: string;
  number: number;
  finding: string;
  field: string;
  value: string;
  stands?: boolean;
}

interface Answer {
  status: number;
  body: { error?: { message: string; seen?: number }; id?: string; number?: number; seen?: number; corrections?: Said[] };
}

/** What this page has seen of an article's corrections, and how it says more. */
export class Corrections {
  private seen = 0;
  private said: string[] = [];

  constructor(private readonly article: number) {}

  /** Learn what was corrected so far. */
  async look(): Promise<void> {
    const answer = await ask(`corrections?article=${this.article}`);
    this.seen = answer.body.seen ?? 0;
    this.said = (answer.body.corrections ?? []).map((each) => each.id);
  }

  /** Say one; the words to show, and whether it was kept. */
  async say(finding: string, field: string, value: string, note: string, over?: number): Promise<[boolean, string, number | undefined]> {
    const answer = await ask("corrections", { article: this.article, finding, field, value, note, seen: over ?? this.seen });
    if (answer.status === 201 && answer.body.id) {
      this.seen = Math.max(this.seen, answer.body.number ?? answer.body.seen ?? 0);
      this.said.push(answer.body.id);
      return [true, `Kept as ${answer.body.id}.`, undefined];
    }
    const message = answer.body.error?.message ?? `The reader answered ${answer.status}.`;
    return [false, `Not kept: ${message}`, answer.status === 409 ? answer.body.error?.seen : undefined];
  }

  /** Take the last one back. */
  async undo(): Promise<[boolean, string]> {
    const id = this.said.at(-1);
    if (!id) return [false, "There is nothing to take back."];
    const answer = await ask("undo", { id });
    if (answer.status !== 201) return [false, `Not taken back: ${answer.body.error?.message ?? answer.status}`];
    this.said.pop();
    this.seen = Math.max(this.seen, answer.body.seen ?? 0);
    return [true, `${id} is taken back.`];
  }
}

async function ask(path: string, told?: Record<string, unknown>): Promise<Answer> {
  const how: RequestInit = told
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(told) }
    : {};
  try {
    const answer = await fetch(`${root}api/v1/${path}`, how);
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  } catch {
    return { status: 0, body: { error: { message: "the reader does not answer; is it still running?" } } };
  }
}

/** The form that sets a field; `sent` gets the field, the value and the note. */
export function form(layer: string, choices: Choices, sent: (field: string, value: string, note: string) => void): HTMLFormElement {
  const fields = (choices.fields[layer] ?? []).filter((field) => field !== "verdict");
  const field = make("select", { id: "fix-field" }, ...fields.map((name) => make("option", { value: name }, name.replace("_", " "))));
  const value = make("input", { id: "fix-value", maxlength: "2000", autocomplete: "off", list: "fix-values" });
  const values = make("datalist", { id: "fix-values" });
  const note = make("input", { id: "fix-note", maxlength: "500", autocomplete: "off" });
  const offer = (): void => {
    const key = field.value === "kind" ? `${layer}.kind` : field.value;
    values.replaceChildren(...(choices.values[key] ?? []).map((each) => make("option", { value: each })));
  };
  field.addEventListener("change", offer);
  offer();
  const made = make(
    "form",
    { class: "fix" },
    make("label", { for: "fix-field" }, "What to set"), field,
    make("label", { for: "fix-value" }, "To (empty: unknown)"), value, values,
    make("label", { for: "fix-note" }, "Why"), note,
    make("button", {}, "Save"),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(field.value, value.value, note.value);
  });
  return made;
}
