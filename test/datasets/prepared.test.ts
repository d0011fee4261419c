/** Prepared data is the raw files in another form: used only where it was made of just these, and never trusted. */
import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readPreparedFile } from "../../src/datasets/prepared.js";
import { type DatasetPaths, type Datasets, readDatasets } from "../../src/datasets/read.js";
import { prepareDatasets } from "../../src/pipeline/prepare.js";
import { expectRefusedDamage, flipBit } from "../support/prepared-damage.js";
import { ROOT } from "../support/served-app.js";
import { MELTED_ROWS, makeFolder, writeComparisons, writeMelted } from "../support/small-files.js";
import { toTableJson } from "../support/table-json.js";

interface LogLine {
  readonly level: "info" | "warn";
  readonly message: string;
  readonly reason?: string;
}

const NOT_USED = "the file of PREPARED_PATH is not used, the data files are read";
const NOT_THERE = "reading the data files; `datadecide prepare` makes starts faster";

let folder: string;
let remove: () => Promise<void>;
let paths: DatasetPaths;
let preparedPath: string;
let prepared: Buffer;
let raw: Datasets;
/** The built one, because it starts a thread of what is built. */
let loadDatasets: typeof import("../../src/datasets/load.js").loadDatasets;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  paths = {
    evaluations: await writeMelted(join(folder, "e.parquet"), MELTED_ROWS),
    comparisons: await writeComparisons(join(folder, "c.parquet")),
  };
  preparedPath = join(folder, "deep/er/prepared.bin");
  const { file } = await prepareDatasets(paths, preparedPath);
  prepared = await readFile(preparedPath);
  expect(prepared).toHaveLength(file.sizeBytes);
  raw = await readDatasets(paths);
  ({ loadDatasets } = await import(pathToFileURL(join(ROOT, "dist/datasets/load.js")).href));
});
afterAll(() => remove());
beforeEach(() => writeFile(preparedPath, prepared));

async function load(given = paths): Promise<{ datasets: Datasets; lines: LogLine[] }> {
  const lines: LogLine[] = [];
  const note = (level: LogLine["level"]) => (details: object, message: string) =>
    lines.push({ level, message, ...details });
  const log = { info: note("info"), warn: note("warn") };
  return { datasets: await loadDatasets(given, preparedPath, log), lines };
}

/** All that the datasets hold, as plain values. */
function describeDatasets({ evaluations, comparisons }: Datasets) {
  const { view } = evaluations;
  return {
    evaluations: {
      table: toTableJson(view.table),
      dictionaries: view.table.columns.map((column) => column.kind === "dictionary" && column.dictionary),
      starts: [...view.segments.starts],
      names: [view.variableName, view.valueName],
      counts: [evaluations.rowCount, evaluations.missingCount],
      ignored: evaluations.ignoredColumns,
      source: evaluations.source,
    },
    comparisons: {
      table: toTableJson(comparisons.table),
      dictionaries: comparisons.table.columns.map(
        (column) => column.kind === "dictionary" && column.dictionary,
      ),
      starts: [...comparisons.segments.starts],
      base: comparisons.baseColumns,
      metrics: [...comparisons.columnsByMetric],
      ignored: comparisons.ignoredColumns,
      source: comparisons.source,
    },
  };
}

/** That the parts of a dataset are the same objects again, which filters by run and texts by column count on. */
function expectWholeIdentity({ evaluations, comparisons }: Datasets) {
  const { table, segments, idColumns, valueColumns } = evaluations.view;
  expect([...idColumns, ...valueColumns].every((column, index) => column === table.columns[index])).toBe(
    true,
  );
  expect(table.columns).toHaveLength(idColumns.length + valueColumns.length);
  expect(segments.keys).toHaveLength(2);
  expect(segments.keys[0] === table.get("data") && segments.keys[1] === table.get("params")).toBe(true);
  expect(comparisons.segments.keys).toEqual([]);
}

