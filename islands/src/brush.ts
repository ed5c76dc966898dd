// The days that are shown, chosen on a strip of all days: by dragging, or by the arrow keys on either end.
import { scaleUtc } from "d3-scale";
import { draw } from "./page";
import type { Dated, Window } from "./shapes";
import { DAY, ends } from "./days";

const HEIGHT = 44;
const STRIP = 30;
const PAD = 8;
const STEPS = 50; // of the whole, that an arrow key moves an end by one
const LEAST = DAY;
const CLICK = 4; // pixels; what is dragged less far was a click

export interface Brush {
  fit(width: number): void;
  show(window: Window): void;
}

/** Draw the strip; `moved` is told of every choice. */
export function drawBrush(into: HTMLElement, events: Dated[], whole: Window, moved: (window: Window) => void): Brush {
  const scale = scaleUtc().domain(whole);
  const marks = draw("g", { class: "ticks", "aria-hidden": "true" });
  const frame = draw("rect", { class: "frame", y: 0.5, height: STRIP - 1 });
  const names = draw("g", { class: "axis", "aria-hidden": "true" });
  const from = handle("First day shown", 0);
  const to = handle("Last day shown", 1);
  const svg = draw("svg", { class: "brush", role: "group", "aria-label": "The days shown", height: HEIGHT }, names, marks, frame, from, to);
  let window: Window = whole;
  let width = 0;
  into.append(svg);

  function handle(name: string, end: 0 | 1): SVGGElement {
    const made = draw("g", { class: "handle", role: "slider", tabindex: 0, "aria-label": name, "aria-orientation": "horizontal" });
    made.append(draw("rect", { x: -5, y: 4, width: 10, height: STRIP - 8, rx: 3 }));
    made.addEventListener("keydown", (event) => {
      const step = ((whole[1] - whole[0]) / STEPS) * (event.shiftKey ? 5 : 1);
      const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step }[event.key];
      const at = event.key === "Home" ? whole[0] : event.key === "End" ? whole[1] : by === undefined ? null : window[end] + by;
      if (at === null) return;
      event.preventDefault();
      event.stopPropagation();
      choose(end === 0 ? [at, window[1]] : [window[0], at], end);
    });
    return made;
  }

  /** Within all days and at least a day wide; the end that was not moved gives way to nobody. */
  function choose([first, last]: Window, end?: 0 | 1): void {
    const low = Math.max(whole[0], Math.min(first, end === 0 ? last - LEAST : first));
    const high = Math.min(whole[1], Math.max(last, end === 1 ? first + LEAST : low + LEAST));
    moved([low, high]);
  }

  svg.addEventListener("pointerdown", (down) => {
    const left = svg.getBoundingClientRect().left;
    const at = (event: PointerEvent): number => scale.invert(event.clientX - left).getTime();
    const start = at(down);
    const [first, last] = window;
    const near = ([first, last] as const).map((end) => Math.abs(scale(end) - scale(start)));
    const end = Math.min(...near) < 10 ? ((near[0] ?? 0) <= (near[1] ?? 0) ? 0 : 1) : null;
    const within = start > first && start < last && (last - first) < 0.98 * (whole[1] - whole[0]);
    svg.setPointerCapture(down.pointerId);
    const drag = (event: PointerEvent): void => {
      const now = at(event);
      if (Math.abs(event.clientX - down.clientX) < CLICK) return;
      if (end !== null) choose(end === 0 ? [now, last] : [first, now], end);
      else if (within) choose(shifted([first, last], now - start));
      else choose([Math.min(start, now), Math.max(start, now)]);
    };
    svg.addEventListener("pointermove", drag);
    svg.addEventListener("pointerup", () => svg.removeEventListener("pointermove", drag), { once: true });
    svg.addEventListener("pointercancel", () => svg.removeEventListener("pointermove", drag), { once: true });
  });
  svg.addEventListener("dblclick", () => moved(whole));

  function shifted([first, last]: Window, by: number): Window {
    const moved = Math.max(whole[0] - first, Math.min(by, whole[1] - last));
    return [first + moved, last + moved];
  }

  function fit(to: number): void {
    width = to;
    scale.range([PAD, width - PAD]);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    marks.replaceChildren(
      ...events.map((event) => {
        const [first, last] = ends(event);
        const x = scale(first ?? (last ?? 0) - DAY);
        return draw("rect", { x, y: 8, width: Math.max(2, scale(last ?? (first ?? 0) + DAY) - x), height: STRIP - 16 });
      }),
    );
    const count = Math.max(2, Math.floor(width / 120));
    const named = scale.tickFormat(count);
    names.replaceChildren(
      draw("line", { x1: PAD, x2: width - PAD, y1: STRIP, y2: STRIP }),
      ...scale.ticks(count).filter((tick) => scale(tick) < width - 30).map((tick) => draw("text", { x: scale(tick), y: HEIGHT - 1 }, named(tick))),
    );
  }

  function show(now: Window): void {
    window = now;
    const [x, end] = [scale(now[0]), scale(now[1])];
    frame.setAttribute("x", String(x));
    frame.setAttribute("width", String(Math.max(2, end - x)));
    for (const [made, at, moment] of [[from, x, now[0]], [to, end, now[1]]] as const) {
      made.setAttribute("transform", `translate(${at} 0)`);
      made.setAttribute("aria-valuemin", String(Math.round(whole[0] / DAY)));
      made.setAttribute("aria-valuemax", String(Math.round(whole[1] / DAY)));
      made.setAttribute("aria-valuenow", String(Math.round(moment / DAY)));
      made.setAttribute("aria-valuetext", new Date(moment).toISOString().slice(0, 10));
    }
  }

  return { fit, show };
}
