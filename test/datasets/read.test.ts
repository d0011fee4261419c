import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatasetPaths, readDatasets } from "../../src/datasets/read.js";
import { STARTUP_ERRORS, StartupError, type StartupErrorCode } from "../../src/errors.js";
import { MELTED_ROWS, makeFolder, writeComparisons, writeMelted } from "../support/small-files.js";

const FIXTURES = join(import.meta.dirname, "../fixtures/pickle");
const PICKLE = join(FIXTURES, "layout-big-endian-integers/input.3.0.6-np2-p5.pkl");

let folder: string;
let remove: () => Promise<void>;
let paths: DatasetPaths;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  paths = {
    evaluations: await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS),
    comparisons: await writeComparisons(join(folder, "comparisons.parquet")),
  };
});
afterAll(() => remove());

/** Asserts that the files are refused with a line that names the file, what is wrong with it, and the cure. */
async function expectRefusal(
  given: Partial<DatasetPaths>,
  code: StartupErrorCode,
  problem: RegExp,
  subject = Object.values(given)[0] as string,
) {
  const refusal = await readDatasets({ ...paths, ...given }).then(
    () => expect.fail("the files were accepted"),
    (error: unknown) => error as StartupError,
  );
  expect(refusal).toBeInstanceOf(StartupError);
  expect(refusal).toMatchObject({ code, subject });
  expect(refusal.message.startsWith(`${subject}: `)).toBe(true);
  expect(refusal.message.endsWith(`; ${STARTUP_ERRORS[code]}`)).toBe(true);
  expect(refusal.message).toMatch(problem);
}

describe("data files are refused with the file, the fault and the cure", () => {
  it("where one is missing", async () => {
    const path = join(folder, "missing");
    await expectRefusal({ evaluations: path }, "file-missing", /: is not there; /);
    await expectRefusal({ comparisons: path }, "file-missing", /: is not there; /);
  });

  it("where one is a folder", async () => {
    await expectRefusal({ evaluations: folder }, "not-a-file", /: is a folder; /);
    await expectRefusal({ comparisons: folder }, "not-a-file", /: is a folder; /);
  });

  it.each([
    ["empty", "", /: is empty; /],
    ["text", "params,data,step\n4M,C4,0\n".repeat(100), /does not begin like a Parquet file/],
  ])("where one is %s", async (name, content, problem) => {
    const path = join(folder, name);
    await writeFile(path, content);
    await expectRefusal({ evaluations: path }, "not-parquet", problem);
    await expectRefusal({ comparisons: path }, "not-pickle", /: .+; /);
  });

  it("where one is cut short", async () => {
    const parquet = join(folder, "cut.parquet");
    await writeFile(parquet, (await readFile(paths.evaluations)).subarray(0, -100));
    await expectRefusal({ evaluations: parquet }, "not-parquet", /cut short/);
    const pickle = join(folder, "cut.pkl");
    await writeFile(pickle, (await readFile(PICKLE)).subarray(0, -100));
    await expectRefusal({ comparisons: pickle }, "damaged-pickle", /: .+; /);
  });

  it("where they were swapped", async () => {
    await expectRefusal({ evaluations: PICKLE }, "not-parquet", /does not begin like a Parquet file/);
    await expectRefusal({ comparisons: paths.evaluations }, "missing-column", /: has no column "run_id"; /);
  });

  it.each(["params", "step", "value"] as const)(
    "where the evaluations lack the column %s",
    async (column) => {
      const path = await writeMelted(join(folder, `without-${column}.parquet`), MELTED_ROWS, column);
      await expectRefusal(
        { evaluations: path },
        "missing-column",
        new RegExp(`: has no column "${column}"; `),
      );
    },
  );

  it("where a key occurs twice", async () => {
    const rows = [...MELTED_ROWS, { ...MELTED_ROWS[7], value: 5 }];
    const path = await writeMelted(join(folder, "twice.parquet"), rows);
    const problem = /: row 24 repeats the key 4M, Dolma1\.7, step 1250, pile-valppl; /;
    await expectRefusal({ evaluations: path }, "duplicate-key", problem);
  });

  it("where the manifest beside them is none", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    const path = await writeMelted(join(own, "melted.parquet"), MELTED_ROWS);
    await writeFile(join(own, "manifest.json"), "{");
    await expectRefusal(
      { evaluations: path },
      "bad-manifest",
      /is not a manifest/,
      join(own, "manifest.json"),
    );
  });
});
