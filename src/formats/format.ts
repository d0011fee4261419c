/** The interface of an output format: its names, its media type, and an encoder. */
import type { Pending, Selection } from "../table/selection.js";
import type { RenderedTextCache } from "./rendered-text-cache.js";

/** Bytes, or a promise after whose resolution there are more. */
export type EncodedChunk = Uint8Array | Pending;

export interface EncodeInput {
  readonly selection: Selection;
  /** The metadata of the result as JSON; formats without a place for it leave it out. */
  readonly meta: string;
  readonly textCache: RenderedTextCache;
  /** Reusable memory for the first chunk. It belongs to the caller again when the response has ended. */
  readonly buffer: Buffer<ArrayBuffer> | null;
}

export interface Format {
  /** The value of `format=`. */
  readonly name: string;
  /** The extension of the path, without the dot. */
  readonly extension: string;
  /** The media type in an Accept header; of two formats with the same type, it selects the first. */
  readonly mediaType: string;
  readonly contentType: string;
  /** Whether readers take it as a file: compressed inside, and read in parts, beginning at its end. */
  readonly isFile: boolean;
  /** Encodes a selection as chunks of bytes, and passes on what its blocks wait for. */
  encode(input: EncodeInput): Iterable<EncodedChunk>;
}
