/** The command `query` as a process, beside the server: the same bytes, and its own failures. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATA, FT, ROOT } from "./support/served-app.js";
import { ServerProcess } from "./support/server-process.js";
import {
  MELTED_ROWS,
  makeFolder,
  writeComparisons,
  writeLongMelted,
  writeMelted,
} from "./support/small-files.js";

const PROGRAM = join(ROOT, "dist/cli.js");

let folder: string;
let remove: () => Promise<void>;
let settings: Readonly<Record<string, string>>;
let server: ServerProcess;
let port: number;
beforeAll(async () => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there; run npm run build before the tests`);
  ({ folder, remove } = await makeFolder());
  settings = {
    EVALUATIONS_PATH: await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS),
    COMPARISONS_PATH: await writeComparisons(join(folder, "comparisons.parquet")),
    PREPARED_PATH: join(folder, "none.bin"),
  };
  server = new ServerProcess(settings);
  port = await server.port();
  await server.line("ready");
});
afterAll(async () => {
  await server.end();
  await remove();
});

interface Ended {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

function query(
  args: readonly string[],
  given: Readonly<Record<string, string>> = {},
  onStart: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, "query", ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...settings, ...given },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });
  const chunks: Buffer[] = [];
  let err = "";
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (text) => {
    err += text;
  });
  onStart(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out: Buffer.concat(chunks), err }));
  });
}

async function fetchBytes(path: string): Promise<Buffer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { "accept-encoding": "identity" },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Lines of standard error besides the warnings of files that no manifest lists. */
const complaints = (err: string) => err.split("\n").filter((line) => !line.startsWith("warning: "));

describe("the command query", () => {
  it.each([
    ["json", "metric=pile-valppl&data=C4"],
    ["csv", "metric=pile-valppl&params=1B&sort=-value&limit=2&columns=data,value"],
    ["columns", "shape=wide"],
    ["ndjson", ""],
    ["arrow", "data=Dolma1.7"],
  ])("prints the bytes of the server as %s for %j", async (format, text) => {
    const { code, out, err } = await query([...(text === "" ? [] : [text]), "--format", format]);
    expect(code, err).toBe(0);
    expect(out.equals(await fetchBytes(`${DATA}?${text}&format=${format}`))).toBe(true);
    expect(complaints(err)).toEqual([""]);
  });

  it("prints JSON as the server does without a format, of parameters one after another", async () => {
    const { out } = await query(["?metric=pile-valppl", "limit=1", "data=C4"]);
    expect(out.equals(await fetchBytes(`${DATA}?metric=pile-valppl&limit=1&data=C4`))).toBe(true);
  });

  it("prints the comparisons", async () => {
    const { out } = await query(["--dataset", "comparisons", "format=csv"]);
    expect(out.equals(await fetchBytes(`${FT}?format=csv`))).toBe(true);
  });

  it("writes a file beside where it is run, in the format of its ending, and nothing else", async () => {
    const { code, out, err } = await query(["data=C4", "--out", "c4.csv"]);
    expect(code, err).toBe(0);
    expect(out).toHaveLength(0);
    const bytes = await readFile(join(folder, "c4.csv"));
    expect(bytes.equals(await fetchBytes(`${DATA}.csv?data=C4`))).toBe(true);
    expect(complaints(err)).toEqual([`12 rows, ${bytes.length} bytes in ${join(folder, "c4.csv")}`, ""]);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("lists every mistake on a line, with similar values and code 2", async () => {
    const { code, out, err } = await query(["metric=pile-valpl&data=C5", "colour=red"]);
    expect(code).toBe(2);
    expect(out).toHaveLength(0);
    const lines = complaints(err);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('metric: "pile-valpl" is not a known value; similar: pile-valppl, c4_en-valppl');
    expect(lines[1]).toMatch(/^data: "C5" is not a known value; similar: C4/);
    expect(lines[2]).toMatch(/^colour: "red" is not a parameter of this route/);
  });

  it("names the datasets for one that is unknown, with code 2", async () => {
    const { code, err } = await query(["--dataset", "comparison"]);
    expect(code).toBe(2);
    expect(complaints(err)).toEqual(['--dataset "comparison" is none of evaluations, comparisons', ""]);
  });

  it("refuses a text that is no query, and an ending of no format or another, with code 2", async () => {
    const cases: [args: string[], message: string][] = [
      [
        ["pile-valppl"],
        '"pile-valppl" is no query; a query is one or more name=value, such as metric=pile-valppl',
      ],
      [["data=C4", "--out", "c4.txt"], "c4.txt ends in none of .json, .columns, .csv"],
      [["data=C4", "--format", "arrow", "--out", "c4-arrow.csv"], "c4-arrow.csv contradicts --format arrow"],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await query(args);
      expect(err).toContain(message);
      expect(code).toBe(2);
    }
  });

  it("refuses two formats that differ", async () => {
    const { code, err } = await query(["format=csv", "--format", "json"]);
    expect(code).toBe(2);
    expect(complaints(err)).toEqual(['format: "csv" contradicts --format json', ""]);
  });

  it("names the setting of a file that is missing, with code 1", async () => {
    const { code, err } = await query([], { EVALUATIONS_PATH: "/nowhere.parquet" });
    expect(code).toBe(1);
    expect(complaints(err)).toEqual([
      "EVALUATIONS_PATH /nowhere.parquet: is not there; put the file there, or correct the path in the setting",
      "",
    ]);
  });

  it("leaves what cannot be written as it was", async () => {
    const { code, err } = await query(["--out", folder]);
    expect(code).toBe(1);
    expect(err).toBe(
      `${folder}: cannot be replaced (a folder has its name); check the folder's permissions and the free space, or choose another (--out, CACHE_DIR or PREPARED_PATH)\n`,
    );
  });
});

describe("the command query with many rows", () => {
  let long: Readonly<Record<string, string>>;
  beforeAll(async () => {
    long = { EVALUATIONS_PATH: await writeLongMelted(join(folder, "long.parquet"), 100_000) };
  });

  it("waits for a reader that pauses, and prints all of them", async () => {
    const { code, out } = await query(["--format", "ndjson"], long, (child) => {
      child.stdout?.pause();
      setTimeout(() => child.stdout?.resume(), 1500);
    });
    expect(code).toBe(0);
    expect(out.toString().trimEnd().split("\n")).toHaveLength(100_000);
  });

  it("ends without a word when its reader leaves", async () => {
    const { code, err } = await query(["--format", "ndjson"], long, (child) => {
      child.stdout?.once("data", () => child.stdout?.destroy());
    });
    expect(code).toBe(141);
    expect(complaints(err)).toEqual([""]);
  });

  it("ends in one line when it is interrupted while its reader pauses", async () => {
    const { code, err } = await query(["--format", "ndjson"], long, (child) => {
      child.stdout?.once("data", () => {
        child.stdout?.pause();
        child.kill("SIGINT");
        setTimeout(() => child.stdout?.resume(), 1000);
      });
    });
    expect(code).toBe(1);
    expect(complaints(err)).toEqual([
      "the command: was interrupted; run the command again; no half-written file was left",
      "",
    ]);
  });
});
