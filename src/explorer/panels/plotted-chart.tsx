/** A chart in the page: drawn as wide as there is room, with one recipe brought out where the reader points. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { announce } from "../announcements.js";
import { type ChartPoint, type ChartSeries, movePoint, type PointPlace } from "../charts/chart-points.js";

type Drawn = (SVGSVGElement | HTMLElement) & {
  readonly value?: unknown;
  readonly findSeries: () => ChartSeries;
};

interface PlottedChartProps {
  /** Draws the chart at a width in pixels; a new function is a new chart. */
  readonly draw: (width: number) => Drawn;
  readonly highlighted: string | null;
  /** Told of the row that the reader points at. */
  readonly onPoint: (row: unknown) => void;
}

/** Names of recipes that the marks of series carry. */
const SERIES = "[data-name='line'] [data-name], [data-name='dot'] [data-name]";

export function PlottedChart({ draw, highlighted, onPoint }: PlottedChartProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<Drawn | null>(null);
  const placeRef = useRef<PointPlace | null>(null);
  const width = useWidth(boxRef);
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null || width === 0) return;
    const chart = draw(width);
    nameMarks(chart);
    chart.addEventListener("input", () => onPoint(chart.value ?? null));
    box.replaceChildren(chart);
    chartRef.current = chart;
    placeRef.current = null;
    markFirstChart();
  }, [draw, width, onPoint]);
  useEffect(() => {
    for (const series of boxRef.current?.querySelectorAll(SERIES) ?? []) {
      const isDimmed = highlighted !== null && series.getAttribute("data-name") !== highlighted;
      series.classList.toggle("is-dimmed", isDimmed);
      series.classList.toggle("is-raised", highlighted !== null && !isDimmed);
    }
  }, [highlighted, draw, width]);
  const onKeyDown = (event: KeyboardEvent) => {
    const chart = chartRef.current;
    if (chart === null) return;
    if (event.key === "Escape") return leave(chart);
    const lines = chart.findSeries();
    const next = movePoint(lines, placeRef.current, event.key);
    if (next === null) return;
    event.preventDefault();
    placeRef.current = next;
    const point = lines[next.series][next.point];
    pointAt(chart, point);
    announce(point.text, true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      class="chart"
      ref={boxRef}
      role="group"
      aria-label="Chart; the arrow keys move through its points"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the points are reached by the keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => chartRef.current !== null && leave(chartRef.current)}
    />
  );
}

/** Has Plot show the point as if the mouse were there. */
function pointAt(chart: Drawn, { x, y }: ChartPoint): void {
  const { left, top } = chart.getBoundingClientRect();
  const place = { clientX: left + x, clientY: top + y };
  chart.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse", ...place }));
}

function leave(chart: Drawn): void {
  chart.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
}

/** To a screen reader the chart is one image; the names of its parts, which Plot puts there, are kept for this page. */
function nameMarks(chart: Drawn): void {
  chart.setAttribute("role", "img");
  for (const part of chart.querySelectorAll("[aria-label]")) {
    part.setAttribute("data-name", part.getAttribute("aria-label") ?? "");
    part.removeAttribute("aria-label");
  }
}

function useWidth(boxRef: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    setWidth(Math.floor(box.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(box.clientWidth)));
    observer.observe(box);
    return () => observer.disconnect();
  }, [boxRef]);
  return width;
}

/** For the bench: when the first chart stood in the page. */
function markFirstChart(): void {
  if (performance.getEntriesByName("first-chart").length === 0) performance.mark("first-chart");
}
