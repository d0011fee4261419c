/**
 * Reads a pickled pandas DataFrame into a table. The only importer of pickleparser, which walks the opcodes; what
 * they describe is a picture made of names on an allow-list, and pickle/ interprets it. Nothing in a file is ever
 * called. Protocols 2 to 5 of pandas 1.5 to 3.0 are read.
 */
import { readFile, stat } from "node:fs/promises";
import { Parser } from "pickleparser";
import { StartupError } from "../errors.js";
import type { Table } from "../table/table.js";
import { malformed, PickleFault } from "./pickle/fault.js";
import { parseFrame } from "./pickle/frame.js";
import { OpcodeReader } from "./pickle/opcode-reader.js";
import { resolveName } from "./pickle/python-objects.js";

/** First bytes of files that are taken for pickles by mistake. */
const SIGNATURES: readonly (readonly [bytes: string, description: string])[] = [
  ["\x1f\x8b", "is compressed with gzip"],
  ["BZh", "is compressed with bzip2"],
  ["\xfd7zXZ\0", "is compressed with xz"],
  ["\x28\xb5\x2f\xfd", "is compressed with zstd"],
  ["PK\x03\x04", "is a zip archive"],
  ["PAR1", "is a Parquet file"],
];

/**
 * The frame's columns; its row index is left out. Throws StartupError with the path as subject: file-missing,
 * file-unreadable, and those of parsePickle.
 */
export async function readPickle(path: string): Promise<Table> {
  return parsePickle(await readBytes(path), path);
}

/**
 * The frame in `bytes`, of which the table keeps nothing; `subject` names the file in errors.
 * Throws StartupError: not-pickle, refused-pickle, wrong-type, bad-value, duplicate-key.
 */
export function parsePickle(bytes: Uint8Array, subject: string): Table {
  try {
    return parseFrame(readPicture(bytes), bytes.length);
  } catch (error) {
    if (error instanceof PickleFault) throw new StartupError(error.code, subject, error.problem);
    // Whatever else a file can provoke ends here too: a start never ends in an error of the language.
    throw new StartupError("not-pickle", subject, `its content cannot be made sense of (${String(error)})`);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // Asked first, since reading a pipe would wait for ever.
    if (!(await stat(path)).isFile())
      throw new StartupError("file-unreadable", path, "is not a regular file");
    return await readFile(path);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new StartupError("file-missing", path, "is not there");
    throw new StartupError("file-unreadable", path, `cannot be read (${code ?? "no code"})`);
  }
}

/** Everything the opcodes describe. Whatever pickleparser stumbles over becomes a PickleFault. */
function readPicture(bytes: Uint8Array): unknown {
  checkStart(bytes);
  const reader = new OpcodeReader(bytes);
  const parser = new Parser({
    nameResolver: { resolve: resolveName },
    buffers: reader.decodedValues,
    unpicklingTypeOfDictionary: "Map",
    unpicklingTypeOfSet: "Set",
  });
  let picture: unknown;
  try {
    picture = parser.read(reader);
  } catch (error) {
    if (error instanceof PickleFault) throw error;
    // pickleparser checks neither its stack nor what is on it: a bad file ends in any error of the language.
    if (reader.position >= bytes.length)
      throw malformed(`it ends at byte ${bytes.length}, before its end mark`);
    throw malformed(`its opcodes do not fit together before byte ${reader.position}`);
  }
  if (reader.position < bytes.length) {
    const extra = bytes.length - reader.position;
    throw malformed(`it goes on for ${extra} ${extra === 1 ? "byte" : "bytes"} after its end mark`);
  }
  return picture;
}

/** Every protocol from 2 on begins with byte 0x80 and its number. */
function checkStart(bytes: Uint8Array): void {
  if (bytes.length === 0) throw malformed("is empty");
  const start = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  const signature = SIGNATURES.find(([first]) => start.startsWith(first));
  if (signature !== undefined) throw malformed(signature[1]);
  const isPickle = bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
  if (!isPickle && bytes.length > 1) throw malformed("does not begin like a pickle of protocol 2 to 5");
}