describe("prepared data that was made of the files that are there", () => {
  it("is used, and holds just what reading the files gives", async () => {
    const { datasets, lines } = await load();
    expect(lines.map(({ message }) => message)).not.toContain(NOT_USED);
    expect(lines.map(({ message }) => message)).not.toContain(NOT_THERE);
    expect(describeDatasets(datasets)).toEqual(describeDatasets(raw));
    expectWholeIdentity(datasets);
  });

  it("is used wherever the files lie, and names the place of now", async () => {
    const elsewhere = join(folder, "elsewhere");
    await mkdir(elsewhere);
    const moved = { evaluations: join(elsewhere, "x"), comparisons: join(elsewhere, "y") };
    await cp(paths.evaluations, moved.evaluations);
    await cp(paths.comparisons, moved.comparisons);
    const { datasets, lines } = await load(moved);
    expect(lines.map(({ message }) => message)).not.toContain(NOT_USED);
    expect(datasets.evaluations.source.path).toBe(moved.evaluations);
    expect(datasets.comparisons.source.path).toBe(moved.comparisons);
  });
});

describe("prepared data that cannot be used is named with the reason, and the files are read", () => {
  async function expectFiles(reason: RegExp) {
    const { datasets, lines } = await load();
    const line = lines.find(({ message }) => message === NOT_USED);
    expect(line, JSON.stringify(lines)).toMatchObject({ level: "warn", preparedPath });
    expect(line?.reason).toMatch(reason);
    expect(describeDatasets(datasets)).toEqual(describeDatasets(raw));
    expectWholeIdentity(datasets);
  }

  it("where there is none, with no word of a fault", async () => {
    await rm(preparedPath);
    const { datasets, lines } = await load();
    const line = lines.find(({ message }) => message === NOT_THERE);
    expect(line).toEqual({ level: "info", message: NOT_THERE, preparedPath });
    expect(describeDatasets(datasets)).toEqual(describeDatasets(raw));
  });

  it("where a folder is in its place", async () => {
    await rm(preparedPath);
    await mkdir(preparedPath);
    try {
      await expectFiles(/^is a folder$/);
    } finally {
      await rm(preparedPath, { recursive: true });
    }
  });

  it("where a pipe is in its place, without waiting for it", async () => {
    await rm(preparedPath);
    execFileSync("mkfifo", [preparedPath]);
    await expectFiles(/^is not a regular file$/);
    await rm(preparedPath);
  });

  it("where it is a device without an end", async () => {
    await rm(preparedPath);
    await symlink("/dev/zero", preparedPath);
    await expectFiles(/^is not a regular file$/);
    await rm(preparedPath);
  });

  it("where it is large and something else, of which no more than the beginning is read", async () => {
    await truncate(preparedPath, 0);
    await truncate(preparedPath, 3 * 2 ** 30);
    await expectFiles(/^it is no prepared file$/);
  });

  it.each([
    ["empty", () => Buffer.alloc(0), /^it is no prepared file$/],
    ["another file", () => Buffer.from('{"magic":"something else"}\nrest'), /^it is no prepared file$/],
    ["no JSON", () => Buffer.alloc(5000, 0x41), /^it is no prepared file$/],
    ["JSON without a line", () => Buffer.from("null"), /^it is no prepared file$/],
    ["a JSON null", () => Buffer.from("null\n"), /^it is no prepared file$/],
    ["a header alone", () => prepared.subarray(0, prepared.indexOf("\n") + 1), /^it has 0 of \d+ bytes$/],
    ["cut in the header", () => prepared.subarray(0, 40), /^it is no prepared file$/],
    ["cut in the middle", () => prepared.subarray(0, prepared.length >> 1), /^it has \d+ of \d+ bytes$/],
    ["cut by one byte", () => prepared.subarray(0, -1), /^it has \d+ of \d+ bytes$/],
    ["longer by one byte", () => Buffer.concat([prepared, Buffer.alloc(1)]), /^it has \d+ of \d+ bytes$/],
    [
      "changed in its first byte",
      () => flipBit(prepared, prepared.indexOf("\n") + 1),
      /^its bytes are not those that were/,
    ],
    [
      "changed in its last byte",
      () => flipBit(prepared, prepared.length - 1),
      /^its bytes are not those that were/,
    ],
    ["of another form", () => alter('"version":', '"version":9'), /^its format is version 9\d+, not \d+$/],
    ["of another runtime", () => alter('"v8":"', '"v8":"0'), /^it was written by another version of Node$/],
    [
      "of other evaluations",
      () => alter('"evaluations":"', '"evaluations":"0'),
      /^it was made of other evaluations/,
    ],
    [
      "of other comparisons",
      () => alter('"comparisons":"', '"comparisons":"0'),
      /^it was made of other comparisons/,
    ],
    ["without its sources", () => alter('"sources"', '"sorces"'), /^it was made of other evaluations/],
  ])("where it is %s", async (_, make, reason) => {
    await writeFile(preparedPath, make());
    expect(await readPrepared()).toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it("where it was cut, with the reason in the log", async () => {
    await writeFile(preparedPath, prepared.subarray(0, -1));
    await expectFiles(/^it has \d+ of \d+ bytes$/);
  });

  it("where a file has changed since", async () => {
    const changed = MELTED_ROWS.map((row) => ({ ...row, value: row.value + 1 }));
    const given = { ...paths, evaluations: await writeMelted(join(folder, "changed.parquet"), changed) };
    const { datasets, lines } = await load(given);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        message: NOT_USED,
        reason: "it was made of other evaluations than are there now",
      }),
    );
    const [value] = datasets.evaluations.view.valueColumns[0].values;
    expect(value).toBe(raw.evaluations.view.valueColumns[0].values[0] + 1);
  });

  it("whichever byte is changed, without ever throwing", async () => {
    expect(await readPrepared()).toHaveProperty("contents");
    const headerLength = prepared.indexOf("\n") + 1;
    for (let at = 0; at < prepared.length; at += at < headerLength ? 5 : Math.ceil(prepared.length / 20)) {
      await writeFile(preparedPath, flipBit(prepared, at, 1 << (at % 8)));
      expectRefusedDamage(await readPrepared(), prepared, at);
    }
  });

  it("and a mistake in the files themselves is reported all the same", async () => {
    const missing = { ...paths, comparisons: join(folder, "gone.pkl") };
    await expect(load(missing)).rejects.toMatchObject({ code: "file-missing", subject: missing.comparisons });
  });
});

