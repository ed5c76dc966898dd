// "Copy citation": the exact words, who published them and when, which characters they are, and where to find them.
import { find } from "./page";
import { rangeOf } from "./codepoints";

/** The address of these characters in this reader. */
export function permalink(start: number, end: number): string {
  return `#c=${start}-${end}`;
}

/** The span that an address names: "#c=1203-1251". */
export function asked(fragment: string): [number, number] | null {
  const found = /^#c=(\d{1,9})-(\d{1,9})$/.exec(fragment);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** The citation in plain words. */
export function citation(article: HTMLElement, start: number, end: number): string {
  const words = (rangeOf(article, start, end)?.toString() ?? "").replace(/\s+/g, " ").trim();
  const outlet = find(".outlet", article).textContent?.trim() ?? "";
  const issued = find(".facts li", article).textContent?.trim() ?? "";
  const title = find("h1", article).textContent?.trim() ?? "";
  const theirs = article.querySelector<HTMLAnchorElement>(".facts a[rel~=external]")?.href;
  const here = location.href.split("#")[0] + permalink(start, end);
  const lines = [`“${words}”`, `${outlet}, “${title}”. ${issued}. Characters ${start}–${end}.`];
  if (theirs) lines.push(`${theirs.split("#")[0]}#:~:text=${fragmentOf(words)}`);
  return [...lines, here].join("\n");
}

/** A text fragment: of long words the first and the last few. */
function fragmentOf(words: string): string {
  const escaped = (part: string): string => encodeURIComponent(part).replace(/-/g, "%2D");
  const each = words.split(" ");
  if (each.length <= 12) return escaped(words);
  return `${escaped(each.slice(0, 5).join(" "))},${escaped(each.slice(-5).join(" "))}`;
}
