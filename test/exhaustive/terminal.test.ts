/** The commands in a pseudo-terminal: what a person sees, narrow and wide. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, writeRawTables } from "../pipeline/evaluations/raw-from-sample.js";
import { smallTables } from "../pipeline/evaluations/small-tables.js";
import { HAS_SCRIPT, renderScreen, runInTerminal } from "../support/pseudo-terminal.js";
import { MELTED_ROWS, makeFolder, writeComparisons, writeMelted } from "../support/small-files.js";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAM = join(ROOT, "dist/cli.js");
const WIDTHS = [40, 120];
if (!HAS_SCRIPT) console.warn("the terminal tests are skipped: there is no `script` of util-linux");

let folder: string;
let remove: () => Promise<void>;
let melted: string;
let settings: Readonly<Record<string, string>>;
let raw: Folder;
beforeAll(async () => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there; run npm run build before the tests`);
  ({ folder, remove } = await makeFolder());
  melted = await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS);
  const comparisons = await writeComparisons(join(folder, "comparisons.parquet"));
  settings = {
    EVALUATIONS_PATH: melted,
    COMPARISONS_PATH: comparisons,
    PREPARED_PATH: join(folder, "prepared.bin"),
  };
  raw = await writeRawTables(smallTables());
});
afterAll(() => remove());

const run = (args: readonly string[], columns: number, onOutput?: (raw: string) => string | undefined) =>
  runInTerminal([process.execPath, PROGRAM, ...args], {
    columns,
    environment: settings,
    ...(onOutput === undefined ? {} : { onOutput }),
  });

/** Nothing moves the cursor after `text`, which begins a line, and the last line ends with a line break. */
function expectLast(output: string, text: string, columns: number): string[] {
  const at = output.lastIndexOf(text);
  expect(at, JSON.stringify(output)).not.toBe(-1);
  expect(output.slice(at)).not.toContain("\x1b");
  const { lines, row, column } = renderScreen(output, columns);
  expect([row, column]).toEqual([lines.length - 1, 0]);
  expect(lines.at(-1)).toBe("");
  const first = lines.findLastIndex((line) => line.startsWith(text.slice(0, columns - 1)));
  expect(first, lines.join("\n")).not.toBe(-1);
  return lines.slice(0, first);
}

describe.skipIf(!HAS_SCRIPT).each(WIDTHS)("in a terminal of %d columns", (columns) => {
  it("the report of verify comes after the bars, which have become lines", async () => {
    const { raw: output, code } = await run(["verify", "--synthetic", melted], columns);
    expect(code).toBe(1);
    expect(output).toContain("\x1b[");
    const above = expectLast(output, "verdict   ", columns);
    expect(above.join("\n")).not.toMatch(/[=-]{3}|%/);
    expect(above.length).toBeGreaterThan(1);
    for (const line of above) expect(line).toMatch(/^\S.* \S/);
    expect(output.endsWith("\n")).toBe(true);
  });

  it("the report of a build comes after the bars, and every step is on a line", async () => {
    const tables = ["--evaluations", ...raw.evaluations, "--perplexities", raw.perplexities];
    const { raw: output, code } = await run(["build", "evaluations", ...tables, "--out", raw.out], columns);
    expect(code, output).toBe(0);
    const above = expectLast(output, "stage", columns);
    for (const step of ["read the metrics", "pivot", "write mean_eval_melted.parquet"]) {
      expect(
        above.some((line) => line.startsWith(`${step} `)),
        above.join("\n"),
      ).toBe(true);
    }
    expect(above.join("\n")).not.toMatch(/={3}|%/);
  });

  it("an error comes after the bars", async () => {
    const damaged = join(folder, "damaged.parquet");
    await writeFile(damaged, "PAR1 and no more");
    const { raw: output, code } = await run(["verify", damaged], columns);
    expect(code).toBe(1);
    expect(output).not.toContain("\x1b[?");
    expectLast(output, `${damaged}: `.slice(0, columns - 1), columns);
  });

  it("Ctrl-C ends the bars before its line, and leaves the terminal as it was", async () => {
    let isTyped = false;
    const shipped = join(ROOT, "initial_data/mean_eval_melted.parquet");
    const { raw: output, code } = await run(["verify", shipped], columns, (soFar) => {
      if (isTyped || !soFar.includes("%")) return undefined;
      isTyped = true;
      return "\x03";
    });
    expect(isTyped).toBe(true);
    expect(code).toBe(1);
    expect(output).not.toContain("\x1b[?");
    expectLast(output, "the command: was interrupted; ", columns);
  });
});

describe.skipIf(!HAS_SCRIPT)("a terminal", () => {
  it("that cannot move its cursor gets lines without escapes", async () => {
    const { raw: output } = await runInTerminal(
      [process.execPath, PROGRAM, "verify", "--synthetic", melted],
      { columns: 80, environment: { ...settings, TERM: "dumb" } },
    );
    expect(output).not.toContain("\x1b");
    expect(output).toMatch(/^read the file.*: /m);
  });

  it("gets no rows that are not text", async () => {
    const { raw: output, code } = await run(["query", "limit=1", "--format", "arrow"], 80);
    expect(code, output).toBe(2);
    const message = "the format arrow is not text; name a file with --out, or redirect the output";
    expect(output.split("\r\n").slice(-2)).toEqual([message, ""]);
  });

  it("gets the address of the page on a line of its own", async () => {
    const { raw: output, code } = await runInTerminal([process.execPath, join(ROOT, "dist/server.js")], {
      columns: 80,
      environment: { ...settings, PORT: "0", NO_COLOR: "1" },
      onOutput: (soFar) => (/ready/.test(soFar) ? "\x03" : undefined),
    });
    expect(code).toBe(0);
    const port = /Server listening at http:\/\/.*:(\d+)/.exec(output)?.[1];
    expect(output.split("\r\n")).toContain(`Explorer: http://localhost:${port}/`);
    expect(output).not.toContain("\x1b");
  });
});
