// Lanes by who says it. A day that is told is a solid bar; a period is lighter, for nobody says where in it the event lies;
// an end that is open or only about right fades out, and has no edge. Pointing at a bar draws an arrow to what its date was counted from.
import { scaleUtc } from "d3-scale";
import { draw, find, root } from "./page";
import type { Bar, Drawn, Lane, Window } from "./shapes";
import { DAY, ends } from "./days";

const BAR = 12;
const GAP = 4;
const PAD = 8;
const AXIS = 26;
const NARROW = 640; // pixels below which names stand above their lanes
const NAMES = 190;
const LEAST = 5; // pixels of the shortest bar
const FADE = 28; // pixels that an open end takes to fade

export interface Lanes {
  fit(width: number): void;
  show(window: Window, chosen: ReadonlySet<string>): void;
}

/** Draw the lanes into the element; they follow the window. */
export function drawLanes(into: HTMLElement, drawn: Drawn, whole: Window): Lanes {
  const svg = draw("svg", { class: "lanes", role: "group", "aria-labelledby": "lanes-h" });
  const scale = scaleUtc().domain(whole);
  let width = 0;
  into.append(svg);

  function fit(to: number): void {
    width = to;
  }

  function show(window: Window, chosen: ReadonlySet<string>): void {
    const left = width < NARROW ? 0 : NAMES;
    scale.domain(window).range([left + PAD, width - PAD]);
    const made = drawn.lanes.map((lane) => laneOf(lane, chosen, window, left)).filter((lane) => lane.bars.length > 0);
    const rows: SVGElement[] = [];
    let top = AXIS;
    for (const lane of made) {
      rows.push(drawLane(lane, top, left));
      top += lane.height;
    }
    svg.replaceChildren(fades(), axis(top, left), ...rows, draw("g", { class: "arrow", "aria-hidden": "true" }));
    svg.setAttribute("viewBox", `0 0 ${width} ${top + 2}`);
    svg.setAttribute("height", String(top + 2));
  }

  interface Laid {
    lane: Lane;
    bars: { bar: Bar; x: number; end: number; row: number }[];
    height: number;
  }

  /** The bars of a lane that lie in the window, in as many rows as they need so that none lies on another. */
  function laneOf(lane: Lane, chosen: ReadonlySet<string>, window: Window, left: number): Laid {
    const free: number[] = [];
    const bars = lane.bars
      .filter((bar) => chosen.has(bar.event))
      .map((bar) => ({ bar, ...placed(bar) }))
      .filter(({ bar }) => {
        const [first, last] = ends(bar);
        return (first ?? window[0]) < window[1] && (last ?? window[1]) > window[0];
      })
      .map((each) => {
        let row = free.findIndex((end) => end <= each.x);
        if (row < 0) row = free.length;
        free[row] = each.end + 2;
        return { ...each, row };
      });
    const names = left ? 0 : 18;
    return { lane, bars, height: names + Math.max(free.length * (BAR + GAP), left ? 18 : 0) + 2 * PAD };
  }

  function placed(bar: Bar): { x: number; end: number } {
    const [low, high] = scale.range() as [number, number];
    const [first, last] = ends(bar);
    const start = first === null ? Math.max(low, scale(last ?? 0) - 2 * FADE) : scale(first);
    const stop = last === null ? Math.min(high, scale(first ?? 0) + 2 * FADE) : scale(last);
    const x = Math.max(low, Math.min(start, high - LEAST));
    return { x, end: Math.max(x + LEAST, Math.min(stop, high)) };
  }

  function drawLane(laid: Laid, top: number, left: number): SVGElement {
    const name = draw("text", { x: 0, y: top + PAD + 12, class: "teller" }, cut(laid.lane.name, left ? 26 : 44));
    name.append(draw("title", {}, `${laid.lane.name} (${laid.lane.kind})`));
    const group = draw("g", { role: "group", "aria-label": `${laid.lane.name}, ${laid.lane.kind}` });
    group.append(draw("line", { class: "rule", x1: 0, x2: width, y1: top, y2: top }), name);
    for (const { bar, x, end, row } of laid.bars) {
      const y = top + PAD + (left ? 2 : 20) + row * (BAR + GAP);
      group.append(drawBar(bar, laid.lane, x, end, y));
    }
    return group;
  }

  function drawBar(bar: Bar, lane: Lane, x: number, end: number, y: number): SVGElement {
    const [first, last] = ends(bar);
    const told = `${bar.words}, ${bar.when}, says ${lane.name}${bar.anchor ? `; ${bar.anchor.words}` : ""}`;
    const link = draw("a", { href: `${root}a/${bar.article}#at-${bar.finding}`, "aria-label": told, class: "bar" });
    const exact = first !== null && last !== null && last - first <= DAY && !bar.loose;
    const kind = exact ? "exact" : first === null ? "until" : last === null ? "since" : bar.loose ? "about" : "period";
    link.append(draw("rect", { class: `when ${kind}`, x, y, width: end - x, height: BAR, rx: exact ? 2 : 0 }));
    if (kind === "period") link.append(draw("path", { class: "edge", d: `M${x} ${y}v${BAR}M${end} ${y}v${BAR}` }));
    const point = (): void => {
      find("#pointed").textContent = told;
      find(".arrow", svg).replaceChildren(...arrow(bar, (x + end) / 2, y));
    };
    link.addEventListener("mouseenter", point);
    link.addEventListener("focus", point);
    link.addEventListener("mouseleave", () => find(".arrow", svg).replaceChildren());
    link.addEventListener("blur", () => find(".arrow", svg).replaceChildren());
    return link;
  }

  /** From the bar up to the day on the axis that its date was counted from. */
  function arrow(bar: Bar, x: number, y: number): SVGElement[] {
    if (!bar.anchor) return [];
    const [first, last] = ends(bar.anchor);
    const moment = first ?? last;
    if (moment === null) return [];
    const [low, high] = scale.range() as [number, number];
    const to = Math.max(low, Math.min(scale(last === null || first === null ? moment : (first + last) / 2), high));
    const top = AXIS - 4;
    return [
      draw("path", { d: `M${x} ${y}C${x} ${(y + top) / 2} ${to} ${(y + top) / 2} ${to} ${top + 6}` }),
      draw("path", { class: "head", d: `M${to} ${top}l-4 8h8z` }),
    ];
  }

  function axis(height: number, left: number): SVGElement {
    const group = draw("g", { class: "axis", "aria-hidden": "true" });
    const count = Math.max(2, Math.floor((width - left) / 110));
    const named = scale.tickFormat(count);
    for (const tick of scale.ticks(count)) {
      const x = scale(tick);
      if (x > width - 24) continue;
      group.append(
        draw("line", { x1: x, x2: x, y1: AXIS - 6, y2: height }),
        draw("text", { x: x + 3, y: AXIS - 10 }, named(tick)),
      );
    }
    return group;
  }

  return { fit, show };
}

/** The ways a bar fades: to its beginning, to its end, to both. */
function fades(): SVGElement {
  const stop = (at: number, opacity: number): SVGElement =>
    draw("stop", { offset: at, "stop-opacity": opacity, class: "fade" });
  return draw(
    "defs",
    {},
    draw("linearGradient", { id: "fade-until" }, stop(0, 0), stop(1, 0.9)),
    draw("linearGradient", { id: "fade-since" }, stop(0, 0.9), stop(1, 0)),
    draw("linearGradient", { id: "fade-about" }, stop(0, 0), stop(0.35, 0.7), stop(0.65, 0.7), stop(1, 0)),
  );
}

function cut(words: string, most: number): string {
  const letters = [...words];
  return letters.length <= most ? words : letters.slice(0, most - 1).join("").trimEnd() + "…";
}
