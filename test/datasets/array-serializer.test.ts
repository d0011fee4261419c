import { describe, expect, it } from "vitest";
import { deserializeArrays, serializeArrays } from "../../src/datasets/array-serializer.js";

describe("the array serializer", () => {
  const value = {
    flags: Uint8Array.of(1, 0, 1),
    values: Float64Array.of(1.5, Number.NaN, -0, Number.POSITIVE_INFINITY),
    codes: Int32Array.of(-1, 2 ** 31 - 1),
    offsets: Uint32Array.of(0, 2 ** 32 - 1),
    empty: new Float64Array(0),
    part: Float64Array.of(9, 8, 7).subarray(1),
    names: new Map([["C4", ["a", null]]]),
  };

  it("restores every value, in arrays of the same types", () => {
    expect(deserializeArrays(serializeArrays(value))).toEqual(value);
  });

  it("restores the arrays without copying them", () => {
    const bytes = serializeArrays(value);
    const restored = deserializeArrays(bytes) as typeof value;
    for (const array of [restored.flags, restored.values, restored.codes, restored.offsets, restored.part]) {
      expect(array.buffer).toBe(bytes.buffer);
    }
  });

  it("keeps a shared array shared", () => {
    const shared = Float64Array.of(1);
    const { a, b } = deserializeArrays(serializeArrays({ a: shared, b: shared })) as Record<string, unknown>;
    expect(a).toBe(b);
  });

  it("refuses arrays of other types", () => {
    expect(() => serializeArrays({ bytes: Int16Array.of(1) })).toThrow("Int16Array is not serialized");
  });
});
