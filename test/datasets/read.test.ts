import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { readDatasets } from "../../src/datasets/read.js";
import { loadStandIns, STAND_IN_PATHS } from "../support/stand-ins.js";

describe("the stand-in data", async () => {
  const { evaluations, comparisons } = await loadStandIns();

  it("has 1,787,286 evaluations of 7,904 checkpoints and 281 metrics", () => {
    expect(evaluations.rowCount).toBe(1_787_286);
    expect(evaluations.view.table.rowCount).toBe(7904);
    expect(evaluations.view.valueColumns).toHaveLength(281);
    expect(evaluations.missingCount).toBe(0);
    expect(evaluations.ignoredColumns).toEqual(["__index_level_0__"]);
  });

  it("has 14 sizes in numeric order and the 25 recipes", () => {
    const { table } = evaluations.view;
    expect(table.getOfKind("params", "dictionary").dictionary).toEqual([
      ...["4M", "6M", "8M", "10M", "14M", "16M", "20M", "60M", "90M"],
      ...["150M", "300M", "530M", "750M", "1B"],
    ]);
    expect(table.getOfKind("data", "dictionary").dictionary).toHaveLength(25);
  });

  it("has 149 comparisons with 923 columns", () => {
    expect(comparisons.table.rowCount).toBe(149);
    expect(comparisons.table.columns).toHaveLength(923);
    expect(comparisons.ignoredColumns).toEqual([]);
  });

  it("says that it is a synthetic stand-in", () => {
    expect(evaluations.source.provenance).toBe("synthetic stand-in");
    expect(comparisons.source.provenance).toBe("synthetic stand-in");
  });

  it("is what the manifest says: bytes, hash, rows and columns", async () => {
    const { files } = JSON.parse(await readFile(STAND_IN_PATHS.manifest, "utf8"));
    const { table } = comparisons;
    for (const [path, rows, columns] of [
      [STAND_IN_PATHS.evaluations, evaluations.rowCount, 7],
      [STAND_IN_PATHS.comparisons, table.rowCount, table.columns.length],
    ] as const) {
      const bytes = await readFile(path);
      expect(files[basename(path)]).toEqual({
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
        rows,
        columns,
        provenance: "synthetic stand-in",
      });
    }
  });
});

describe("data files that were swapped", () => {
  it("are refused by their content, not by their name", async () => {
    const swapped = { evaluations: STAND_IN_PATHS.comparisons, comparisons: STAND_IN_PATHS.comparisons };
    await expect(readDatasets(swapped)).rejects.toMatchObject({
      code: "not-parquet",
      subject: STAND_IN_PATHS.comparisons,
      problem: "does not begin like a Parquet file (PAR1)",
    });
    const other = { evaluations: STAND_IN_PATHS.evaluations, comparisons: STAND_IN_PATHS.evaluations };
    await expect(readDatasets(other)).rejects.toMatchObject({
      code: "missing-column",
      subject: STAND_IN_PATHS.evaluations,
      problem: 'has no column "run_id"',
    });
  });
});
