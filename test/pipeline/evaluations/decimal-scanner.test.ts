import { describe, expect, it } from "vitest";
import { DecimalScanner } from "../../../src/pipeline/evaluations/decimal-scanner.js";
import { drawDecimal } from "../../support/random-decimals.js";
import { SeededRandom } from "../../support/seeded-random.js";

function scan(text: string) {
  const scanner = new DecimalScanner();
  const value = scanner.scan(Buffer.from(`${text}, '5'`), 0, text.length + 5);
  return { value, end: scanner.end };
}

describe("the scanner of decimal numbers", () => {
  it.each([
    "0",
    "7",
    "-0.0",
    "0.1",
    "0.30000000000000004",
    "1.7976931348623157",
    "9007199254740993",
    "123456789.123456789",
    "5.58644871903175e-06",
    "1e22",
    "1E-5",
    "-12.5e+3",
    "0.000000000000000000001",
  ])("parses %s", (text) => {
    const { value, end } = scan(text);
    expect(Number.isNaN(value) || Object.is(value, Number(text))).toBe(true);
    if (!Number.isNaN(value)) expect(end).toBe(text.length);
  });

  it("parses what Python prints, to the last bit, and leaves little of it to others", () => {
    const random = new SeededRandom(7);
    let left = 0;
    for (let index = 0; index < 20_000; index++) {
      const text = String(random.next() * 10 ** random.below(6));
      const { value } = scan(text);
      if (Number.isNaN(value)) left++;
      else if (value !== Number(text)) expect({ text, value }).toEqual({ text, value: Number(text) });
    }
    expect(left).toBeLessThan(200);
  });

  it("parses decimal numbers of every kind to the last bit, or leaves them to others", () => {
    const random = new SeededRandom(8);
    for (let index = 0; index < 20_000; index++) {
      const text = drawDecimal(random);
      const { value, end } = scan(text);
      if (Number.isNaN(value)) continue;
      if (!Object.is(value, Number(text)) || end !== text.length) {
        expect({ text, value, end }).toEqual({ text, value: Number(text), end: text.length });
      }
    }
  });

  it.each(["", "-", ".5", "5.", "007", "-01", "0x10", "e5", "1e", "1e+", "--1", "nan", "Infinity", "+1"])(
    "does not take %j for a number",
    (text) => {
      const { value, end } = scan(text);
      expect(Number.isNaN(value) || end < text.length).toBe(true);
    },
  );

  it("does not read beyond its limit", () => {
    const scanner = new DecimalScanner();
    expect(scanner.scan(Buffer.from("0.1234"), 0, 4)).toBe(0.12);
    expect(scanner.scan(Buffer.from("1e55"), 0, 3)).toBe(1e5);
  });
});
