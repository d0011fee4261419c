/** A chart in the page, as wide as its container, that highlights the recipe under the pointer. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ChartPoint, type ChartSeries, movePoint, type PointIndex } from "../charts/chart-points.js";
import { showToast } from "../toast.js";

type DrawnChart = (SVGSVGElement | HTMLElement) & {
  readonly value?: unknown;
  readonly findSeries: () => ChartSeries;
};

interface PlottedChartProps {
  /** Draws the chart at a width in pixels; a new function is a new chart. */
  readonly draw: (width: number) => DrawnChart;
  readonly highlighted: string | null;
  /** Receives the row under the pointer, null when it leaves. */
  readonly onPoint: (row: unknown) => void;
}

/** The marks of a recipe. */
const SERIES = "[data-name='line'] [data-name], [data-name='dot'] [data-name]";

export function PlottedChart({ draw, highlighted, onPoint }: PlottedChartProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<DrawnChart | null>(null);
  const pointRef = useRef<PointIndex | null>(null);
  const width = useWidth(boxRef);
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null || width === 0) return;
    const chart = draw(width);
    hideMarkLabels(chart);
    chart.addEventListener("input", () => onPoint(chart.value ?? null));
    box.replaceChildren(chart);
    chartRef.current = chart;
    pointRef.current = null;
    markFirstChart();
  }, [draw, width, onPoint]);
  useEffect(() => {
    for (const series of boxRef.current?.querySelectorAll(SERIES) ?? []) {
      const isDimmed = highlighted !== null && series.getAttribute("data-name") !== highlighted;
      series.classList.toggle("is-dimmed", isDimmed);
      series.classList.toggle("is-highlighted", highlighted !== null && !isDimmed);
    }
  }, [highlighted, draw, width]);
  const onKeyDown = (event: KeyboardEvent) => {
    const chart = chartRef.current;
    if (chart === null) return;
    if (event.key === "Escape") return leave(chart);
    const lines = chart.findSeries();
    const next = movePoint(lines, pointRef.current, event.key);
    if (next === null) return;
    event.preventDefault();
    pointRef.current = next;
    const point = lines[next.series][next.point];
    pointAt(chart, point);
    showToast(point.text, true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      class="chart"
      ref={boxRef}
      role="group"
      aria-label="Chart; the arrow keys move through its points"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys need keyboard focus
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => chartRef.current !== null && leave(chartRef.current)}
    />
  );
}

/** Makes Plot show the tooltip of a point, as for the mouse. */
function pointAt(chart: DrawnChart, { x, y }: ChartPoint): void {
  const { left, top } = chart.getBoundingClientRect();
  const position = { clientX: left + x, clientY: top + y };
  chart.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse", ...position }));
}

function leave(chart: DrawnChart): void {
  chart.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
}

/** Moves the labels that Plot gives its marks to `data-name`: for screen readers the chart is a single image. */
function hideMarkLabels(chart: DrawnChart): void {
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

/** For the benchmark: when the first chart was drawn. */
function markFirstChart(): void {
  if (performance.getEntriesByName("first-chart").length === 0) performance.mark("first-chart");
}
