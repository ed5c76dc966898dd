// The time-and-place screen: lanes by who says it, a map, and one choice of days and place that filters both and the table.
import { find, given } from "./page";
import { drawLanes } from "./lanes";
import { drawMap } from "./map";
import { drawBrush } from "./brush";
import type { Drawn, Window } from "./shapes";
import { outer, opening, touches } from "./days";

const drawn = given<Drawn>();
const whole = outer(drawn.events);
if (whole) begin(whole);

function begin(whole: Window): void {
  let shown = opening(drawn.events, whole);
  let place: string | null = null;
  const rows = [...document.querySelectorAll<HTMLTableRowElement>("tr[data-event]")];
  const days = new Map(drawn.events.map((event) => [event.id, event]));
  const held = new Map(drawn.spots.map((spot) => [spot.name, new Set(spot.events)]));
  find("#drawn").hidden = false;

  const lanes = drawLanes(find("#lanes"), drawn, whole);
  const brush = drawBrush(find("#lanes"), drawn.events, whole, (window) => {
    shown = window;
    show();
  });
  const map = drawMap(find("#map"), drawn.spots, (name) => {
    place = place === name ? null : name;
    show();
  });

  function fits(id: string): boolean {
    const event = days.get(id);
    return !!event && touches(event, shown) && (place === null || !!held.get(place)?.has(id));
  }

  function show(): void {
    const chosen = new Set(drawn.events.map((event) => event.id).filter(fits));
    lanes.show(shown, chosen);
    brush.show(shown);
    map.show(chosen, place);
    for (const row of rows) row.hidden = !chosen.has(row.dataset["event"] ?? "");
    const where = place === null ? "" : ` at ${place}`;
    find("#filtered").textContent =
      chosen.size === drawn.events.length ? "" : `${chosen.size} of ${drawn.events.length} events lie in the chosen days${where}. `;
    if (chosen.size < drawn.events.length) find("#filtered").append(everything());
  }

  function everything(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Show all";
    button.addEventListener("click", () => {
      shown = whole;
      place = null;
      show();
      find(".scroll").focus();
    });
    return button;
  }

  let width = 0;
  new ResizeObserver(() => {
    const now = find("#lanes").clientWidth;
    if (now === width) return; // our own drawing changes the height only
    width = now;
    lanes.fit(width);
    brush.fit(width);
    map.fit(find("#map").clientWidth);
    show();
  }).observe(find("#lanes"));
}
