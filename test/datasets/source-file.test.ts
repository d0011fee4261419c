import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSourceFile, UNLISTED } from "../../src/datasets/source-file.js";

let folder: string;
let path: string;
const CONTENT = "the content";
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
    const { bytes, source } = await readSourceFile(path);
    expect(bytes.toString()).toBe(CONTENT);
    expect(source).toEqual({ path, sha256, sizeBytes: 11, provenance: UNLISTED });
  });

  it("has the provenance that the manifest gives to its bytes, under whatever name", async () => {
    const files = {
      "other.bin": { sha256: "00", provenance: "nobody" },
      "renamed.bin": { sha256, provenance: "somebody" },
    };
    await writeManifest({ files });
    expect((await readSourceFile(path)).source.provenance).toBe("somebody");
  });

  it("is recognised by a hash in upper case, and by a manifest with a byte-order mark", async () => {
    const entry = { sha256: sha256.toUpperCase(), provenance: "measured" };
    await writeManifest(`\uFEFF${JSON.stringify({ files: { "data.bin": entry } })}`);
    expect((await readSourceFile(path)).source.provenance).toBe("measured");
  });

  it("is unlisted when the manifest has its name with another hash", async () => {
    await writeManifest({ files: { "data.bin": { sha256: "00", provenance: "somebody" } } });
    expect((await readSourceFile(path)).source.provenance).toBe("unlisted file");
  });

  it.each([
    ["no JSON", "{"],
    ["without files", {}],
    ["a null", "null"],
    ["with a null for a file", { files: { "data.bin": null } }],
  ])("is refused beside a manifest that is malformed: %s", async (_, manifest) => {
    await writeManifest(manifest);
    await expect(readSourceFile(path)).rejects.toMatchObject({
      code: "bad-manifest",
      subject: join(folder, "manifest.json"),
      problem: expect.stringMatching(/^is not a manifest \(.+\)$/),
    });
  });

  it.each([7, null, undefined])(
    "is refused when the manifest lists it with the provenance %s",
    async (provenance) => {
      await writeManifest({ files: { "data.bin": { sha256, provenance } } });
      await expect(readSourceFile(path)).rejects.toMatchObject({
        code: "bad-manifest",
        problem: "is not a manifest (a file's provenance is not a text)",
      });
    },
  );

  it("is refused beside a manifest that cannot be read", async () => {
    await mkdir(join(folder, "manifest.json"));
    await expect(readSourceFile(path)).rejects.toMatchObject({
      code: "bad-manifest",
      problem: expect.stringMatching(/^cannot be read \(EISDIR/),
    });
  });

  it.each([
    ["nothing has its name", "none.bin"],
    ["its folder is a file", "data.bin/none.bin"],
  ])("is file-missing when %s", async (_, name) => {
    await expect(readSourceFile(join(folder, name))).rejects.toMatchObject({
      code: "file-missing",
      subject: join(folder, name),
      problem: "is not there",
    });
  });

  it("is file-unreadable when it is a folder", async () => {
    const place = join(folder, "folder");
    await mkdir(place);
    await expect(readSourceFile(place)).rejects.toMatchObject({
      code: "file-unreadable",
      subject: place,
      problem: "is not a regular file",
    });
  });

  it.skipIf(process.getuid?.() === 0)("is file-unreadable without the permission", async () => {
    await chmod(path, 0o000);
    await expect(readSourceFile(path)).rejects.toMatchObject({
      code: "file-unreadable",
      problem: expect.stringMatching(/^cannot be read \(EACCES/),
    });
  });
});
