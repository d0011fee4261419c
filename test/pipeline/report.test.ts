import { expect, it } from "vitest";
import { isGood, ReportBuilder, renderReport } from "../../src/pipeline/report.js";

it("shows a few examples and counts the rest, which the report has", () => {
  const report = new ReportBuilder("build");
  const examples = Array.from({ length: 12 }, (_, index) => `run ${index}`);
  report.addStage({
    name: "select",
    rowsIn: 12,
    rowsOut: 0,
    drops: [{ reason: "late", count: 12, examples }],
  });
  expect(renderReport(report.build())).toContain(
    "run 0 | run 1 | run 2 | run 3 | run 4 | and 7 more, which --json lists",
  );
  expect(report.build().stages[0].drops[0].examples).toEqual(examples);
});

it("keeps checks within 100 columns", () => {
  const report = new ReportBuilder("verify");
  const name = "range of acc_raw, acc_per_token, acc_per_char, acc_per_byte, acc_uncond";
  const found = "acc_raw 0.1000 to 0.9000; acc_per_token 0.1000 to 0.9000; acc_per_char 0.1000 to 0.9000";
  report.addCheck({ name, expected: "0 to 1", found, verdict: "needs real data" });
  const lines = renderReport(report.build()).trimEnd().split("\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(
    lines
      .slice(2)
      .map((line) => line.slice(17, 44).trim())
      .join(" ")
      .trim(),
  ).toBe(name);
});

it("puts all time down to some piece of work", async () => {
  const startMs = performance.now();
  const report = new ReportBuilder("build");
  for (const step of ["read", "write"]) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    report.lap(step);
  }
  const seconds = (performance.now() - startMs) / 1000;
  const { timings } = report.build();
  expect(timings.map(({ step }) => step)).toEqual(["read", "write"]);
  expect(timings.reduce((sum, timing) => sum + timing.seconds, 0)).toBeCloseTo(seconds, 1);
  expect(renderReport(report.build())).toMatch(
    /^step +seconds\n-+ +-+\nread +\d+\.\d\nwrite +\d+\.\d\nin all +\d+\.\d\n$/,
  );
});

it("renders stages, drops, findings, checks, files and warnings as tables", () => {
  const report = new ReportBuilder("build");
  const drops = [{ reason: "exact copy", count: 2, examples: ["4M, C4", "6M, C4"] }];
  report.addStage({ name: "join", rowsIn: { left: 1000, right: 20 }, rowsOut: 1018, drops });
  report.addCheck({ name: "keys", expected: "none", found: "2", verdict: "failed" });
  report.addFile({ path: "a.parquet", rows: 1018, sizeBytes: 4096, sha256: "0123456789abcdef0123" });
  report.warn("columns that are not used: b");
  const text = renderReport(report.build());
  expect(text.split("\n")).toEqual([
    "stage                rows in  rows out",
    "-----  ---------------------  --------",
    "join   left 1,000 + right 20     1,018",
    "",
    "Dropped",
    "stage  what        count  examples",
    "-----  ----------  -----  ---------------",
    "join   exact copy      2  4M, C4 | 6M, C4",
    "",
    "verdict  check  expected  found",
    "-------  -----  --------  -----",
    "failed   keys   none      2",
    "",
    "file        rows  bytes  sha256",
    "---------  -----  -----  ----------------",
    "a.parquet  1,018  4,096  0123456789abcdef",
    "",
    "warning: columns that are not used: b",
    "",
  ]);
  expect(isGood(report.build())).toBe(false);
});
