/** Recognizes by its first bytes what is in the place of a data file. */

import { describePlaceholder } from "./placeholder.js";

/** First bytes of files, as Latin-1 text. */
const SIGNATURES: readonly (readonly [start: string, description: string])[] = [
  ["PAR1", "is a Parquet file"],
  ["PARE", "is an encrypted Parquet file"],
  ["PK\x03\x04", "is a zip archive"],
  ["\x1f\x8b", "is compressed with gzip"],
  ["BZh", "is compressed with bzip2"],
  ["\xfd7zXZ\0", "is compressed with xz"],
  ["\x28\xb5\x2f\xfd", "is compressed with zstd"],
  ["ARROW1", "is an Arrow or Feather file"],
  ["\x89HDF", "is an HDF5 file"],
  ["SQLite format 3\0", "is a SQLite database"],
];
const TAR_MARK_OFFSET = 257;

/** Describes a file by its first 512 bytes, as the predicate of a sentence; undefined if it is not recognized. */
export function describeStart(start: Uint8Array): string | undefined {
  if (start.length === 0) return "is empty";
  const text = Buffer.from(start.subarray(0, 512)).toString("latin1");
  if (text.startsWith("ustar", TAR_MARK_OFFSET)) return "is a tar archive";
  const placeholder = describePlaceholder(start);
  if (placeholder !== undefined) return placeholder;
  return SIGNATURES.find(([signature]) => text.startsWith(signature))?.[1];
}
