/** One column of a row group as bytes: its dictionary page, if it has one, and one data page. */
import { compressZstd } from "../../codecs/zstd.js";
import { ByteWriter } from "./byte-writer.js";
import {
  type ChunkMetadata,
  CODECS,
  ENCODINGS,
  encodeDataHeader,
  encodeDictionaryHeader,
} from "./file-metadata.js";
import { countBits, writeHybrid, writeRun } from "./hybrid-encoding.js";
import type { LeafValues } from "./leaf-values.js";
import type { ParquetColumn } from "./schema.js";
import { encodeValues } from "./value-encoding.js";

export interface ColumnChunk {
  readonly bytes: Buffer;
  readonly metadata: ChunkMetadata;
}

/** Below this size, compression gains nothing. */
const MIN_COMPRESSED_BYTES = 128;

export function encodeColumnChunk(column: ParquetColumn, leaf: LeafValues): ColumnChunk {
  const { dictionary, bytes, bounds } = encodeValues(leaf.values);
  const pages = [encodeLevels(column, leaf, bytes)];
  if (dictionary !== null) pages.unshift(dictionary.bytes);
  const { codec, stored } = compressPages(pages);
  const sizes = pages.map(({ length }, index) => ({ plainBytes: length, storedBytes: stored[index].length }));
  const encoding = dictionary === null ? ENCODINGS.plain : ENCODINGS.rleDictionary;
  const headers = [encodeDataHeader(leaf.entryCount, encoding, sizes[sizes.length - 1])];
  if (dictionary !== null) headers.unshift(encodeDictionaryHeader(dictionary.size, sizes[0]));
  const parts = headers.flatMap((header, index) => [header, stored[index]]);
  const headerBytes = headers.reduce((sum, { length }) => sum + length, 0);
  const chunk = Buffer.concat(parts);
  return {
    bytes: chunk,
    metadata: {
      physicalType: column.physicalType,
      path: column.path,
      codec,
      entryCount: leaf.entryCount,
      nullCount: countNulls(leaf, column.maxDefinition),
      plainBytes: headerBytes + sizes.reduce((sum, { plainBytes }) => sum + plainBytes, 0),
      storedBytes: chunk.length,
      dictionaryBytes: dictionary === null ? 0 : headers[0].length + stored[0].length,
      bounds,
    },
  };
}

/** All pages of a chunk have one codec. */
function compressPages(pages: readonly Buffer[]): { codec: number; stored: readonly Uint8Array[] } {
  const plain = { codec: CODECS.uncompressed, stored: pages };
  if (sumLengths(pages) < MIN_COMPRESSED_BYTES) return plain;
  const stored = pages.map((page) => compressZstd(page));
  return sumLengths(stored) < sumLengths(pages) ? { codec: CODECS.zstd, stored } : plain;
}

/** The content of a data page: repetition levels, definition levels, values. */
function encodeLevels({ maxDefinition }: ParquetColumn, leaf: LeafValues, values: Buffer): Buffer {
  const { entryCount, repetitionLevels, definitionLevels } = leaf;
  const parts = [values];
  const width = countBits(maxDefinition);
  parts.unshift(
    ...encodeWithLength((out) => {
      if (definitionLevels === null) writeRun(out, maxDefinition, entryCount, width);
      else writeHybrid(out, definitionLevels, width);
    }),
  );
  if (repetitionLevels !== null) {
    parts.unshift(...encodeWithLength((out) => writeHybrid(out, repetitionLevels, 1)));
  }
  return Buffer.concat(parts);
}

function encodeWithLength(write: (out: ByteWriter) => void): [length: Buffer, content: Buffer] {
  const out = new ByteWriter();
  write(out);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(out.length);
  return [length, out.bytes];
}

function countNulls({ definitionLevels }: LeafValues, maxDefinition: number): number {
  if (definitionLevels === null) return 0;
  return definitionLevels.reduce((count, level) => count + (level < maxDefinition ? 1 : 0), 0);
}

function sumLengths(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
