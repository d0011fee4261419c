/** The points of a drawn chart for those who go through them with the keyboard: where each is, and what it says. */
import type * as Plot from "@observablehq/plot";

export interface ChartPoint {
  /** In pixels of the chart. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Points in order, by the line they are on. */
export type ChartSeries = readonly (readonly ChartPoint[])[];

export interface PointPlaces<Each> {
  readonly rows: readonly Each[];
  readonly x: (row: Each) => number;
  readonly y: (row: Each) => number;
  /** Column and row of the facet; left out where there are none. */
  readonly fx?: (row: Each) => number;
  readonly fy?: (row: Each) => number;
  /** The name of the line that a row is on. */
  readonly series: (row: Each) => string;
  readonly speak: (row: Each) => string;
}

type Drawn = (SVGSVGElement | HTMLElement) & Plot.Plot;

/** Gives the chart its points, which are found when they are first asked for. */
export function addPoints<Each>(
  chart: Drawn,
  places: PointPlaces<Each>,
): Drawn & { findSeries: () => ChartSeries } {
  let known: ChartSeries | undefined;
  return Object.assign(chart, {
    findSeries: () => {
      known ??= findSeries(chart, places);
      return known;
    },
  });
}

function findSeries<Each>(chart: Drawn, places: PointPlaces<Each>): ChartSeries {
  const { rows, x, y, fx, fy, series, speak } = places;
  const apply = (name: "x" | "y" | "fx" | "fy", value: number): number =>
    chart.scale(name)?.apply(value) ?? 0;
  // Facets are the first one moved.
  const shift = (name: "fx" | "fy", find: ((row: Each) => number) | undefined, row: Each) =>
    find === undefined ? 0 : apply(name, find(row)) - apply(name, 0);
  const bySeries = new Map<string, ChartPoint[]>();
  for (const row of rows) {
    const point = {
      x: apply("x", x(row)) + shift("fx", fx, row),
      y: apply("y", y(row)) + shift("fy", fy, row),
      text: speak(row),
    };
    const known = bySeries.get(series(row));
    if (known === undefined) bySeries.set(series(row), [point]);
    else known.push(point);
  }
  return [...bySeries.values()].map((points) => points.sort((a, b) => a.x - b.x));
}

export interface PointPlace {
  readonly series: number;
  readonly point: number;
}

/** Where an arrow leads: along the line, or to the point of the next line that is nearest along; it stops at the ends. */
export function movePoint(lines: ChartSeries, place: PointPlace | null, key: string): PointPlace | null {
  const isAlong = key === "ArrowLeft" || key === "ArrowRight";
  if (lines.length === 0 || !(isAlong || key === "ArrowUp" || key === "ArrowDown")) return null;
  if (place === null) return { series: 0, point: 0 };
  const step = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  const clamp = (index: number, count: number) => Math.min(Math.max(index, 0), count - 1);
  if (isAlong || lines.length === 1)
    return { ...place, point: clamp(place.point + step, lines[place.series].length) };
  const series = clamp(place.series + step, lines.length);
  const { x } = lines[place.series][place.point];
  const distances = lines[series].map((point) => Math.abs(point.x - x));
  return { series, point: distances.indexOf(Math.min(...distances)) };
}
