/** Builds the checks of a verification: what was expected, what was found, and the verdict that follows. */
import { type Check, formatCount } from "../report.js";

/** Collects checks; those that only measured numbers can pass are not held against synthetic ones. */
export class CheckList {
  readonly checks: Check[] = [];

  constructor(readonly isSynthetic: boolean) {}

  add(name: string, isGood: boolean, expected: string, found: string): void {
    this.checks.push({ name, expected, found, verdict: isGood ? "passed" : "failed" });
  }

  /** A check of measured values: on synthetic ones it tells what it found and gives no verdict. */
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

  /** A check that passes where nothing was found; else it names the first few. */
  addNone(name: string, expected: string, offenders: readonly string[], found = "none"): void {
    this.add(name, offenders.length === 0, expected, offenders.length === 0 ? found : listSome(offenders));
  }
}

const SHOWN = 3;

/** The first few of a list, and how many more there are. */
export function listSome(items: readonly string[]): string {
  const rest = items.length - SHOWN;
  return `${items.slice(0, SHOWN).join("; ")}${rest > 0 ? `; and ${formatCount(rest)} more` : ""}`;
}
