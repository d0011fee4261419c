import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { StartupError } from "../../src/errors.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { type TableJson, toTableJson } from "../support/table-json.js";

/** A folder of files that scripts/fuzz_parquet.py wrote; without it nothing is tested. */
const FOLDER = process.env.PARQUET_FUZZ ?? "";

interface Expected extends Partial<TableJson> {
  readonly error?: { readonly code: string; readonly column: string; readonly row?: number | null };
}

describe.skipIf(!existsSync(FOLDER))(
  "a random Parquet file (skipped unless PARQUET_FUZZ names the folder)",
  async () => {
    const names = existsSync(FOLDER) ? (await readdir(FOLDER)).sort() : [];

    test.each(names)("is read as pyarrow reads it, or refused for the same value: %s", async (name) => {
      const { rows, columns, error }: Expected = JSON.parse(
        await readFile(`${FOLDER}/${name}/expected.json`, "utf8"),
      );
      const outcome = await parseParquetFrame(await readFile(`${FOLDER}/${name}/input.parquet`), "f").catch(
        (reason: unknown) => reason,
      );
      if (error === undefined) {
        if (outcome instanceof Error) throw outcome;
        expect(toTableJson((outcome as Awaited<ReturnType<typeof parseParquetFrame>>).table)).toEqual({
          rows,
          columns,
        });
        return;
      }
      expect(outcome).toBeInstanceOf(StartupError);
      const { code, problem } = outcome as StartupError;
      expect(code).toBe(error.code);
      expect(problem).toContain(`column "${error.column}"`);
      if (error.row != null) expect(problem).toMatch(new RegExp(`^row ${error.row}, `));
    });
  },
);
