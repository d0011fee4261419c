import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparisons } from "../../src/datasets/comparisons.js";
import { readComparisons } from "../../src/datasets/read.js";
import { parsePickle } from "../../src/ingest/pickle.js";
import { DELTA_COLUMNS, GROUP_STATISTICS } from "../../src/pipeline/comparisons/columns.js";
import { buildGroups } from "../../src/pipeline/comparisons/groups.js";
import { writeTableFile } from "../../src/pipeline/comparisons/table-file.js";
import { withDatabase } from "../../src/pipeline/database.js";
import { buildRunFields } from "../../src/pipeline/run-fields.js";
import { parseRunName } from "../../src/pipeline/run-names.js";
import type { RawQuery } from "../../src/query/query-reader.js";
import { type Column, getCell } from "../../src/table/column.js";
import type { Table } from "../../src/table/table.js";
import { queryComparisons } from "../support/dataset-queries.js";
import { encodeJsonText } from "../support/encoding.js";

const PICKLE = join(import.meta.dirname, "../../initial_data/combined_plotting_data_matched.pkl");

let table: Table;
beforeAll(async () => {
  table = await parsePickle(await readFile(PICKLE), PICKLE);
});

/** Everything a column holds as one text, which is quicker to compare than arrays. */
function describeColumn(column: Column): string {
  return JSON.stringify(column, (_, value) =>
    ArrayBuffer.isView(value) ? [...(value as Float64Array)].join() : value,
  );
}

function readTexts(name: string): (string | null)[] {
  return Array.from(table.allRows(), (row) => {
    const cell = getCell(table.get(name), row);
    return cell === null ? null : String(cell);
  });
}

describe("the served frame in Parquet", () => {
  let folder: string;
  let fromPickle: Comparisons;
  let fromParquet: Comparisons;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datadecide-frame-"));
    // The name is that of a pickle and the content Parquet: the content counts.
    const path = join(folder, "combined_plotting_data_matched.pkl");
    await withDatabase({}, (database) => writeTableFile(database, table, path));
    fromPickle = await readComparisons(PICKLE);
    fromParquet = await readComparisons(path);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("loads to equal columns of the same kinds", () => {
    expect(fromParquet.baseColumns).toEqual(fromPickle.baseColumns);
    expect(fromParquet.columnsByMetric).toEqual(fromPickle.columnsByMetric);
    const differing = fromPickle.table.columns.filter((column) => {
      const other = fromParquet.table.get(column.name);
      return describeColumn(column) !== describeColumn(other);
    });
    expect(differing.map(({ name }) => name)).toEqual([]);
  });

  test("has both kinds of steps, text and number, in one column", () => {
    const steps = fromParquet.table.getOfKind("ckpt_steps", "mixed").values;
    expect(new Set(steps.map((step) => typeof step))).toEqual(new Set(["string", "number"]));
  });

  test.each<RawQuery>([
    {},
    { metric: "arc_easy_acc_uncond" },
    { metric: ["piqa_correct_prob", "pile-valppl"], params: "10M" },
    { metric: "*_primary_metric,piqa_primary_score", data: "d17,c4" },
    { ckpt_steps__gt: "5000", sort: "ckpt_steps", columns: "run_id,ckpt_steps" },
    { comparison_model_size: "150M", sort: "-lr", columns: "run_id,lr,seed,ft_tok" },
    { timestamp__lt: "2025-09-10", sort: "-timestamp", columns: "run_id,timestamp,ft_loss_list" },
    { matched_group_id: "1,2", columns: "run_id,matched_group_name,ft_toks_list,pt_ice-valppl_list" },
    { limit: "7", offset: "20", sort: "ft_tok_real" },
  ])("give the same result for %j", (query) => {
    const response = (comparisons: Comparisons) => {
      try {
        const { select, filters } = queryComparisons(comparisons).parse(query);
        return encodeJsonText(select(), { filters });
      } catch (error) {
        return { failed: (error as Error).message, errors: (error as { errors?: unknown }).errors };
      }
    };
    const expected = response(fromPickle);
    expect(typeof expected, JSON.stringify(expected)).toBe("string");
    expect(response(fromParquet) === expected).toBe(true);
  });
});

describe("what pandas made of the served frame's runs, this makes of them too", () => {
  test("fields out of 149 run names", () => {
    const ids = readTexts("run_id") as string[];
    const fields = buildRunFields(ids.map((id) => ({ id, name: parseRunName(id), config: {}, summary: {} })));
    expect(fields.every(({ _run_type }) => _run_type === "matched")).toBe(true);
    const pairs = [
      ["comparison_model_size", "comparison_model_size"],
      ["comparison_metric", "comparison_metric"],
      ["comparison_model_recipe", "comparison_model_recipe"],
      ["ckpt_data", "initial_checkpoint_recipe"],
      ["ckpt_params", "initial_checkpoint_size"],
      ["ckpt_steps", "initial_checkpoint_steps"],
      ["seed", "seed"],
    ] as const;
    for (const [column, field] of pairs) {
      expect(
        fields.map((run) => run[field]),
        column,
      ).toEqual(readTexts(column));
    }
    const starts = table.getOfKind("timestamp", "timestamp").values;
    expect(fields.map(({ timestamp }) => timestamp)).toEqual([...starts]);
    const tokens = table.getOfKind("ft_tok", "number").values;
    for (const [row, run] of fields.entries()) {
      // The frame is older than the knowledge of what the whole set holds.
      const known = ids[row].includes("_Ft_") ? Number.NaN : run.num_finetune_tokens;
      expect(tokens[row]).toBe(known);
      if (run.lr !== null) expect(readTexts("lr")[row]).toBe(run.lr);
    }
  });

  test("groups, their numbers and their statistics", () => {
    const number = (name: string) => table.getOfKind(name, "number").values;
    const [sizes, metrics] = [readTexts("comparison_model_size"), readTexts("comparison_metric")];
    const groups = buildGroups(
      Array.from(table.allRows(), (row) => ({
        comparedSize: sizes[row],
        metric: metrics[row],
        c4: number("pt_c4_en-valppl")[row],
        pile: number("pt_pile-valppl")[row],
        deltas: DELTA_COLUMNS.map((name) => number(name)[row]),
      })),
    );
    expect(groups.map(({ name }) => name)).toEqual(readTexts("matched_group_name"));
    expect(groups.map(({ id }) => id)).toEqual([...number("matched_group_id")]);
    const names = DELTA_COLUMNS.flatMap((delta) =>
      GROUP_STATISTICS.map((short) => `group_${short}_${delta}`),
    );
    for (const [row, group] of groups.entries()) {
      expect(group.median).toBeCloseTo(number("matched_group_med_metric")[row], 10);
      expect(group.mean).toBeCloseTo(number("matched_group_avg_metric")[row], 10);
      for (const name of names) expect(group.statistics.get(name)).toBeCloseTo(number(name)[row], 12);
    }
  });
});
