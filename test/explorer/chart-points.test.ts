import { describe, expect, it } from "vitest";
import { movePoint } from "../../src/explorer/charts/chart-points.js";

const line = (...xs: number[]) => xs.map((x) => ({ x, y: 0, text: "" }));

describe("the arrow keys in a chart", () => {
  const lines = [line(0, 10, 20), line(9, 30)];

  it("start at the first point, move along a line and stop at its ends", () => {
    expect(movePoint(lines, null, "ArrowDown")).toEqual({ series: 0, point: 0 });
    expect(movePoint(lines, { series: 0, point: 1 }, "ArrowRight")).toEqual({ series: 0, point: 2 });
    expect(movePoint(lines, { series: 0, point: 2 }, "ArrowRight")).toEqual({ series: 0, point: 2 });
    expect(movePoint(lines, { series: 0, point: 0 }, "ArrowLeft")).toEqual({ series: 0, point: 0 });
  });

  it("move to the nearest point of the next line, and along the only line", () => {
    expect(movePoint(lines, { series: 0, point: 1 }, "ArrowDown")).toEqual({ series: 1, point: 0 });
    expect(movePoint(lines, { series: 1, point: 1 }, "ArrowUp")).toEqual({ series: 0, point: 2 });
    expect(movePoint([line(1, 2)], { series: 0, point: 0 }, "ArrowDown")).toEqual({ series: 0, point: 1 });
  });

  it("do nothing without points, as other keys do", () => {
    expect([movePoint(lines, null, "Tab"), movePoint([], null, "ArrowUp")]).toEqual([null, null]);
  });
});
