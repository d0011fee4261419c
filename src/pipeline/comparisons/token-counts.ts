/** The token counts in a run's history, which should never decrease. */

/** Whether a count decreases, for example because a run continued from an earlier checkpoint. */
export function isFalling(counts: readonly (number | null)[]): boolean {
  const present = counts.filter((count) => count !== null);
  return present.some((count, index) => index > 0 && count < present[index - 1]);
}

export interface ContinuedCounts {
  readonly counts: readonly (number | null)[];
  /** Whether any count was changed. */
  readonly isContinued: boolean;
}

/**
 * The counts as the parse of 2025-09-23 continued them: after a decrease, the count before it is added to every further
 * one, and a second decrease replaces that offset. This is right only if the run counted from zero again.
 */
export function continueCounts(counts: readonly (number | null)[]): ContinuedCounts {
  let added = 0;
  const continued = counts.map((count, index) => {
    const previous = index === 0 ? null : counts[index - 1];
    if (count === null) return null;
    if (previous !== null && count < previous) added = previous;
    return count + added;
  });
  return { counts: continued, isContinued: added > 0 };
}
