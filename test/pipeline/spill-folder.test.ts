/** Folders for spilled data: whose they are, and when they go. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withDatabase } from "../../src/pipeline/database.js";
import { HOST } from "../../src/pipeline/owners.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-spilled-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("a start removes what a killed process left, and nothing else", async () => {
  const { pid: gone } = spawnSync(process.execPath, ["--version"]);
  const abandoned = `datadecide-spill-${HOST}-${gone}-0123abcd`;
  const kept = [
    // Of a process that runs, of another machine, of somebody else's making.
    `datadecide-spill-${HOST}-${process.ppid}-0123abcd`,
    `datadecide-spill-${HOST}x-${gone}-0123abcd`,
    `datadecide-spill-${HOST}-${gone}-mine`,
    `${abandoned}-copy`,
  ];
  for (const name of [abandoned, ...kept]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "block"), "spilled");
  }
  await withDatabase({ spillFolder: folder }, async () => {
    const own = (await readdir(folder)).filter((name) => !kept.includes(name));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(new RegExp(`^datadecide-spill-${HOST}-${process.pid}-[0-9a-f]{8}$`));
  });
  expect(await readdir(folder)).toEqual(kept.toSorted());
});

it("a missing folder is not created, and the line has the cure", async () => {
  const spillFolder = join(folder, "nowhere");
  await expect(withDatabase({ spillFolder }, async () => {})).rejects.toMatchObject({
    code: "spill-folder-missing",
    message: `${spillFolder}: is not there; make the folder, or choose another with --spill`,
  });
  expect(await readdir(folder)).toEqual([]);
});
