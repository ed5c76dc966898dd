// What the server gives the time-and-place screen: `Screen.drawn` of web/time_place.py.

export interface Dated {
  id: string;
  first: string;
  last: string;
}

export interface Anchored {
  words: string;
  first: string;
  last: string;
}

export interface Bar {
  event: string;
  article: string;
  finding: string;
  words: string;
  when: string;
  first: string;
  last: string;
  loose: boolean;
  anchor: Anchored | null;
}

export interface Lane {
  name: string;
  kind: string;
  bars: Bar[];
}

export interface Spot {
  name: string;
  precision: "point" | "area" | "country";
  latitude: number;
  longitude: number;
  country: string;
  within: string[];
  events: string[];
}

export interface Drawn {
  events: Dated[];
  lanes: Lane[];
  spots: Spot[];
}

/** From the first moment to the last, in milliseconds. */
export type Window = [number, number];
