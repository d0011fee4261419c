/** Damage to a prepared file, and what becomes of it. */
import { expect } from "vitest";

/** A copy with one byte changed in some bits. */
export function flipBit(bytes: Buffer, at: number, bits = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] ^= bits;
  return changed;
}

/** Asserts that a file whose byte at `at` was changed is refused with a reason. */
export function expectRefusedDamage(outcome: object, original: Buffer, at: number): void {
  // A space before the header is the only thing that may be something else.
  if (original[at] === 0x20 && "contents" in outcome) return;
  expect(outcome, `byte ${at}`).toHaveProperty("reason");
}
