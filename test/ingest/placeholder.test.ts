import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readComparisons, readEvaluations } from "../../src/datasets/read.js";
import { describePlaceholder } from "../../src/ingest/placeholder.js";

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 20467701\n`;

describe("a placeholder", () => {
  it.each([
    [POINTER, "is a Git LFS pointer and not the file of 20,467,701 bytes that it points to"],
    ["version https://git-lfs.github.com/spec/v1", "is a Git LFS pointer and not the file that it points to"],
    ["/annex/objects/SHA256E-s12--ab.parquet\n", "is a git-annex pointer and not the file that it points to"],
    ["../../.git/annex/objects/x", "is a git-annex pointer and not the file that it points to"],
    ["<!DOCTYPE html>\n<html>", "is an HTML page and not a data file"],
    [
      "\uFEFF \r\n<HTML><Title lang=en>\n Sign\n in </Title>",
      'is an HTML page ("Sign in") and not a data file',
    ],
    [
      `<html><title>\u001b[31m${"x".repeat(99)}</title>`,
      `is an HTML page ("\\u001b[31m${"x".repeat(55)}") and not a data file`,
    ],
    ["<head></head>", "is an HTML page and not a data file"],
    [
      '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>',
      "is an XML document, as servers send with an error, and not a data file",
    ],
  ])("%j %s", (text, description) => {
    expect(describePlaceholder(Buffer.from(text))).toBe(description);
  });

  it.each(["", "PAR1", "\x80\x05\x95", '{"run_id":"<html>"}', "<heading>", "version 1", "\x1f\x8b"])(
    "is not %j",
    (text) => {
      expect(describePlaceholder(Buffer.from(text, "latin1"))).toBeUndefined();
    },
  );

  it("ends a start in the place of either data file, with the cure", async () => {
    const folder = await mkdtemp(join(tmpdir(), "placeholder-"));
    const path = join(folder, "data");
    await writeFile(path, POINTER);
    for (const read of [readEvaluations, readComparisons]) {
      const error = await read(path).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "placeholder-file", subject: path });
      expect((error as Error).message).toMatch(
        /points to; replace it with the data file itself: run `git lfs pull`/,
      );
    }
    await rm(folder, { recursive: true });
  });
});
