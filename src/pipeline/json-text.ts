/** JSON as Python and the exporters write it: with NaN and infinities, and with integers of any length. */

/** Tokens that are not JSON, and integers of 16 digits or more; both may also be inside a string. */
const UNUSUAL = /\b(?:NaN|Infinity)\b|[[:,\s]-?\d{16,}\s*[,\]}]/;
/** A string, or a token to replace outside of strings. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\b(?:Infinity|NaN)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A number that JSON.parse reads as infinite. */
const OVERFLOW = "1e999";
/** Marks the digits of an integer until they become a bigint; JSON strings do not have this control character unescaped. */
const INTEGER_MARK = "\u0000integer:";

/**
 * The value of a JSON text, undefined for invalid JSON. NaN becomes null; infinities are kept. An integer that a
 * double cannot represent becomes a bigint, so that it is never rounded silently.
 */
export function parseJsonText(text: string): unknown {
  if (!UNUSUAL.test(text)) return parseStrictly(text);
  const strict = text.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return token;
    if (token === "NaN" || token === "-NaN") return "null";
    if (token.endsWith("Infinity")) return token.replace("Infinity", OVERFLOW);
    return isExact(token) ? token : JSON.stringify(`${INTEGER_MARK}${token}`);
  });
  return parseStrictly(strict, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(INTEGER_MARK)
      ? BigInt(value.slice(INTEGER_MARK.length))
      : value,
  );
}

function parseStrictly(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    return undefined;
  }
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
