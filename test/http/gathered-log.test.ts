import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GatheredLog } from "../../src/http/gathered-log.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-log-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A log into a file, and what the file holds. */
function logInto(name: string) {
  const path = join(folder, name);
  const log = new GatheredLog(pino.destination({ dest: path, sync: true }));
  return { log, read: () => readFile(path, "utf8") };
}

describe("gathered lines", () => {
  it("are passed on within a second or so, all together", async () => {
    const { log, read } = logInto("later.log");
    for (const line of ["a\n", "b\n", "c\n"]) log.write(line);
    expect(await read()).toBe("");
    const endMs = performance.now() + 30_000;
    while ((await read()) === "" && performance.now() < endMs) await setTimeout(20);
    expect(await read()).toBe("a\nb\nc\n");
  });

  it("are passed on at once where many come", async () => {
    const { log, read } = logInto("many.log");
    const line = `${"x".repeat(999)}\n`;
    for (let count = 0; count < 70; count++) log.write(line);
    expect(await read()).toBe(line.repeat(66));
    log.flush();
    expect(await read()).toBe(line.repeat(70));
  });

  it("are all written when a flush that waits returns", async () => {
    const { log, read } = logInto("last.log");
    log.write("the last words\n");
    log.flushSync();
    expect(await read()).toBe("the last words\n");
  });
});
