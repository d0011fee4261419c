/** Selections as bytes and text, with or without text that was rendered before. */
import type { EncodeInput, Format } from "../../src/formats/format.js";
import { jsonFormat } from "../../src/formats/json.js";
import { RenderedTextCache } from "../../src/formats/rendered-text-cache.js";
import type { Selection } from "../../src/table/selection.js";

/** A cache that keeps nothing. */
export const NO_CACHE = new RenderedTextCache([], 0);

/** The chunks of a selection whose blocks are all there. */
export function* encodeChunks(format: Format, input: EncodeInput): Generator<Uint8Array> {
  for (const chunk of format.encode(input)) {
    if (chunk instanceof Promise) throw new Error("a block of this selection is not there yet");
    yield chunk;
  }
}

export function encodeBytes(
  format: Format,
  selection: Selection,
  meta: object = {},
  textCache = NO_CACHE,
): Buffer {
  return Buffer.concat([
    ...encodeChunks(format, { selection, meta: JSON.stringify(meta), textCache, buffer: null }),
  ]);
}

export function encodeJsonText(selection: Selection, meta: object = {}, textCache = NO_CACHE): string {
  return encodeBytes(jsonFormat, selection, meta, textCache).toString("utf8");
}

/** A finite number as every text format writes it: with an exponent from 2^53 on, and a zero with its sign. */
export function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Math.abs(value) >= 9007199254740992 ? value.toExponential() : String(value);
}
