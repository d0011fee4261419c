/**
 * Frames that the original made, with pandas 2.3, of the same runs at the dates of its two parses. Only the order of rows
 * is this project's own: by name, where the original has them by shape of name.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildComparisonsFile, COMPARISONS_FILE } from "../../../src/pipeline/comparisons.js";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { COMPAT_DATES, type CompatDate } from "../../../src/pipeline/run-fields.js";
import { recordingEffects } from "../../support/recording-effects.js";

type Row = Readonly<Record<string, unknown>>;

/** What the original's frame has at a date: the names and order of its base columns, some further columns, its values. */
interface Expected {
  readonly baseColumns: readonly string[];
  readonly columns: readonly string[];
  /** By name; what is missing is left out. */
  readonly rows: readonly Row[];
}

interface Case {
  readonly name: string;
  readonly runs: string;
  readonly history: string;
  readonly fullTable: string;
  readonly expected: string;
}

const FIXTURES = join(import.meta.dirname, "../../fixtures/comparisons");
const SHARED = join(import.meta.dirname, "../../../../shared/data/cases/pipeline");

async function listCases(): Promise<Case[]> {
  const own = (await readdir(FIXTURES, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== "ft")
    .map(({ name }) => ({
      name,
      runs: join(FIXTURES, name, "runs.jsonl"),
      history: join(FIXTURES, name, "history.jsonl"),
      fullTable: join(FIXTURES, "full_eval.parquet"),
      expected: join(FIXTURES, name, "expected.json"),
    }));
  const shared = (await readdir(join(FIXTURES, "ft"))).map((file) => {
    const name = file.replace(/\.json$/, "");
    return {
      name,
      runs: join(SHARED, name, "runs.parquet"),
      history: join(SHARED, name, "history.parquet"),
      fullTable: join(SHARED, "ft-full.parquet"),
      expected: join(FIXTURES, "ft", file),
    };
  });
  return [...own, ...shared];
}

const cases = await listCases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-original-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function buildRows({ runs, history, fullTable }: Case, compat: CompatDate | null): Promise<Row[]> {
  await buildComparisonsFile({ runs, history, fullTable, out: folder, compat }, recordingEffects());
  const source = `read_parquet(${quoteText(join(folder, COMPARISONS_FILE))})`;
  return await withDatabase({}, async ({ connection }) => {
    const reader = await connection.runAndReadAll(
      `SELECT * REPLACE (timestamp::VARCHAR AS timestamp, ckpt_steps->>'$' AS ckpt_steps) FROM ${source}`,
    );
    return reader.getRowObjectsJson() as Row[];
  });
}

describe.each(cases)("$name", (given) => {
  test.for(COMPAT_DATES)("as of %s, value for value", async (date, { skip }) => {
    skip(!existsSync(given.runs), `${given.runs} is not here`);
    const expected = (JSON.parse(await readFile(given.expected, "utf8")) as Record<CompatDate, Expected>)[
      date
    ];
    const rows = await buildRows(given, date);
    const pick = (row: Row) =>
      Object.fromEntries(
        [...expected.baseColumns, ...expected.columns].map((name) => [name, row[name] ?? null]),
      );
    expect(rows.map(pick)).toEqual(expected.rows.map(pick));
    const present = Object.keys(rows[0]).filter((name) => expected.baseColumns.includes(name));
    expect(present).toEqual(expected.baseColumns);
  });
});
