import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { inflate } from "../../src/ingest/parquet/codecs.js";
import { ParquetFault } from "../../src/ingest/parquet/fault.js";
import { inflateLz4, inflateLz4Block } from "../../src/ingest/parquet/lz4.js";
import { parseMetadata, parsePageHeader } from "../../src/ingest/parquet/metadata.js";
import { SeededRandom } from "../support/seeded-random.js";

const FIXTURES = new URL("../fixtures/parquet/", import.meta.url).pathname;

interface Page {
  readonly body: Buffer;
  readonly sizeBytes: number;
  readonly codec: string;
}

/** The pages of a file of version 1, which are compressed whole. */
async function readPages(name: string): Promise<Page[]> {
  const bytes = await readFile(`${FIXTURES}${name}/input.parquet`);
  const pages: Page[] = [];
  for (const { chunks } of parseMetadata(bytes).rowGroups) {
    for (const { start, end, codec } of chunks.values()) {
      for (let offset = start; offset < end; ) {
        const { header, sizeBytes } = parsePageHeader(bytes.subarray(offset, end));
        offset += sizeBytes + header.compressed_page_size;
        const body = bytes.subarray(offset - header.compressed_page_size, offset);
        pages.push({ body, sizeBytes: header.uncompressed_page_size, codec });
      }
    }
  }
  return pages;
}

describe.each([
  "melted-snappy-v1-plain",
  "melted-gzip-v1-plain",
  "melted-brotli-v1-plain",
  "melted-zstd-v1-plain",
  "melted-lz4-v1-plain",
  "compression-lz4-of-hadoop",
])("the pages of %s", (name) => {
  test("decompress to exactly the declared size", async () => {
    for (const { body, sizeBytes, codec } of await readPages(name)) {
      expect(inflate(body, codec, sizeBytes)).toHaveLength(sizeBytes);
      for (const other of [sizeBytes - 1, sizeBytes + 1]) {
        expect(() => inflate(body, codec, other)).toThrow(ParquetFault);
      }
    }
  });

  test("are refused wherever they are cut off, and end in nothing else with bytes changed", async () => {
    const random = new SeededRandom(20251129);
    for (const { body, sizeBytes, codec } of await readPages(name)) {
      for (let round = 0; round < 40; round++) {
        expect(() => inflate(body.subarray(0, random.below(body.length)), codec, sizeBytes)).toThrow(
          ParquetFault,
        );
        const changed = Buffer.from(body);
        changed[random.below(body.length)] = random.below(256);
        try {
          expect(inflate(changed, codec, sizeBytes)).toHaveLength(sizeBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ParquetFault);
        }
      }
    }
  });
});

test("a compression that is not read is named", () => {
  expect(() => inflate(Buffer.alloc(1), "LZO", 1)).toThrow("is compressed with LZO");
  expect(() => inflate(Buffer.alloc(1), "codec 9", 1)).toThrow("is compressed with codec 9");
  expect(() => inflate(Buffer.alloc(1), "toString", 1)).toThrow("is compressed with toString");
});

describe("LZ4", () => {
  test("has matches that overlap what they make", () => {
    // One literal, a match of 19 + 3 from one byte before, five literals.
    const block = Buffer.from([0x1f, 97, 1, 0, 3, 0x50, 98, 99, 100, 101, 102]);
    expect(inflateLz4Block(block, 28).toString()).toBe(`${"a".repeat(23)}bcdef`);
  });

  test.each([
    ["a match from before the start", [0x10, 97, 2, 0]],
    ["a match from nowhere", [0x10, 97, 0, 0]],
    ["literals that are not there", [0x50, 97]],
    ["a length without an end", [0xf0, 255, 255]],
    ["a match without its distance", [0x10, 97, 1]],
  ])("is refused with %s", (_, bytes) => {
    expect(() => inflateLz4Block(Buffer.from(bytes), 28)).toThrow("cannot be decompressed as LZ4");
  });

  test("is read in frames of Hadoop and without", () => {
    const block = [0x30, 97, 98, 99];
    const frame = [0, 0, 0, 3, 0, 0, 0, 4, ...block];
    expect(inflateLz4(Buffer.from(frame), 3).toString()).toBe("abc");
    expect(inflateLz4(Buffer.from([...frame, ...frame]), 6).toString()).toBe("abcabc");
    const frameOfTwo = [0, 0, 0, 6, 0, 0, 0, 4, ...block, 0, 0, 0, 4, ...block];
    expect(inflateLz4(Buffer.from(frameOfTwo), 6).toString()).toBe("abcabc");
    expect(inflateLz4(Buffer.from(block), 3).toString()).toBe("abc");
  });
});
