/** The memory that a pickle may take follows from the memory that Node has. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { STARTUP_ERRORS } from "../../src/errors.js";
import { ServerProcess } from "../support/server-process.js";
import { MELTED_ROWS, makeFolder, writeMelted } from "../support/small-files.js";

const HEAP_MB = 60;

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
});
afterAll(() => remove());

it("a file that takes more ends the start in one line, not the process by a signal", async () => {
  const path = join(folder, "lists.pkl");
  const lists = Buffer.alloc(4_000_000, "]");
  lists.set([0x80, 4]);
  await writeFile(path, lists);
  const server = new ServerProcess({
    EVALUATIONS_PATH: await writeMelted(join(folder, "e.parquet"), MELTED_ROWS),
    COMPARISONS_PATH: path,
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
  });
  try {
    expect(await server.exitCode()).toBe(1);
    const [line, ...rest] = server.stderr.split("\n");
    expect(rest).toEqual([""]);
    const [, limitMb] = /: takes more than (\d+) MB of memory to read; /.exec(line) ?? [];
    expect(line).toBe(
      `COMPARISONS_PATH ${path}: takes more than ${limitMb} MB of memory to read; ${STARTUP_ERRORS["too-large"]}`,
    );
    expect(Number(limitMb)).toBeLessThan(HEAP_MB);
  } finally {
    await server.end();
  }
});
