/** The command that describes a source: what it prints, and that its lines declare what it inferred. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalogFile } from "../../src/catalog/catalog-file.js";
import { readConfig } from "../../src/config.js";
import { DuckDbDatabase } from "../../src/engines/duckdb/duckdb-engine.js";
import { runProgram } from "../../src/pipeline/program.js";
import { writeCatalogTable } from "../support/catalog-table.js";
import { recordingEffects } from "../support/recording-effects.js";
import { MELTED_ROWS, makeFolder, writeMelted } from "../support/small-files.js";

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  await writeCatalogTable(folder);
  await writeMelted(join(folder, "Melted Rows.parquet"), MELTED_ROWS);
});
afterAll(() => remove());

async function run(...args: string[]) {
  const texts = { out: "", err: "" };
  const effects = recordingEffects({ root: folder, workingFolder: folder, readConfig: () => readConfig({}) });
  const code = await runProgram(["describe", ...args], effects, {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
  });
  return { code, ...texts };
}

describe("datadecide describe", () => {
  it("prints the columns and the lines of a catalog", async () => {
    const { code, out } = await run("table.parquet");
    expect(code).toBe(0);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/table\.parquet: 400 rows, [\d,]+ bytes$/);
    expect(lines[2]).toMatch(/^column +type +role +filter +unit +nulls +distinct$/);
    expect(out).toMatch(/^size +text +key +sizes +\d+ +4$/m);
    expect(out).toMatch(/^losses +list +attribute +none +\d+$/m);
    expect(out).toContain("datasets:\n  table:\n    source: ");
    expect(out).toContain("      size:\n        role: key\n        filter: sizes\n");
  });

  it.each(["table.parquet", "table.csv", "Melted Rows.parquet"])(
    "has lines for %s that a catalog reads as they were inferred",
    async (file) => {
      const { out } = await run(file, "--json");
      const { catalog, columns, rows } = JSON.parse(out);
      const path = join(folder, "pasted.yaml");
      await writeFile(path, catalog);
      const [declaration] = await readCatalogFile(path);
      expect(declaration.source).toBe(join(folder, file));
      const database = await DuckDbDatabase.open({ memoryLimit: "256MB", threads: 1 });
      const engine = await database.openDataset({ ...declaration, long: null });
      const inferred = engine.schema.columns.map(({ name, type, role, filter, unit }) => ({
        name,
        type,
        role,
        filter,
        unit,
      }));
      expect(columns).toMatchObject(inferred);
      expect(engine.rowCount).toBe(rows);
      if (file.startsWith("Melted")) {
        expect(declaration).toMatchObject({
          name: "melted_rows",
          long: { variable: "metric", value: "value" },
        });
        const long = await database.openDataset({ ...declaration, name: "long" });
        expect(long.schema.long?.measures).toEqual(["pile-valppl", "c4_en-valppl"]);
      }
      database.close();
    },
  );

  it("counts nulls and distinct values", async () => {
    const { out } = await run("duckdb:table.duckdb?table=runs", "--json");
    const { columns } = JSON.parse(out);
    const byName = Object.fromEntries(columns.map((column: { name: string }) => [column.name, column]));
    expect(byName.row_number).toMatchObject({ nulls: 0, distinct: 400 });
    expect(byName.is_final).toMatchObject({ distinct: 2 });
    expect(byName.step.nulls).toBeGreaterThan(10);
  });

  it.each([
    [["none.parquet"], 1, /none\.parquet: does not exist/],
    [["table.duckdb"], 1, /is neither Parquet nor CSV nor JSON nor Arrow by its extension/],
    [["s3://lake/a.parquet"], 1, /^DUCKDB_EXTENSION_DIR: is not set/],
    [[], 2, /missing required argument 'source'/],
  ])("fails with one line for %j", async (args, expected, message) => {
    const { code, err, out } = await run(...args);
    expect(code).toBe(expected);
    expect(err).toMatch(message);
    expect(out).toBe("");
  });
});
