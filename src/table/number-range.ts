/** A condition on numbers: a list of exact values, bounds, or both. */

export interface NumberRange {
  /** The values allowed, or null where only the bounds count. */
  readonly exact: ReadonlySet<number> | null;
  readonly min: number;
  readonly isMinOpen: boolean;
  readonly max: number;
  readonly isMaxOpen: boolean;
}

/** Whether a value fulfils the condition; a missing or non-finite value never does. */
export function isInRange(range: NumberRange, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (range.isMinOpen ? value <= range.min : value < range.min) return false;
  if (range.isMaxOpen ? value >= range.max : value > range.max) return false;
  return range.exact === null || range.exact.has(value);
}
