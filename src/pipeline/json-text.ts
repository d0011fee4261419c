/** JSON as Python and the exporters write it: with NaN and infinities, and with integers of any length. */
import { findNumberTokens } from "../ingest/json-tokens.js";

/** Tokens that are not JSON, and integers of 16 digits or more; both may also be inside a string. */
const UNUSUAL = /\b(?:NaN|Infinity)\b|[[:,\s]-?\d{16,}\s*[,\]}]/;
/** A number that JSON.parse reads as infinite. */
const OVERFLOW = "1e999";
/** Marks the digits of an integer until they become a bigint; JSON strings do not have this control character unescaped. */
const INTEGER_MARK = "\u0000integer:";

/** Recursive functions overflow their stack in values that are nested some thousand times deeper. */
const MAX_DEPTH = 200;

/**
 * The value of a JSON text, undefined for invalid JSON and for values nested more than 200 deep. NaN becomes null;
 * infinities are kept. An integer that a double cannot represent becomes a bigint, so that it is never rounded silently.
 */
export function parseJsonText(text: string): unknown {
  if (!UNUSUAL.test(text)) return parseStrictly(text);
  const pieces: string[] = [];
  let end = 0;
  for (const token of findNumberTokens(text)) {
    pieces.push(text.slice(end, token.start), toStrictToken(token.text));
    end = token.start + token.text.length;
  }
  const strict = pieces.join("") + text.slice(end);
  return parseStrictly(strict, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(INTEGER_MARK)
      ? BigInt(value.slice(INTEGER_MARK.length))
      : value,
  );
}

function toStrictToken(token: string): string {
  if (token === "NaN" || token === "-NaN") return "null";
  if (token.endsWith("Infinity")) return token.replace("Infinity", OVERFLOW);
  return isExact(token) ? token : JSON.stringify(`${INTEGER_MARK}${token}`);
}

function parseStrictly(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    const value: unknown = JSON.parse(text, revive);
    return isNestedWithin(value, MAX_DEPTH) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isNestedWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((nested) => isNestedWithin(nested, depth - 1));
}

/** Whether the text of a number is not an integer, or one that a double represents exactly. */
function isExact(token: string): boolean {
  return !/^-?\d+$/.test(token) || isExactInteger(BigInt(token));
}

function isExactInteger(integer: bigint): boolean {
  const double = Number(integer);
  return Number.isFinite(double) && BigInt(double) === integer;
}

/**
 * A number, or the text of one. Undefined for anything else, for non-finite numbers, and for integers that a double
 * cannot represent.
 */
export function findNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const token = value.trim();
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(token)) return undefined;
  const number = Number(token);
  return Number.isFinite(number) && isExact(token.replace(/^\+/, "")) ? number : undefined;
}
