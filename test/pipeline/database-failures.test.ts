/** The errors of a command when the database fails: damaged files, too little memory, no space to spill. */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineError } from "../../src/errors.js";
import { type Database, quoteText, withDatabase } from "../../src/pipeline/database.js";
import { describe as describeDamage } from "../../src/pipeline/database-failures.js";
import { runProgram } from "../../src/pipeline/program.js";
import { damagePage } from "../support/damaged-page.js";
import { recordingEffects } from "../support/recording-effects.js";
import { type Folder, type RawTables, writeRawTables } from "./evaluations/raw-from-sample.js";
import { smallTables } from "./evaluations/small-tables.js";

const ROOT = join(import.meta.dirname, "../..");
const STAND_IN = join(ROOT, "initial_data/mean_eval_melted.parquet");
const WHOLE_AGAIN = "replace it with a whole copy: download, build or export it again, whichever made it";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-failures-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command that fails. Returns its one line. */
async function fail(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  let err = "";
  const code = await runProgram(args, recordingEffects({ root: ROOT, environment }), {
    out: () => {},
    err: (text) => {
      err += text;
    },
  });
  expect(code).toBe(1);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  return err.trimEnd();
}

async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PipelineError);
  return error as PipelineError;
}

describe("a Parquet file that is damaged inside a page", () => {
  async function writeRaw(tables: RawTables = smallTables()): Promise<Folder & { args: string[] }> {
    const raw = await writeRawTables(tables);
    const args = ["--evaluations", ...raw.evaluations, "--perplexities", raw.perplexities, "--out", raw.out];
    return { ...raw, args };
  }

  it.each([
    ["evaluations", "metrics", "eval-0.parquet"],
    ["perplexities", "eval/pile-validation/Perplexity", "ppl.parquet"],
  ] as const)("is named by build evaluations: %s", async (table, column, name) => {
    const raw = await writeRaw();
    const damaged = table === "evaluations" ? raw.evaluations[0] : raw.perplexities;
    await damagePage(damaged, column);
    const line = await fail(["build", "evaluations", ...raw.args]);
    expect(line).toMatch(new RegExp(`^${join(raw.path, name)}: is not a complete Parquet file \\(.+\\); `));
    expect(line.split(damaged)).toHaveLength(2);
    expect(line).toContain(WHOLE_AGAIN);
    expect((await readdir(raw.path)).includes("out")).toBe(false);
    await rm(raw.path, { recursive: true });
  });

  it("is named by build comparisons: the full table", async () => {
    const runs = join(folder, "runs.jsonl");
    const fullTable = join(folder, "full.parquet");
    const id = "250912-172812_match_150M_c4_finetune_100Mtx1_DD-d17-530M-6250-2";
    const record = { run_id: id, state: "finished", summary: { "oe_eval_metrics/piqa/x": 1 } };
    await writeFile(runs, JSON.stringify(record));
    await withDatabase({}, (database) =>
      database.run(
        `COPY (SELECT '530M' AS params, 'Dolma1.7' AS data, 0 AS seed, i AS step, (i * 4096)::DOUBLE AS tokens
         FROM range(20000) t(i)) TO ${quoteText(fullTable)} (FORMAT parquet)`,
      ),
    );
    await damagePage(fullTable, "tokens");
    const inputs = ["--runs", runs, "--history", runs, "--full-table", fullTable, "--out", folder];
    expect(await fail(["build", "comparisons", ...inputs])).toMatch(
      /full\.parquet: is not a complete Parquet file \(.+\); replace it with a whole copy/,
    );
  });

  it("is named by verify and by prepare", async () => {
    const file = join(folder, "damaged.parquet");
    await copyFile(STAND_IN, file);
    await damagePage(file, "metric");
    expect(await fail(["verify", file])).toMatch(/damaged\.parquet: .*whole/);
    const line = await fail(["prepare"], {
      EVALUATIONS_PATH: file,
      PREPARED_PATH: join(folder, "prepared.bin"),
    });
    expect(line).toMatch(/damaged\.parquet: .*replace it with a whole Parquet file/);
  });

  it("is not what a fault of the program is taken for", async () => {
    const path = STAND_IN;
    const work = withDatabase({}, (database) =>
      database.run(`SELECT nothing FROM ${database.readParquet(path)}`),
    );
    await expect(work).rejects.toThrow(/Binder Error/);
  });
});

