import { expect, it } from "vitest";
import { isGood, ReportBuilder, renderReport } from "../../src/pipeline/report.js";

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
