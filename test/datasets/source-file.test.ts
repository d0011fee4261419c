import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashSourceFile, readSourceFile, UNLISTED } from "../../src/datasets/source-file.js";
import { StartupError } from "../../src/errors.js";

let folder: string;
let path: string;
const CONTENT = "the content";
const accept = () => undefined;
const sha256 = createHash("sha256").update(CONTENT).digest("hex");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "source-file-"));
  path = join(folder, "data.bin");
  await writeFile(path, CONTENT);
});

afterEach(() => rm(folder, { recursive: true }));

function writeManifest(content: unknown): Promise<void> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return writeFile(join(folder, "manifest.json"), text);
}

describe("a data file", () => {
  it("comes with its hash, its size and its path", async () => {
    const { bytes, source } = await readSourceFile(path, accept);
    expect(bytes.toString()).toBe(CONTENT);
    expect(source).toEqual({ path, sha256, sizeBytes: 11, provenance: UNLISTED });
  });

  it("has the provenance that the manifest gives to its bytes, under whatever name", async () => {
    const files = {
      "other.bin": { sha256: "00", provenance: "nobody" },
      "renamed.bin": { sha256, provenance: "somebody" },
    };
    await writeManifest({ files });
    expect((await readSourceFile(path, accept)).source.provenance).toBe("somebody");
  });

  it("is recognised by a hash in upper case, and by a manifest with a byte-order mark", async () => {
    const entry = { sha256: sha256.toUpperCase(), provenance: "measured" };
    await writeManifest(`\uFEFF${JSON.stringify({ files: { "data.bin": entry } })}`);
    expect((await readSourceFile(path, accept)).source.provenance).toBe("measured");
  });

  it("is unlisted when the manifest has its name with another hash", async () => {
    await writeManifest({ files: { "data.bin": { sha256: "00", provenance: "somebody" } } });
    expect((await readSourceFile(path, accept)).source.provenance).toBe("unlisted file");
  });

  it.each([
    ["no JSON", "{", /^is not a manifest \(Expected property name .+\)$/],
    ["without files", {}, /^is not a manifest \(it has no "files"\)$/],
    ["a null", "null", /^is not a manifest \(it has no "files"\)$/],
    ["with a null for its files", { files: null }, /^is not a manifest \(it has no "files"\)$/],
  ])("is refused beside a manifest that is malformed: %s", async (_, manifest, problem) => {
    await writeManifest(manifest);
    await expect(readSourceFile(path, accept)).rejects.toMatchObject({
      code: "bad-manifest",
      subject: join(folder, "manifest.json"),
      problem: expect.stringMatching(problem),
    });
  });

  it("is unlisted beside a manifest with a null for it", async () => {
    await writeManifest({ files: { "data.bin": null } });
    expect((await readSourceFile(path, accept)).source.provenance).toBe("unlisted file");
  });

  it("is known to a manifest with a byte-order mark and its hash in capitals", async () => {
    const files = { "data.bin": { sha256: sha256.toUpperCase(), provenance: "somebody" } };
    await writeManifest(`\ufeff${JSON.stringify({ files })}`);
    expect((await readSourceFile(path, accept)).source.provenance).toBe("somebody");
  });

  it.each(["a pipe", "a device", "a huge file"])("is refused beside %s for a manifest", async (what) => {
    const manifest = join(folder, "manifest.json");
    if (what === "a pipe") execFileSync("mkfifo", [manifest]);
    else if (what === "a device") await symlink("/dev/zero", manifest);
    else {
      await writeFile(manifest, "");
      await truncate(manifest, 2 ** 33);
    }
    await expect(readSourceFile(path, accept)).rejects.toMatchObject({
      code: "bad-manifest",
      problem:
        what === "a huge file" ? "is not a manifest (it has 8589934592 bytes)" : "is not a regular file",
    });
  });

  it.each([7, null, undefined])(
    "is refused when the manifest lists it with the provenance %s",
    async (provenance) => {
      await writeManifest({ files: { "data.bin": { sha256, provenance } } });
      await expect(readSourceFile(path, accept)).rejects.toMatchObject({
        code: "bad-manifest",
        problem: "is not a manifest (a file's provenance is not a text)",
      });
    },
  );

  it("is refused beside a manifest that cannot be read", async () => {
    await mkdir(join(folder, "manifest.json"));
    await expect(readSourceFile(path, accept)).rejects.toMatchObject({
      code: "bad-manifest",
      problem: "is a folder",
    });
  });

  it.each([
    ["nothing has its name", "none.bin"],
    ["its folder is a file", "data.bin/none.bin"],
  ])("is file-missing when %s", async (_, name) => {
    await expect(readSourceFile(join(folder, name), accept)).rejects.toMatchObject({
      code: "file-missing",
      subject: join(folder, name),
      problem: "is not there",
    });
  });

  it("is not-a-file when it is a folder", async () => {
    const place = join(folder, "folder");
    await mkdir(place);
    await expect(readSourceFile(place, accept)).rejects.toMatchObject({
      code: "not-a-file",
      subject: place,
      problem: "is a folder",
    });
  });

  it.each(["a pipe", "a device"])("is not-a-file when it is %s", async (what) => {
    const place = join(folder, "special");
    if (what === "a pipe") execFileSync("mkfifo", [place]);
    else await symlink("/dev/zero", place);
    for (const read of [() => readSourceFile(place, accept), () => hashSourceFile(place)]) {
      await expect(read()).rejects.toMatchObject({
        code: "not-a-file",
        subject: place,
        problem: "is not a regular file",
      });
    }
  });

  it("is too-large beyond what a buffer holds", async () => {
    await truncate(path, 2 ** 31);
    await expect(readSourceFile(path, accept)).rejects.toMatchObject({
      code: "too-large",
      subject: path,
      problem: "has 2147483648 bytes, where 2147483647 are the most",
    });
  });

  it("is looked at by its first bytes before the others are read", async () => {
    // More than there is memory for.
    await truncate(path, 2 ** 40);
    const starts: Buffer[] = [];
    const refuse = (start: Buffer) => {
      starts.push(start);
      throw new StartupError("not-pickle", path, "is something else");
    };
    await expect(readSourceFile(path, refuse)).rejects.toMatchObject({ problem: "is something else" });
    expect(starts).toEqual([Buffer.concat([Buffer.from(CONTENT)], 512)]);
  });

  it("has the same hash when it is only hashed, in pieces", async () => {
    await writeFile(path, Buffer.alloc(10_000_000, "0123456789"));
    const { source } = await readSourceFile(path, accept);
    expect(await hashSourceFile(path)).toEqual(source);
    expect(source.sizeBytes).toBe(10_000_000);
  });

  it.skipIf(process.getuid?.() === 0)("is file-unreadable without the permission", async () => {
    await chmod(path, 0o000);
    await expect(readSourceFile(path, accept)).rejects.toMatchObject({
      code: "file-unreadable",
      problem: expect.stringMatching(/^cannot be read \(EACCES/),
    });
  });
});
