/** Builds the checks of a verification, each with the expected and the actual result and a verdict. */
import { type Check, formatCount } from "../report.js";

/** Collects checks. Those that only measured values can pass do not fail synthetic ones. */
export class CheckList {
  readonly checks: Check[] = [];

  constructor(readonly isSynthetic: boolean) {}

  add(name: string, isGood: boolean, expected: string, found: string): void {
    this.checks.push({ name, expected, found, verdict: isGood ? "passed" : "failed" });
  }

  /** A check of measured values; for synthetic ones it has a result but no verdict. */
  addMeasured(name: string, isGood: boolean, expected: string, found: string): void {
    if (!this.isSynthetic) this.add(name, isGood, expected, found);
    else this.checks.push({ name, expected, found, verdict: "needs real data" });
  }

  addSkipped(name: string, expected: string, reason: string): void {
    this.checks.push({ name, expected, found: reason, verdict: "not applicable" });
  }

  addCount(name: string, expected: number, found: number): void {
    this.add(name, expected === found, formatCount(expected), formatCount(found));
  }

  /** A check that passes if nothing was found; otherwise it lists the first few. */
  addNone(name: string, expected: string, offenders: readonly string[], found = "none"): void {
    this.add(name, offenders.length === 0, expected, offenders.length === 0 ? found : listSome(offenders));
  }
}

const SHOWN = 3;

/** The first few items of a list, and the number of the others. */
export function listSome(items: readonly string[]): string {
  const rest = items.length - SHOWN;
  return `${items.slice(0, SHOWN).join("; ")}${rest > 0 ? `; and ${formatCount(rest)} more` : ""}`;
}
