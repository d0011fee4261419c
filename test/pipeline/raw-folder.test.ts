/** What a new user may do wrong with the folder of the raw tables. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PipelineError } from "../../src/errors.js";
import { findRawTables } from "../../src/pipeline/raw-folder.js";
import { getRelativePath, listSources } from "../../src/pipeline/sources.js";

const PLACES = listSources().map(getRelativePath);
const CURE =
  "run `datadecide download` for it, or name with --raw the folder that `download --out` was given";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-raw-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(places: readonly string[]): Promise<void> {
  for (const place of places) {
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await writeFile(join(folder, place), "");
  }
}

function failure(path: string, given: Parameters<typeof findRawTables>[1] = {}): PipelineError {
  try {
    findRawTables(path, given, folder);
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ code: "raw-table-missing" });
    return error as PipelineError;
  }
  throw new Error("nothing was thrown");
}

it("a folder of a download has all five tables", async () => {
  await put(PLACES);
  expect(findRawTables(".", {}, folder)).toEqual({ evaluations: PLACES.slice(1), perplexities: PLACES[0] });
});

it("a folder that is not there is named", () => {
  expect(failure("nowhere").message).toBe(`${join(folder, "nowhere")}: is not there; ${CURE}`);
});

it("a folder of other files is distinguished from a missing file, with the names that were looked for", async () => {
  await put(["photos/cat.jpg"]);
  expect(failure(".").problem).toBe(`has none of the raw tables, which are ${PLACES.join(", ")}`);
});

it("a missing shard is named alone", async () => {
  await put(PLACES.filter((_, index) => index !== 3));
  expect(failure(".").message).toBe(`${folder}: lacks 1 of 5 raw tables: ${PLACES[3]}; ${CURE}`);
});

it("only what is not given is looked for in the folder", async () => {
  await put([PLACES[0]]);
  const evaluations = ["a.parquet", "b.parquet"];
  expect(findRawTables(".", { evaluations }, folder)).toEqual({ evaluations, perplexities: PLACES[0] });
  expect(failure(".", { perplexities: "p.parquet" }).problem).toContain("has none of the raw tables");
});