describe("what is said of a damaged page", () => {
  const path = "/data/raw/ppl (1).parquet";
  const readReason = (message: string) => describeDamage(new Error(message), path);

  it("has nothing of what the page holds", () => {
    const message = `Invalid Input Error: Invalid string encoding found in Parquet file "${path}": value "secret \\xFF" is not valid UTF8!`;
    expect(readReason(message)).toBe("Invalid string encoding found in Parquet file");
  });

  it("leaves out the path, which the line begins with", () => {
    expect(readReason(`IO Error: Failed to read file "${path}": no magic bytes`)).toBe("no magic bytes");
    expect(readReason(`Invalid Input Error: No magic bytes found at end of file '${path}'`)).toBe(
      "No magic bytes found at end",
    );
    expect(readReason(`IO Error: Cannot open ${path} twice`)).toBe("Cannot open the file twice");
  });

  it("is never longer than a line or two", () => {
    expect(readReason(`IO Error: ${"x".repeat(10_000)}`)).toBe(`${"x".repeat(300)}...`);
  });

  it("is so in the error of a real file with text that is not UTF-8", async () => {
    const file = join(folder, "not-utf8.parquet");
    await withDatabase({}, (database) =>
      database.run(
        `COPY (SELECT repeat('secret', 500) AS params FROM range(1000)) TO ${quoteText(file)}
         (FORMAT parquet, COMPRESSION uncompressed)`,
      ),
    );
    const bytes = await readFile(file);
    bytes[bytes.indexOf("secretsecret") + 6] = 0xff;
    await writeFile(file, bytes);
    const error = await failure(
      withDatabase({}, (database) =>
        database.rows(`SELECT max(params) FROM read_parquet(${quoteText(file)})`).catch((reason) => {
          database.files.inputs.add(file);
          throw reason;
        }),
      ),
    );
    expect(error.code).toBe("input-not-parquet");
    expect(error.message.length).toBeLessThan(600);
    expect(error.message).not.toContain("secret");
    expect(error.message.split(file)).toHaveLength(2);
  });
});

/** More than fits into 40 MB. */
const LARGE = "CREATE TABLE large AS SELECT i, 'x' || hash(i) AS text FROM range(4000000) t(i)";

describe("too little memory", () => {
  it("is reported as such, and not as a damaged file, with the option that helps", async () => {
    const line = await fail(["verify", STAND_IN, "--memory", "1MB"]);
    expect(line).toBe(
      "the database: needs more than its limit of 1MB; pass a larger --memory, or fewer --threads",
    );
    const raw = await writeRawTables(smallTables());
    const tables = ["--evaluations", ...raw.evaluations, "--perplexities", raw.perplexities];
    expect(await fail(["build", "evaluations", ...tables, "--memory", "1MB"])).toBe(line);
    await rm(raw.path, { recursive: true });
  });
});

describe("the folder for spilled data", () => {
  const spill = (work: (database: Database, own: string) => Promise<void>) =>
    failure(
      withDatabase({ memoryLimit: "40MB", spillFolder: folder }, async (database) => {
        const own = (await readdir(folder)).find((name) => name.startsWith("datadecide-spill-"));
        await work(database, join(folder, own as string));
      }),
    );

  it("is named when it cannot be created, with the option that chooses another", async () => {
    const line = await fail(["verify", STAND_IN, "--spill", "/dev/null"]);
    expect(line).toMatch(/^\/dev\/null\/datadecide-spill-[\w-]+: cannot be created \(ENOTDIR/);
    expect(line).toMatch(/; free space there, or choose another folder with --spill$/);
  });

  it("is named when it cannot be written", async () => {
    const { code, problem, subject } = await spill(async (database, own) => {
      await rm(own, { recursive: true });
      await writeFile(own, "a file in its place");
      await database.run(LARGE);
    });
    expect(code).toBe("cannot-spill");
    expect(subject).toContain(folder);
    expect(problem).toMatch(/^cannot be written \(.+\)$/);
  });

  it("is named when it is full", async () => {
    const { code, message } = await spill(async (database) => {
      await database.run("SET max_temp_directory_size = '5MB'");
      await database.run(LARGE);
    });
    expect(code).toBe("cannot-spill");
    expect(message).toContain("has no space for the data that does not fit in memory");
  });

  it("is gone after a failure", async () => {
    expect((await readdir(folder)).filter((name) => name.startsWith("datadecide-spill-"))).toEqual([]);
  });
});

it("an output that cannot be written is named as it will be called", async () => {
  const error = await failure(
    withDatabase({}, async (database) => {
      database.files.outputs.set("/dev/full", "built/mean_eval_melted.parquet");
      await database.run("COPY (SELECT range FROM range(100000)) TO '/dev/full' (FORMAT parquet)");
    }),
  );
  expect(error).toMatchObject({
    code: "cannot-write",
    subject: "built/mean_eval_melted.parquet",
    problem: "cannot be written (the disk is full)",
  });
});

it("a database that cannot be opened is reported with its options", async () => {
  const error = await failure(withDatabase({ memoryLimit: "lots" }, async () => {}));
  expect(error.code).toBe("database-unavailable");
  expect(error.message).toContain("cannot be opened with --memory lots and --threads 2");
});
