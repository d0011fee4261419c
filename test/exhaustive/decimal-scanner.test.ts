import { expect, it } from "vitest";
import { DecimalScanner } from "../../src/pipeline/evaluations/decimal-scanner.js";
import { drawDecimal } from "../support/random-decimals.js";
import { SeededRandom } from "../support/seeded-random.js";

it("three million decimal numbers of every kind are parsed to the last bit, or left to others", () => {
  const random = new SeededRandom(20_250_917);
  const scanner = new DecimalScanner();
  const bytes = Buffer.alloc(1000);
  for (let index = 0; index < 3_000_000; index++) {
    const text = drawDecimal(random);
    bytes.write(`${text},`, "latin1");
    const value = scanner.scan(bytes, 0, text.length + 1);
    if (Number.isNaN(value)) continue;
    if (!Object.is(value, Number(text)) || scanner.end !== text.length) {
      expect({ text, value, end: scanner.end }).toEqual({ text, value: Number(text), end: text.length });
    }
  }
});
