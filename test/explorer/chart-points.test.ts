import { describe, expect, it } from "vitest";
import { movePoint } from "../../src/explorer/charts/chart-points.js";

const line = (...xs: number[]) => xs.map((x) => ({ x, y: 0, text: "" }));

describe("the way of the arrow keys through a chart", () => {
  const lines = [line(0, 10, 20), line(9, 30)];

  it("begins with the first point, goes along a line and stops at its ends", () => {
    expect(movePoint(lines, null, "ArrowDown")).toEqual({ series: 0, point: 0 });
    expect(movePoint(lines, { series: 0, point: 1 }, "ArrowRight")).toEqual({ series: 0, point: 2 });
    expect(movePoint(lines, { series: 0, point: 2 }, "ArrowRight")).toEqual({ series: 0, point: 2 });
    expect(movePoint(lines, { series: 0, point: 0 }, "ArrowLeft")).toEqual({ series: 0, point: 0 });
  });

  it("leads to the nearest point of the next line, or on where there is one line", () => {
    expect(movePoint(lines, { series: 0, point: 1 }, "ArrowDown")).toEqual({ series: 1, point: 0 });
    expect(movePoint(lines, { series: 1, point: 1 }, "ArrowUp")).toEqual({ series: 0, point: 2 });
    expect(movePoint([line(1, 2)], { series: 0, point: 0 }, "ArrowDown")).toEqual({ series: 0, point: 1 });
  });

  it("is not taken by other keys or without points", () => {
    expect([movePoint(lines, null, "Tab"), movePoint([], null, "ArrowUp")]).toEqual([null, null]);
  });
});
