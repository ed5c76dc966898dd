// Offsets of the record count code points of the article's text; those of a browser count UTF-16 units of the page's nodes.
// Every block and every mark says where it starts, so what the page shows in place of unseen characters moves nothing behind it.

const UNSEEN = /⟦U\+[0-9A-F]{4,6}⟧/g;

/** How many code points the words have. */
export function points(words: string): number {
  let count = 0;
  for (const _ of words) count += 1;
  return count;
}

/** How many UTF-16 units the first `count` code points take. */
export function units(words: string, count: number): number {
  let taken = 0;
  for (const letter of words) {
    if (count-- <= 0) break;
    taken += letter.length;
  }
  return taken;
}

export interface Run {
  node: Text;
  start: number;
}

/** The text nodes of the article with the code point each starts at, in order. */
export function runs(article: Element): Run[] {
  const found: Run[] = [];
  for (const block of article.querySelectorAll<HTMLElement>("[data-start]:not(mark)")) {
    let at = Number(block.dataset["start"]);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const mark = node.parentElement?.closest<HTMLElement>("mark[data-start]");
      if (mark) at = Number(mark.dataset["start"]);
      found.push({ node, start: at });
      at += points(node.data.replace(UNSEEN, "\u0000"));
    }
  }
  return found;
}

/** The place on the page of code points start to end, null where the page does not have them. */
export function rangeOf(article: Element, start: number, end: number): Range | null {
  const all = runs(article);
  const first = last(all, start);
  const final = last(all, end - 1);
  if (!first || !final || end <= start) return null;
  const range = document.createRange();
  range.setStart(first.node, units(first.node.data, start - first.start));
  range.setEnd(final.node, units(final.node.data, end - final.start));
  return range;
}

function last(all: Run[], at: number): Run | undefined {
  return all.filter((run) => run.start <= at && at < run.start + Math.max(points(run.node.data), 1)).pop();
}

/** The code points of what is selected in the article, null where nothing is. */
export function selected(article: Element): [number, number] | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const touched = runs(article).filter((run) => range.intersectsNode(run.node));
  const first = touched[0];
  const final = touched[touched.length - 1];
  if (!first || !final) return null;
  const from = range.startContainer === first.node ? points(first.node.data.slice(0, range.startOffset)) : 0;
  const to = range.endContainer === final.node ? range.endOffset : final.node.data.length;
  const span: [number, number] = [first.start + from, final.start + points(final.node.data.slice(0, to))];
  return span[0] < span[1] ? span : null;
}
