/** Converts timestamps to milliseconds since 1970 in a double, as timestamp columns have them. */
import { formatTimestamp, toEpochMicros, toEpochMs } from "../table/column.js";

/** Ticks per microsecond of the fine units, and microseconds per tick of the others. */
const TICKS_PER_MICRO: Readonly<Record<string, bigint>> = { ns: 1000n, us: 1n };
const MICROS_PER_TICK: Readonly<Record<string, bigint>> = {
  ms: 1000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  D: 86_400_000_000n,
  W: 604_800_000_000n,
};
const UNIT_NAMES: Readonly<Record<string, string>> = {
  ns: "nanoseconds",
  us: "microseconds",
  ms: "milliseconds",
  s: "seconds",
  m: "minutes",
  h: "hours",
  D: "days",
  W: "weeks",
};
/** The years 1 to 9999: four digits, and the range of Python's datetime. */
const MIN_MICROS = -62_135_596_800_000_000n;
const MAX_MICROS = 253_402_300_799_999_999n;

/**
 * Converts a count of `unit` (ns, us, ms, s, m, h, D or W) since 1970; what is finer than a microsecond is cut off towards
 * the past. Undefined for timestamps outside the years 1 to 9999, and if a double cannot hold the microseconds.
 */
export function findEpochMs(ticks: bigint, unit: string): number | undefined {
  const micros = toMicros(ticks, unit);
  if (!isInCalendar(micros)) return undefined;
  const seconds = floorDivide(micros, 1_000_000n);
  const epochMs = toEpochMs(Number(seconds), Number(micros - seconds * 1_000_000n));
  return toEpochMicros(epochMs) === micros ? epochMs : undefined;
}

/** The error code and message for a timestamp that findEpochMs does not convert. */
export function describeLostTimestamp(ticks: bigint, unit: string) {
  const micros = toMicros(ticks, unit);
  if (!isInCalendar(micros)) {
    const problem = `holds a timestamp of ${ticks} ${UNIT_NAMES[unit]} since 1970, which is outside the years 1 to 9999`;
    return { code: "bad-value", problem } as const;
  }
  const seconds = floorDivide(micros, 1_000_000n);
  const fraction = String(micros - seconds * 1_000_000n).padStart(6, "0");
  const text = `${formatTimestamp(Number(seconds) * 1000)}.${fraction}`;
  return {
    code: "inexact-value",
    problem: `holds the timestamp ${text}, which a double cannot represent exactly`,
  } as const;
}

function isInCalendar(micros: bigint): boolean {
  return micros >= MIN_MICROS && micros <= MAX_MICROS;
}

function toMicros(ticks: bigint, unit: string): bigint {
  return unit in TICKS_PER_MICRO ? floorDivide(ticks, TICKS_PER_MICRO[unit]) : ticks * MICROS_PER_TICK[unit];
}

/** BigInt division truncates towards zero. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}
