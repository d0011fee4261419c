/** Files that appear whole, and together. */
import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeTogether } from "../../src/pipeline/atomic-file.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-atomic-"));
  for (const name of ["a", "b"]) await writeFile(join(folder, name), "old");
});
afterEach(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, name), "utf8");

it("files that belong together appear together, with their hashes", async () => {
  const written = await writeTogether(async (files) => {
    const first = await files.add(join(folder, "a"), (path) => writeFile(path, "new"));
    expect(await read("a")).toBe("old");
    return [first, await files.add(join(folder, "b"), (path) => writeFile(path, "newer"))];
  });
  expect(written.map(({ sizeBytes }) => sizeBytes)).toEqual([3, 5]);
  expect([await read("a"), await read("b")]).toEqual(["new", "newer"]);
  expect(await readdir(folder)).toEqual(["a", "b"]);
});

it("a failure half-way leaves all files of the generation before", async () => {
  const work = writeTogether(async (files) => {
    await files.add(join(folder, "a"), (path) => writeFile(path, "new"));
    await files.add(join(folder, "b"), async (path) => {
      await writeFile(path, "half");
      throw new Error("the disk is full");
    });
  });
  await expect(work).rejects.toThrow("the disk is full");
  expect([await read("a"), await read("b")]).toEqual(["old", "old"]);
  expect(await readdir(folder)).toEqual(["a", "b"]);
});

it("a folder in the place of one file keeps every file from being replaced", async () => {
  await rm(join(folder, "b"));
  await mkdir(join(folder, "b"));
  const work = writeTogether(async (files) => {
    for (const name of ["a", "b"]) await files.add(join(folder, name), (path) => writeFile(path, "new"));
  });
  await expect(work).rejects.toMatchObject({
    code: "cannot-write",
    subject: join(folder, "b"),
    problem: "cannot be replaced (a folder has its name)",
  });
  expect(await read("a")).toBe("old");
  expect(await readdir(folder)).toEqual(["a", "b"]);
});

it("a pipe that gets a file's name while it is written is not replaced", async () => {
  const path = join(folder, "b");
  const work = writeTogether(async (files) => {
    await files.add(join(folder, "a"), (place) => writeFile(place, "new"));
    await files.add(path, async (place) => {
      await writeFile(place, "new");
      await rm(path);
      execFileSync("mkfifo", [path]);
    });
  });
  await expect(work).rejects.toMatchObject({
    code: "cannot-write",
    message:
      `${path}: cannot be replaced (it is not a regular file); check the folder's permissions and the free space, ` +
      "or choose another (--out, CACHE_DIR or PREPARED_PATH)",
  });
  expect((await lstat(path)).isFIFO()).toBe(true);
  expect(await read("a")).toBe("old");
  expect(await readdir(folder)).toEqual(["a", "b"]);
});

it("files of one build have one modification time, and those of a later build another", async () => {
  const write = (names: readonly string[]) =>
    writeTogether(async (files) => {
      for (const name of names) {
        await files.add(join(folder, name), (path) => writeFile(path, name));
        await new Promise((done) => setTimeout(done, 5));
      }
    });
  const modifiedMsOf = async (name: string) => (await stat(join(folder, name))).mtimeMs;
  await write(["a", "b"]);
  expect(await modifiedMsOf("a")).toBe(await modifiedMsOf("b"));
  await write(["b"]);
  expect(await modifiedMsOf("a")).toBeLessThan(await modifiedMsOf("b"));
});
