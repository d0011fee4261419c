/** Raw tables that are not as they should be: unknown names, repeated rows, other layouts, unusable files. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildEvaluations, MELTED_COLUMNS } from "../../../src/datasets/evaluations.js";
import { PipelineError } from "../../../src/errors.js";
import { parseParquet } from "../../../src/ingest/parquet.js";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { SILENT } from "../../../src/pipeline/effects.js";
import {
  type BuildEvaluationsOptions,
  buildEvaluationsFile,
  MELTED_FILE,
} from "../../../src/pipeline/evaluations/build.js";
import { RAW_TASKS } from "../../../src/pipeline/suite.js";
import {
  buildEffects,
  type Folder,
  type RawEvaluation,
  type RawTables,
  type WriteOptions,
  writeRawTables,
} from "./raw-from-sample.js";
import { BOOK, PPL, smallTables } from "./small-tables.js";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function run(tables: RawTables, given: Partial<BuildEvaluationsOptions> & WriteOptions = {}) {
  const folder = await writeRawTables(tables, given);
  folders.push(folder.path);
  return { folder, report: await build(folder, given) };
}

function build({ path, ...folder }: Folder, given: Partial<BuildEvaluationsOptions>) {
  return buildEvaluationsFile({ ...folder, ...given }, buildEffects(path));
}

async function readValue(folder: Folder, metric: string, step = 1250, data = "C4") {
  return withDatabase({}, async (database) => {
    const rows = await database.rows<{ value: number }>(
      `SELECT value FROM ${quoteText(join(folder.out, MELTED_FILE))}
       WHERE metric = ${quoteText(metric)} AND step = ${step} AND data = ${quoteText(data)}`,
    );
    return rows.map(({ value }) => value);
  });
}

async function hashFile(path: string) {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PipelineError);
  return error as PipelineError;
}

describe("the mean over seeds and subjects", () => {
  it("is the plain mean of what is there", async () => {
    const { folder } = await run(smallTables());
    expect(await readValue(folder, "pile-valppl")).toEqual([21]);
    expect(await readValue(folder, "arc_easy_acc_raw")).toEqual([(0.01 + 0.02 + 0.03) / 3]);
    // Subjects are tasks 9 to 65: their mean is task 37, and the mean seed is one more.
    const [average] = await readValue(folder, "mmlu_average_acc_raw");
    expect(average).toBeCloseTo(0.38, 14);
    expect(await readValue(folder, "mmlu_anatomy_acc_raw")).toEqual([]);
  });

  it("skips missing values, metric by metric", async () => {
    const tables = smallTables();
    const row = tables.evaluations.find(
      ({ task, seed, step }) => task === "boolq" && seed === "default" && step > 0,
    );
    (row as RawEvaluation).metrics = "{'acc_raw': nan, 'primary_metric': 0.75}";
    const { folder } = await run(tables);
    expect(await readValue(folder, "boolq_acc_raw")).toEqual([(0.03 + 0.04) / 2]);
    expect(await readValue(folder, "boolq_primary_metric")).toEqual([(0.75 + 0.5 + 0.5) / 3]);
  });

  it("keeps the deviation in a file of its own, missing where there is one seed", async () => {
    const tables = smallTables();
    tables.perplexities.push({ ...tables.perplexities[0], step: 2500 });
    const { folder } = await run(tables, { keep: true });
    const read = (file: string, column: string, step: number) =>
      withDatabase({}, (database) =>
        database.row<{ value: number | null }>(
          `SELECT "${column}" AS value FROM ${quoteText(join(folder.out, file))} WHERE data = 'C4' AND step = ${step}`,
        ),
      );
    expect(await read("std_eval.parquet", "pile-valppl", 1250)).toEqual({ value: 1 });
    expect(await read("std_eval.parquet", "pile-valppl", 2500)).toEqual({ value: null });
    expect(await read("mean_eval.parquet", "pile-valppl", 2500)).toEqual({ value: 20 });
    expect(await read("mean_eval.parquet", "lr_max", 2500)).toEqual({ value: 0.004212520461763735 });
  });
});

describe("the layout of the raw files", () => {
  it("does not matter: column order, type of the step, number of files", async () => {
    const layouts: WriteOptions[] = [
      {},
      { isReversed: true },
      { stepType: "BIGINT" },
      { stepType: "INTEGER", fileCount: 3 },
    ];
    const hashes = [];
    for (const layout of layouts) {
      const { folder } = await run(smallTables(), layout);
      hashes.push(await hashFile(join(folder.out, MELTED_FILE)));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it("gives the same bytes each time, whatever the number of threads", async () => {
    const { folder, report } = await run(smallTables(), { keep: true });
    const first = report.files.map(({ sha256 }) => sha256);
    const again = await build(folder, { keep: true, threads: 1, out: join(folder.path, "again") });
    expect(again.files.map(({ sha256 }) => sha256)).toEqual(first);
    expect(first).toHaveLength(5);
  });

  it("makes a file that the server reads", async () => {
    const { folder, report } = await run(smallTables());
    const path = join(folder.out, MELTED_FILE);
    const { table, ignoredColumns } = await parseParquet(await readFile(path), path, MELTED_COLUMNS);
    expect(ignoredColumns).toEqual([]);
    expect(buildEvaluations(table, path).rowCount).toBe(report.files[0].rows);
    expect(report.files[0].sha256).toBe(await hashFile(path));
  });
});

describe("the report", () => {
  it("warns of missing groups, for example if a file was left out", async () => {
    const { report } = await run(smallTables());
    expect(report.warnings).toEqual([
      "the evaluation table has 12 groups of size, recipe, seed and step, the whole suite has 21,375. Is a file missing?",
    ]);
  });

  it("has the seconds of every piece of work", async () => {
    const startMs = performance.now();
    const { report } = await run(smallTables(), { keep: true });
    const seconds = (performance.now() - startMs) / 1000;
    const sum = report.timings.reduce((total, timing) => total + timing.seconds, 0);
    expect(sum).toBeGreaterThan(0);
    // The rest is for writing the raw tables.
    expect(sum).toBeLessThan(seconds);
    expect(report.timings.map(({ step }) => step)).toEqual([
      "compare with the manifest",
      "open the raw tables",
      "read the names",
      "join the raw tables",
      "read the metrics",
      "pivot",
      "group the seeds",
      "mean over seeds",
      "describe the models",
      "write full_eval.parquet",
      "write mean_eval.parquet",
      "deviation over seeds",
      "write std_eval.parquet",
      "write full_eval_melted.parquet",
      "write mean_eval_melted.parquet",
    ]);
  });
});

describe("files of an earlier build", () => {
  it("are reported if only one of them is rebuilt", async () => {
    const { folder } = await run(smallTables(), { keep: true });
    const { warnings } = await build(folder, {});
    expect(warnings.at(-1)).toBe(
      `full_eval.parquet, mean_eval.parquet, std_eval.parquet, full_eval_melted.parquet in ${folder.out} are of an earlier build: build with --keep to renew, or remove`,
    );
  });

  it("stay all together when the next build fails half-way", async () => {
    const { folder, report } = await run(smallTables(), { keep: true });
    const path = join(folder.out, "std_eval.parquet");
    const tables = smallTables();
    for (const row of tables.perplexities) row[BOOK] = 7;
    const other = await writeRawTables(tables);
    folders.push(other.path);
    const effects = buildEffects(other.path);
    const begin = (label: string) => {
      if (label !== "write mean_eval_melted.parquet") return SILENT.begin(label, 1, "steps");
      // Too late to be found before the work.
      rmSync(path);
      mkdirSync(path);
      return SILENT.begin(label, 1, "steps");
    };
    const work = buildEvaluationsFile(
      { ...other, keep: true, out: folder.out },
      { ...effects, progress: { ...SILENT, begin } },
    );
    const { code, subject } = await failure(work);
    expect([code, subject]).toEqual(["cannot-write", path]);
    for (const file of report.files) {
      if (file.path !== path) expect(await hashFile(file.path)).toBe(file.sha256);
    }
    expect((await readdir(folder.out)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("names that the suite does not have", () => {
  const change = (edit: (row: RawEvaluation) => void) => {
    const tables = smallTables();
    for (const row of tables.evaluations) if (row.data === "C4") edit(row);
    return tables;
  };
  const cases: [string, RawTables, RegExp][] = [
    [
      "recipe",
      change((row) => {
        row.data = "C5";
      }),
      /unknown recipe "C5" \(396 rows\)/,
    ],
    [
      "size",
      change((row) => {
        row.params = "151M";
      }),
      /unknown size "151M" \(396 rows\)/,
    ],
    [
      "seed",
      change((row) => {
        if (row.seed === "default") row.seed = "tiny aux 9";
      }),
      /unknown seed "tiny aux 9" \(132 rows\)/,
    ],
    [
      "task",
      change((row) => {
        if (row.task === "boolq") row.task = "boolr";
      }),
      /unknown task "boolr" \(6 rows\)/,
    ],
    [
      "metric",
      change((row) => {
        row.metrics = "{'acc_raw': 0.5, 'acc_cooked': 1.0}";
      }),
      /unknown metric "acc_cooked" \(396 rows\)/,
    ],
    [
      "token budget",
      change((row) => {
        row.chinchilla = "1xC";
      }),
      /unknown token budget "1xC" \(396 rows\)/,
    ],
  ];

  it.each(cases)("are refused: %s", async (_, tables, message) => {
    const error = await failure(run(tables));
    expect(error.code).toBe("unknown-name");
    expect(error.message).toMatch(message);
    expect(error.message).toContain("--allow-unknown");
  });

  it.each(cases)("are carried along and reported when allowed: %s", async (_, tables, message) => {
    const { folder, report } = await run(tables, { allowUnknown: true, keep: true });
    const found = report.stages.flatMap(({ findings }) =>
      findings.map(({ reason, examples }) => `${reason} ${examples}`),
    );
    expect(found.join("\n")).toMatch(message);
    expect(existsSync(join(folder.out, "full_eval.parquet"))).toBe(true);
  });

  it("are listed up to ten, and cut", async () => {
    const tables = smallTables();
    for (const [index, row] of tables.evaluations.entries()) {
      row.task = `${"t".repeat(200)}${String(index % 20).padStart(2, "0")}`;
      row.data = `recipe ${String(index % 12).padStart(2, "0")}`;
    }
    const { message } = await failure(run(tables));
    expect(message).toMatch(/unknown recipe "recipe 00" \(66 rows\), .*"recipe 09" \(66 rows\) and 2 more; /);
    expect(message).toContain(`unknown task "${"t".repeat(100)}…" (40 rows)`);
    expect(message).toContain("(40 rows) and 10 more; correct");
  });

  it.each([
    [
      "a column twice",
      "piqa_acc",
      "raw",
      '"piqa_acc_raw" of a task and a metric collides with "piqa_acc_raw"',
    ],
    ["a column of the recipe", "pct", "code", '"pct_code" of a task and a metric collides with "pct_code"'],
    [
      "a column that differs in case alone",
      "Boolq",
      "acc_raw",
      '"boolq_acc_raw" of a task and a metric collides with "Boolq_acc_raw"',
    ],
  ])("are refused where they make %s", async (_, task, metric, message) => {
    const tables = smallTables();
    for (const row of tables.evaluations) {
      if (row.task === "arc_easy") row.task = task;
      row.metrics = `{'acc_raw': 0.5, '${metric}': 0.75}`;
    }
    const error = await failure(run(tables, { allowUnknown: true }));
    expect(error.code).toBe("input-bad-value");
    expect(error.problem).toBe(`the column ${message}`);
  });

  it("reach the melted file when allowed", async () => {
    const [task, metric] = [cases[3][1], cases[4][1]];
    const { folder } = await run(task, { allowUnknown: true });
    expect(await readValue(folder, "boolr_primary_metric")).toEqual([0.5]);
    const other = await run(metric, { allowUnknown: true });
    expect(await readValue(other.folder, "piqa_acc_cooked")).toEqual([1]);
  });
});

describe("repeated rows", () => {
  it("that are copies are dropped and reported with examples", async () => {
    const tables = smallTables();
    tables.evaluations.push({ ...tables.evaluations[5] });
    tables.perplexities.push({ ...tables.perplexities[0] });
    const { folder, report } = await run(tables);
    const drops = report.stages.flatMap(({ name, drops: own }) => own.map((drop) => ({ name, ...drop })));
    expect(drops).toContainEqual({
      name: "parse perplexities",
      reason: "exact copy of another row",
      count: 1,
      examples: ["150M, C4, seed 0, step 1250 (2 rows)"],
    });
    expect(drops).toContainEqual({
      name: "parse evaluations",
      reason: "exact copy of another row",
      count: 1,
      examples: ["150M, C4, seed 0, step 0, openbookqa (2 rows)"],
    });
    expect(await readValue(folder, "pile-valppl")).toEqual([21]);
  });

  it("that contradict each other leave the first value that is there", async () => {
    const tables = smallTables();
    tables.perplexities[0][BOOK] = null;
    tables.perplexities.push({ ...tables.perplexities[0], [BOOK]: 50, [PPL[1]]: 99 });
    const { folder, report } = await run(tables);
    const [{ reason, count }] = report.stages[0].drops;
    expect([reason, count]).toEqual([
      "same key as another row but other values; each column keeps the first value",
      1,
    ]);
    expect(await readValue(folder, "pile-valppl")).toEqual([21]);
    expect(await readValue(folder, "dolma_books-valppl")).toEqual([(50 + 21 + 22) / 3]);
  });
});

describe("runs that were not evaluated on all tasks", () => {
  it("are reported with examples, and MMLU's average is over what is there", async () => {
    const tables = smallTables();
    const first = tables.evaluations.findIndex(({ task, step }) => task === "mmlu_anatomy" && step === 1250);
    tables.evaluations.splice(first, 1);
    const { folder, report } = await run(tables);
    expect(report.stages.find(({ name }) => name === "parse evaluations")?.findings).toEqual([
      {
        reason: "evaluated on fewer than 66 tasks",
        count: 1,
        examples: ["150M, C4, seed 0, step 1250 (65 tasks)"],
      },
    ]);
    const [average] = await readValue(folder, "mmlu_average_acc_raw");
    const anatomy = RAW_TASKS.indexOf("mmlu_anatomy") / 100;
    expect(average).toBeCloseTo(((57 * 0.37 - anatomy) / 56 + 0.38 + 0.39) / 3, 14);
  });
});

describe("values that no table keeps", () => {
  it("leave a run out of all tables, with a line in the report", async () => {
    const tables = smallTables();
    const isMeant = (row: RawEvaluation) => row.data === "C4" && row.step === 0;
    for (const row of tables.evaluations.filter(isMeant)) {
      row.metrics = row.seed === "default" ? "{}" : "{'predicted_index_raw': 1.5, 'acc_raw': nan}";
    }
    const { folder, report } = await run(tables, { keep: true });
    expect(report.stages.find(({ name }) => name === "pivot")?.drops).toEqual([
      {
        reason: "no kept metric",
        count: 3,
        examples: [0, 1, 2].map((seed) => `150M, C4, seed ${seed}, step 0`),
      },
    ]);
    for (const file of ["full_eval", "mean_eval", "std_eval", "full_eval_melted", "mean_eval_melted"]) {
      const path = join(folder.out, `${file}.parquet`);
      const counts = await withDatabase({}, (database) =>
        database.rows<{ data: string; steps: number }>(
          `SELECT data, count(DISTINCT step) AS steps FROM ${quoteText(path)} GROUP BY data ORDER BY data`,
        ),
      );
      expect(counts).toEqual([
        { data: "C4", steps: 1 },
        { data: "Dolma1.7", steps: 2 },
      ]);
    }
  });

  it("are counted where a perplexity or a mean is infinite", async () => {
    const tables = smallTables();
    tables.perplexities[0][BOOK] = 1e308;
    for (const row of tables.evaluations) {
      if (row.task === "piqa" && row.step === 0) row.metrics = "{'acc_raw': 1.7e308}";
    }
    const folder = await writeRawTables(tables);
    folders.push(folder.path);
    await withDatabase({}, (database) =>
      database.run(
        `COPY (SELECT * REPLACE ("${BOOK}" * 10 AS "${BOOK}") FROM ${quoteText(folder.perplexities)})
         TO ${quoteText(`${folder.perplexities}.infinite`)} (FORMAT parquet)`,
      ),
    );
    const report = await build({ ...folder, perplexities: `${folder.perplexities}.infinite` }, {});
    const findings = report.stages.flatMap(({ findings: own }) => own);
    expect(findings).toContainEqual({
      reason: "non-finite perplexity, treated as missing",
      count: 1,
      examples: ["dolma_books-valppl (1)"],
    });
    expect(findings).toContainEqual({
      reason: "mean beyond the largest double, treated as missing",
      count: 2,
      examples: [],
    });
    expect(await readValue(folder, "dolma_books-valppl")).toEqual([215]);
    expect(await readValue(folder, "piqa_acc_raw", 0)).toEqual([]);
  });

  it("end the build where a text cannot be read, with its row", async () => {
    const tables = smallTables();
    tables.evaluations[500].metrics = "{'acc_raw': 1e400}";
    const error = await failure(run(tables, { fileCount: 3 }));
    expect(error.code).toBe("input-bad-value");
    expect(error.message).toMatch(
      /eval-2\.parquet: row 167 has a metrics text in which "acc_raw" is beyond the largest double; /,
    );
  });
});

describe("files that cannot be used", () => {
  const without = (column: string, from: keyof RawTables) => {
    const tables = smallTables();
    for (const row of tables[from]) delete (row as Record<string, unknown>)[column];
    return tables;
  };

  it.each<[string, RawTables, string, RegExp]>([
    [
      "without the metrics",
      without("metrics", "evaluations"),
      "input-column-missing",
      /eval-0.parquet: has no column "metrics"/,
    ],
    [
      "without a perplexity",
      without(BOOK, "perplexities"),
      "input-column-missing",
      /ppl.parquet: has no column "eval\/dolma_books/,
    ],
  ])("are refused: %s", async (_, tables, code, message) => {
    const error = await failure(run(tables));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it("are refused when a row has no id", async () => {
    const tables = smallTables();
    tables.evaluations[7].data = "";
    expect((await failure(run(tables))).message).toMatch(/eval-0.parquet: row 8 has no data \(1 such rows\)/);
    tables.evaluations[7].data = "C4";
    tables.evaluations[3].step = -1;
    expect((await failure(run(tables))).message).toMatch(/eval-0.parquet: row 4 has no usable step/);
  });

  it("are refused when they are missing or no Parquet, and nothing is written", async () => {
    const folder = await writeRawTables(smallTables());
    folders.push(folder.path);
    const missing = await failure(build(folder, { perplexities: "nowhere.parquet" }));
    expect(missing.code).toBe("raw-table-missing");
    const damaged = join(folder.path, "damaged.parquet");
    await writeFile(damaged, "PAR1 and no more");
    const error = await failure(build(folder, { perplexities: damaged }));
    expect(error.code).toBe("input-not-parquet");
    expect(error.message).not.toContain("\n");
    expect(existsSync(folder.out)).toBe(false);
  });
});
