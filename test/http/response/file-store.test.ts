import { describe, expect, it } from "vitest";
import { FileStore } from "../../../src/http/response/file-store.js";

const MEGABYTE = 1024 * 1024;

/** An encoder of `sizeBytes` that counts its calls. */
function buildEncoder(sizeBytes: number) {
  const counts = { started: 0, chunks: 0 };
  const encode = function* () {
    counts.started++;
    for (let rest = sizeBytes; rest > 0; rest -= MEGABYTE) {
      counts.chunks++;
      yield new Uint8Array(Math.min(rest, MEGABYTE)).fill(counts.chunks);
    }
  };
  return { counts, encode };
}

describe("the store of files", () => {
  it("encodes a file once for callers at the same time and after", async () => {
    const store = new FileStore();
    const { counts, encode } = buildEncoder(3 * MEGABYTE);
    const [first, second] = await Promise.all([store.share("a", encode), store.share("a", encode)]);
    expect(first?.length).toBe(3 * MEGABYTE);
    expect(first?.[2.5 * MEGABYTE]).toBe(3);
    expect(second).toBe(first);
    expect(await store.share("a", encode)).toBe(first);
    expect(store.has("a")).toBe(true);
    expect(counts.started).toBe(1);
  });

  it("gives up a file that is too large as soon as it is, and keeps nothing of it", async () => {
    const store = new FileStore();
    const { counts, encode } = buildEncoder(1000 * MEGABYTE);
    expect(await store.share("a", encode)).toBeNull();
    expect(counts.chunks).toBe(33);
    expect(store.has("a")).toBe(false);
  });

  it("drops the file that was used longest ago where there is no more room", async () => {
    const store = new FileStore();
    for (const key of ["a", "b", "c"]) await store.share(key, buildEncoder(12 * MEGABYTE).encode);
    expect(["a", "b", "c"].map((key) => store.has(key))).toEqual([false, true, true]);
  });

  it("hands on the failure of an encoder, and tries again on the next call", async () => {
    const store = new FileStore();
    const fail = () => ({
      next: () => {
        throw new Error("broken");
      },
    });
    await expect(store.share("a", fail)).rejects.toThrow("broken");
    expect((await store.share("a", buildEncoder(10).encode))?.length).toBe(10);
  });
});
