import { describe, expect, test } from "vitest";
import { decompressZstd, loadZstdLibrary, ZstdSizeError } from "../../src/codecs/zstd.js";
import { SeededRandom } from "../support/seeded-random.js";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** A last block of three literal bytes. */
const ABC = [0x19, 0, 0, 97, 98, 99];
const ENCODINGS = [
  ["with the size of its content", [...MAGIC, 0x20, 3, ...ABC]],
  ["with a window", [...MAGIC, 0, 8, ...ABC]],
] as const;

const BLOCK_BYTES = 2 ** 17;

/** A frame without the size of its content: `count` blocks of one repeated byte, in a window of one block. */
function repeatBlocks(count: number): Buffer {
  const blocks = Array.from({ length: count }, (_, index) => {
    const header = (BLOCK_BYTES << 3) | (1 << 1) | (index === count - 1 ? 1 : 0);
    return [header & 0xff, (header >> 8) & 0xff, header >> 16, index];
  });
  return Buffer.from([...MAGIC, 0, 7 << 3, ...blocks.flat()]);
}

describe.each([
  ["the runtime or the library", async () => decompressZstd],
  ["the library", async () => (await loadZstdLibrary()).decompress],
])("Zstandard by %s", (_, load) => {
  test.each(ENCODINGS)("reads a frame %s", async (_, bytes) => {
    const decompress = await load();
    expect(decompress(Buffer.from(bytes), 3).toString()).toBe("abc");
  });

  test("reads content that is far larger than its frame", async () => {
    const content = (await load())(repeatBlocks(40), 40 * BLOCK_BYTES);
    expect(content).toHaveLength(40 * BLOCK_BYTES);
    expect([content[0], content[content.length - 1]]).toEqual([0, 39]);
  });

  test.each([
    ["with a size", Buffer.from(ENCODINGS[0][1])],
    ["without a size", Buffer.from(ENCODINGS[1][1])],
    ["of many blocks", repeatBlocks(40)],
  ])("refuses content over the limit, in a frame %s", async (_, bytes) => {
    const decompress = await load();
    expect(() => decompress(bytes, 2)).toThrow(ZstdSizeError);
  });

  test.each([
    ["nothing", []],
    ["another magic number", [0x28, 0xb5, 0x2f, 0xfe, 0x20, 1, 1, 0, 0]],
    ["another size of its content", [...MAGIC, 0x20, 4, ...ABC]],
    ["a missing block", [...MAGIC, 0x20, 3, 0x19, 0, 0]],
  ])("refuses %s", async (_, bytes) => {
    const decompress = await load();
    expect(() => decompress(Buffer.from(bytes), 100)).toThrow();
  });

  test("ends with content or an error, and within the limit, whichever bytes are changed", async () => {
    const decompress = await load();
    const random = new SeededRandom(20251129);
    const outcomes = { content: 0, error: 0 };
    for (let round = 0; round < 300; round++) {
      const bytes = repeatBlocks(20);
      for (let change = 0; change <= round % 3; change++)
        bytes[random.below(bytes.length)] = random.below(256);
      try {
        expect(decompress(bytes, 20 * BLOCK_BYTES).length).toBeLessThanOrEqual(20 * BLOCK_BYTES);
        outcomes.content++;
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).not.toContain("AssertionError");
        outcomes.error++;
      }
    }
    expect(Math.min(outcomes.content, outcomes.error)).toBeGreaterThan(0);
  });
});
