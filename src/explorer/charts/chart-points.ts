/** The points of a drawn chart for keyboard navigation: position and text of each. */
import type * as Plot from "@observablehq/plot";

export interface ChartPoint {
  /** In pixels of the chart; `y` too. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Points by line, each line from left to right. */
export type ChartSeries = readonly (readonly ChartPoint[])[];

/** How to find the points of rows. */
export interface PointAccessors<Each> {
  readonly rows: readonly Each[];
  readonly x: (row: Each) => number;
  readonly y: (row: Each) => number;
  /** Column and row of the facet; absent without facets. */
  readonly fx?: (row: Each) => number;
  readonly fy?: (row: Each) => number;
  /** Identifies the line of a row. */
  readonly series: (row: Each) => string;
  readonly describe: (row: Each) => string;
}

type DrawnChart = (SVGSVGElement | HTMLElement) & Plot.Plot;

/** Adds `findSeries` to a chart; the points are computed on the first call. */
export function addPoints<Each>(
  chart: DrawnChart,
  accessors: PointAccessors<Each>,
): DrawnChart & { findSeries: () => ChartSeries } {
  let found: ChartSeries | undefined;
  return Object.assign(chart, {
    findSeries: () => {
      found ??= findSeries(chart, accessors);
      return found;
    },
  });
}

function findSeries<Each>(chart: DrawnChart, accessors: PointAccessors<Each>): ChartSeries {
  const { rows, x, y, fx, fy, series, describe } = accessors;
  const apply = (name: "x" | "y" | "fx" | "fy", value: number): number =>
    chart.scale(name)?.apply(value) ?? 0;
  // Every facet has the scales of the first one, shifted.
  const shift = (name: "fx" | "fy", find: ((row: Each) => number) | undefined, row: Each) =>
    find === undefined ? 0 : apply(name, find(row)) - apply(name, 0);
  const bySeries = new Map<string, ChartPoint[]>();
  for (const row of rows) {
    const point = {
      x: apply("x", x(row)) + shift("fx", fx, row),
      y: apply("y", y(row)) + shift("fy", fy, row),
      text: describe(row),
    };
    const points = bySeries.get(series(row));
    if (points === undefined) bySeries.set(series(row), [point]);
    else points.push(point);
  }
  return [...bySeries.values()].map((points) => points.sort((a, b) => a.x - b.x));
}

/** Indexes of a point in a ChartSeries. */
export interface PointIndex {
  readonly series: number;
  readonly point: number;
}

/**
 * The point that an arrow key leads to: along the line, or to the nearest point of the next line. Null for other keys; at
 * the ends the point stays.
 */
export function movePoint(lines: ChartSeries, current: PointIndex | null, key: string): PointIndex | null {
  const isAlong = key === "ArrowLeft" || key === "ArrowRight";
  if (lines.length === 0 || !(isAlong || key === "ArrowUp" || key === "ArrowDown")) return null;
  if (current === null) return { series: 0, point: 0 };
  const step = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  const clamp = (index: number, count: number) => Math.min(Math.max(index, 0), count - 1);
  if (isAlong || lines.length === 1)
    return { ...current, point: clamp(current.point + step, lines[current.series].length) };
  const series = clamp(current.series + step, lines.length);
  const { x } = lines[current.series][current.point];
  const distances = lines[series].map((point) => Math.abs(point.x - x));
  return { series, point: distances.indexOf(Math.min(...distances)) };
}
