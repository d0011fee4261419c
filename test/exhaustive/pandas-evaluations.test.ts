/** Builds of random raw tables beside real pandas, which runs scripts/pandas_pipeline.py on the same files. */
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteName, quoteText, withDatabase } from "../../src/pipeline/database.js";
import { buildEvaluationsFile } from "../../src/pipeline/evaluations/build.js";
import { PPL_COLUMNS } from "../../src/pipeline/suite.js";
import { buildEffects, type Folder, writeRawTables } from "../pipeline/evaluations/raw-from-sample.js";
import { findDifferences, findMissingColumns, readTable } from "../support/evaluation-tables.js";
import { drawRawTables } from "../support/random-raw-tables.js";
import { SeededRandom } from "../support/seeded-random.js";

const ROOT = join(import.meta.dirname, "../..");
const SCRIPTS = join(ROOT, "scripts");
const PYTHON = process.env.PYTHON ?? "python3";
const CASES = 150;
const FIRST_SEED = 20_250_917;

/** Runs the plain pandas pipeline for folders of raw tables; a mean beyond the largest double is missing, as here. */
const RUN_PANDAS = `
import glob, pathlib, sys, warnings
import numpy as np, pandas as pd
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
import pandas_pipeline as pipeline
for folder in map(pathlib.Path, sys.argv[2:]):
    evaluations = pd.concat([pd.read_parquet(path) for path in sorted(folder.glob("eval-*.parquet"))], ignore_index=True)
    full = pipeline.build_full(evaluations, pd.read_parquet(folder / "ppl.parquet"))
    numbers = [name for name in full.select_dtypes("number") if name not in pipeline.IDS]
    groups = full.groupby(pipeline.CHECKPOINT)[numbers]
    mean = groups.mean().replace([np.inf, -np.inf], np.nan).reset_index()
    full.to_parquet(folder / "pandas-full_eval.parquet")
    mean.to_parquet(folder / "pandas-mean_eval.parquet")
    groups.std().reset_index().to_parquet(folder / "pandas-std_eval.parquet")
    pipeline.melt(full, pipeline.IDS).to_parquet(folder / "pandas-full_eval_melted.parquet", index=False)
    pipeline.melt(mean, pipeline.CHECKPOINT).to_parquet(folder / "pandas-mean_eval_melted.parquet", index=False)
`;

function hasPandas(): boolean {
  try {
    execFileSync(PYTHON, ["-c", "import pandas, pyarrow"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const RUN_KEYS = ["params", "data", "seed", "step"];
const CHECKPOINT_KEYS = ["params", "data", "step"];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  full_eval: RUN_KEYS,
  mean_eval: CHECKPOINT_KEYS,
  std_eval: CHECKPOINT_KEYS,
  full_eval_melted: [...RUN_KEYS, "metric"],
  mean_eval_melted: [...CHECKPOINT_KEYS, "metric"],
};

describe.skipIf(!hasPandas())(
  `random raw tables (skipped without a Python that has pandas and pyarrow; PYTHON names one)`,
  () => {
    const folders: Folder[] = [];
    let cells = 0;

    beforeAll(async () => {
      for (let index = 0; index < CASES; index++) {
        const random = new SeededRandom(FIRST_SEED + index);
        const folder = await writeRawTables(drawRawTables(random), {
          isReversed: random.chance(0.3),
          stepType: random.pick(["DOUBLE", "BIGINT", "INTEGER"]),
          fileCount: 1 + random.below(3),
        });
        if (random.chance(0.2)) await storeInFourBytes(folder.perplexities);
        folders.push(folder);
      }
      execFileSync(PYTHON, ["-c", RUN_PANDAS, SCRIPTS, ...folders.map(({ path }) => path)]);
    });
    afterAll(async () => {
      for (const { path } of folders) await rm(path, { recursive: true });
      console.log(`${cells.toLocaleString("en-US")} cells of ${CASES} builds compared with pandas`);
    });

    it.each(Array.from({ length: CASES }, (_, index) => FIRST_SEED + index))(
      "drawn from seed %i become the tables of pandas, bit for bit",
      async (seed) => {
        const { path, ...folder } = folders[seed - FIRST_SEED];
        await buildEvaluationsFile({ ...folder, keep: true }, buildEffects(path));
        for (const [file, keys] of Object.entries(KEYS)) {
          const found = await readTable(join(folder.out, `${file}.parquet`));
          const expected = await readTable(join(path, `pandas-${file}.parquet`));
          const differences = findDifferences(found, expected, keys);
          // The dictionaries of long files take -0 for 0.
          const isSign = (line: string) => file === "full_eval_melted" && /: -?0 instead of -?0$/.test(line);
          expect(
            differences.filter((line) => !isSign(line)),
            file,
          ).toEqual([]);
          expect(findMissingColumns(found, expected), file).toEqual([]);
          cells += expected.rows.length * expected.names.length;
        }
      },
    );
  },
);

/** Perplexities as FLOAT, with which pandas computes in four bytes. */
async function storeInFourBytes(path: string): Promise<void> {
  const columns = PPL_COLUMNS.map(({ raw }) => `TRY_CAST(${quoteName(raw)} AS FLOAT) AS ${quoteName(raw)}`);
  await withDatabase({}, async (database) => {
    await database.run(
      `CREATE TABLE perplexities AS SELECT * REPLACE (${columns.join(", ")}) FROM ${quoteText(path)}`,
    );
    await database.run(`COPY perplexities TO ${quoteText(path)} (FORMAT parquet)`);
  });
}
