// Where it happened, as precisely as it is known and no more: a country is filled, a region is a disc, a town a point.
import { geoEqualEarth, geoPath, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { FeatureCollection } from "geojson";
import { draw, root } from "./page";
import type { Spot } from "./shapes";

const HIGH = 0.62; // of the width
const LEAST = 9; // degrees to each side of a lone place
const DISC = 16;
const DOT = 4.5;
const NAMED = 14; // names that have room
type World = FeatureCollection;

export interface Map {
  fit(width: number): void;
  show(chosen: ReadonlySet<string>, place: string | null): void;
}

/** Draw the places; `pressed` is told which was chosen. */
export function drawMap(into: HTMLElement, spots: Spot[], pressed: (name: string) => void): Map {
  if (spots.length === 0) {
    into.append("None of these places is in the gazetteer, so the map has nothing to show. They are in the table below.");
    into.classList.add("soft");
    return { fit: () => undefined, show: () => undefined };
  }
  const land = draw("g", { class: "land", "aria-hidden": "true" });
  const marks = draw("g", {});
  const svg = draw("svg", { class: "map", role: "group", "aria-labelledby": "map-h" }, land, marks);
  const projection = geoEqualEarth();
  let world: World | null = null;
  let width = 0;
  let shown: [ReadonlySet<string>, string | null] = [new Set(), null];
  into.append(svg);
  void fetch(`${root}static/countries.json`)
    .then((answer) => answer.json() as Promise<Topology<{ countries: GeometryCollection }>>)
    .then((topology) => {
      world = feature(topology, topology.objects.countries) as World;
      if (width) draw_();
    });

  function fit(to: number): void {
    width = to;
    const height = Math.round(width * HIGH);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", String(height));
    frame(projection, spots, width, height);
    draw_();
  }

  function show(chosen: ReadonlySet<string>, place: string | null): void {
    shown = [chosen, place];
    draw_();
  }

  function draw_(): void {
    const [chosen, place] = shown;
    const held = spots.filter((spot) => spot.events.some((id) => chosen.has(id)));
    const filled = new Set(held.filter((spot) => spot.precision === "country").map((spot) => spot.country));
    const path = geoPath(projection);
    land.replaceChildren(
      ...(world?.features ?? []).map((country) =>
        draw("path", { d: path(country) ?? "", ...(country.id && filled.has(String(country.id)) ? { class: "filled" } : {}) }),
      ),
    );
    const focused = document.activeElement?.getAttribute("data-spot");
    const taken: [number, number, number][] = [];
    marks.replaceChildren(...held.map((spot, order) => mark(spot, chosen, place, order < NAMED ? taken : null)));
    if (focused) marks.querySelector<SVGElement>(`[data-spot="${CSS.escape(focused)}"]`)?.focus();
  }

  function mark(spot: Spot, chosen: ReadonlySet<string>, place: string | null, taken: [number, number, number][] | null): SVGElement {
    const [x, y] = projection([spot.longitude, spot.latitude]) ?? [0, 0];
    const count = spot.events.filter((id) => chosen.has(id)).length;
    const known = { point: "a point", area: "an area of this middle", country: "a country" }[spot.precision];
    const made = draw("g", {
      class: `spot ${spot.precision}`, role: "button", tabindex: 0, "data-spot": spot.name, "aria-pressed": String(place === spot.name),
      "aria-label": `${[spot.name, ...spot.within].join(", ")}: ${count} ${count === 1 ? "event" : "events"}, known as ${known}`,
    });
    const radius = spot.precision === "area" ? DISC : spot.precision === "point" ? DOT : 3;
    made.append(draw("circle", { cx: x, cy: y, r: 14, class: "reach" }), draw("circle", { cx: x, cy: y, r: radius }));
    const at: [number, number, number] = [x + radius + 4, y + 4, spot.name.length * 7];
    if (taken && taken.every((other) => clear(at, other))) {
      taken.push(at);
      made.append(draw("text", { x: at[0], y: at[1] }, spot.name));
    }
    made.append(draw("title", {}, [spot.name, ...spot.within].join(", ")));
    made.addEventListener("click", () => pressed(spot.name));
    made.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      pressed(spot.name);
    });
    return made;
  }

  return { fit, show };
}

function clear(one: [number, number, number], other: [number, number, number]): boolean {
  return Math.abs(one[1] - other[1]) > 15 || one[0] > other[0] + other[2] || other[0] > one[0] + one[2];
}

/** As near as all places are seen, and no nearer than a country's width. */
function frame(projection: GeoProjection, spots: Spot[], width: number, height: number): void {
  const corners: [number, number][] = spots.flatMap(({ longitude, latitude }) =>
    ([[-1, -1], [1, 1]] as const).map(([east, north]): [number, number] => [
      Math.max(-180, Math.min(180, longitude + east * LEAST)),
      Math.max(-85, Math.min(85, latitude + north * LEAST * 0.7)),
    ]),
  );
  const held: GeoPermissibleObjects = { type: "MultiPoint", coordinates: corners };
  projection.fitExtent([[12, 12], [width - 12, height - 12]], held);
}