describe("preparing", () => {
  it("leaves no unfinished file, and nothing at all where a file cannot be read", async () => {
    const path = join(folder, "none/prepared.bin");
    const missing = { ...paths, evaluations: join(folder, "gone.parquet") };
    await expect(prepareDatasets(missing, path)).rejects.toMatchObject({ code: "file-missing" });
    await expect(readFile(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("takes the place of what was there, and leaves nothing else beside it", async () => {
    await writeFile(preparedPath, "something old");
    await prepareDatasets(paths, preparedPath);
    expect(await readdir(dirname(preparedPath))).toEqual([basename(preparedPath)]);
    const { datasets, lines } = await load();
    expect(lines.map(({ message }) => message)).not.toContain(NOT_USED);
    expect(describeDatasets(datasets)).toEqual(describeDatasets(raw));
  });
});

/** What reading the prepared file gives where the data files are those that it was made of. */
function readPrepared() {
  const { evaluations, comparisons } = raw;
  return readPreparedFile(preparedPath, async () => ({
    evaluations: evaluations.source,
    comparisons: comparisons.source,
  }));
}

/** The prepared file with a text of its header changed. */
function alter(text: string, other: string): Buffer {
  const end = prepared.indexOf("\n");
  const header = prepared.toString("utf8", 0, end);
  expect(header).toContain(text);
  return Buffer.concat([Buffer.from(header.replace(text, other)), prepared.subarray(end)]);
}
