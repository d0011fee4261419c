/** Compares long texts without printing them whole. */
import { expect } from "vitest";

export function expectSameText(actual: string, expected: string): void {
  if (actual === expected) return;
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
  expect({ at, length: actual.length, around: around(actual) }).toEqual({
    at,
    length: expected.length,
    around: around(expected),
  });
}
