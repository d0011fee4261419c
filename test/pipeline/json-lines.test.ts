import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PipelineError } from "../../src/errors.js";
import { readJsonLines } from "../../src/pipeline/json-lines.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-lines-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array): Promise<unknown[]> {
  const path = join(folder, "x.jsonl");
  await writeFile(path, content);
  const records: unknown[] = [];
  for await (const record of readJsonLines(path)) records.push(record);
  return records;
}

async function problemOf(content: string | Uint8Array): Promise<string> {
  const error = await read(content).catch((reason: unknown) => reason);
  if (!(error instanceof PipelineError)) throw new Error(`read without an error: ${JSON.stringify(error)}`);
  expect(error.subject).toBe(join(folder, "x.jsonl"));
  expect(error.message).not.toContain("\n");
  return `${error.code}: ${error.problem}`;
}

describe("JSON lines", () => {
  test("end at a line feed alone, with or without a carriage return, and with or without the last", async () => {
    const records = [{ a: 1 }, { a: 2 }];
    expect(await read('{"a":1}\n{"a":2}\n')).toEqual(records);
    expect(await read('{"a":1}\r\n{"a":2}\r\n')).toEqual(records);
    expect(await read('{"a":1}\n\n  \n{"a":2}')).toEqual(records);
    expect(await read("")).toEqual([]);
  });

  test("may hold U+2028, U+2029, U+0085, vertical tabs and form feeds in their texts", async () => {
    const record = { a: "one\u2028two\u2029three\u0085four" };
    expect(await read(`${JSON.stringify(record)}\n{"b":1}\n`)).toEqual([record, { b: 1 }]);
  });

  test("may begin with a byte-order mark, also in the middle of files put together", async () => {
    expect(await read('\uFEFF{"a":1}\n\uFEFF{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("may be compressed with gzip", async () => {
    expect(await read(gzipSync('{"a":1}\n{"a":2}\n'))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("may be longer than what is read at a time, with characters on the border", async () => {
    const records = [{ a: "é".repeat(300_000) }, { b: "x" }, { a: "€".repeat(200_001) }];
    const lines = records.map((record) => JSON.stringify(record)).join("\n");
    expect(await read(lines)).toEqual(records);
    expect(await read(gzipSync(lines))).toEqual(records);
  });

  test.each<[string, string | Uint8Array]>([
    ["input-bad-value: line 2 is not a JSON object", '{"a":1}\n[1]\n'],
    ["input-bad-value: line 2 is not a JSON object", '{"a":1}\n{"a":\n{"a":3}\n'],
    [
      "input-bad-value: line 3 is incomplete, because the file ends in the middle of it",
      '{"a":1}\n{"a":2}\n{"a":3,"b',
    ],
    ["input-bad-value: line 2 is not a JSON object", '{"a":1}\n[2]'],
    ["input-bad-value: line 2 is not UTF-8", Buffer.from('{"a":1}\n{"a":"\xff"}\n', "latin1")],
    ["input-bad-value: is UTF-16 where UTF-8 is needed", Buffer.from('\uFEFF{"a":1}', "utf16le")],
    [
      "input-bad-value: cannot be decompressed (gzip: unexpected end of file)",
      gzipSync('{"a":1}\n'.repeat(1000)).subarray(0, 40),
    ],
    [
      'input-placeholder: is an HTML page ("Sign in") and not a data file',
      "<!DOCTYPE html><title>Sign in</title>",
    ],
    [
      "input-placeholder: is a Git LFS pointer and not the file of 12,345 bytes that it points to",
      `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`,
    ],
  ])("are refused: %s", async (problem, content) => {
    expect(await problemOf(content)).toBe(problem);
  });
});
