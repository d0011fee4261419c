/** What a format is: a name, how it is asked for, and the bytes that it makes of a selection. */
import type { Selection } from "../table/selection.js";
import type { TextCache } from "./text-cache.js";

export interface EncodeInput {
  readonly selection: Selection;
  /** What the answer says of itself, as JSON, for the formats that have room for it. */
  readonly meta: string;
  readonly texts: TextCache;
  /** Memory that a format may fill first, before it takes its own; the caller's again when the answer is over. */
  readonly buffer: Buffer<ArrayBuffer> | null;
}

export interface Format {
  /** The value of `format=`. */
  readonly name: string;
  /** The path ending that asks for it, without the dot. */
  readonly extension: string;
  /** The media type that an Accept header asks for it by; of two formats with one type the first is meant. */
  readonly mediaType: string;
  readonly contentType: string;
  encode(input: EncodeInput): Iterable<Uint8Array>;
}
