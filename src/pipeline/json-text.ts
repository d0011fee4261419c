/** JSON as Python and the exporters write it: with NaN and infinities, and with integers of any length. */

/** Tokens that JSON does not have, and integers of 16 digits or more; either may be inside a text, too. */
const UNUSUAL = /\b(?:NaN|Infinity)\b|[[:,\s]-?\d{16,}\s*[,\]}]/;
/** A text, or what may have to be replaced outside of texts. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\b(?:Infinity|NaN)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A number that JSON.parse takes for infinite. */
const OVERFLOW = "1e999";
/** Marks the text of an integer until it is made a bigint; no JSON text has this control character unescaped. */
const INTEGER_MARK = "\u0000integer:";

/**
 * The value of a JSON text, undefined for what is none. NaN becomes null, and infinities stay. An integer that a
 * double cannot carry becomes a bigint, so that it is never rounded in silence.
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

/** Whether a number's text is no integer, or one that a double carries. */
function isExact(token: string): boolean {
  return !/^-?\d+$/.test(token) || isExactInteger(BigInt(token));
}

function isExactInteger(integer: bigint): boolean {
  const double = Number(integer);
  return Number.isFinite(double) && BigInt(double) === integer;
}

/**
 * A number, or the text of one. Undefined for anything else, for what is not finite, and for an integer that a double
 * cannot carry.
 */
export function findNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const token = value.trim();
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(token)) return undefined;
  const number = Number(token);
  return Number.isFinite(number) && isExact(token.replace(/^\+/, "")) ? number : undefined;
}
