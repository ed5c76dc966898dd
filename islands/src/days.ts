// Days as moments: a day lasts until the next begins; "" is an open end.
import type { Window } from "./shapes";

export const DAY = 86_400_000;
const NARROW = 0.4; // where the later four fifths of the days lie in less of all the days than this, these are shown first

interface Days {
  first: string;
  last: string;
}

/** The moments of a period, its open ends as null. */
export function ends(days: Days): [number | null, number | null] {
  return [days.first ? Date.parse(days.first) : null, days.last ? Date.parse(days.last) + DAY : null];
}

/** All days that are told, with some room; null where none is. */
export function outer(all: Days[]): Window | null {
  const told = moments(all);
  const first = told[0];
  const last = told[told.length - 1];
  return first === undefined || last === undefined ? null : roomy(first, last);
}

/** The days to show first. */
export function opening(all: Days[], whole: Window): Window {
  const told = moments(all);
  const [first, last] = [told[Math.floor(told.length * 0.2)], told[told.length - 1]];
  if (first === undefined || last === undefined) return whole;
  const inner = roomy(first, last);
  return inner[1] - inner[0] < NARROW * (whole[1] - whole[0]) ? inner : whole;
}

/** The period may lie within the window. */
export function touches(days: Days, window: Window): boolean {
  const [first, last] = ends(days);
  return (first === null || first < window[1]) && (last === null || last > window[0]);
}

function moments(all: Days[]): number[] {
  return all.flatMap((days) => ends(days).filter((end) => end !== null)).sort((left, right) => left - right);
}

function roomy(first: number, last: number): Window {
  const room = Math.max((last - first) * 0.04, 2 * DAY);
  return [first - room, last + room];
}
