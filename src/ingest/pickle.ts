/**
 * Reads a pickled pandas DataFrame into a table: protocols 2 to 5 of pandas 1.5 to 3.0, compressed or not. Nothing in a
 * file is ever called; its opcodes make inert objects with names from an exact list, which pickle/ interprets.
 */
import { getHeapStatistics } from "node:v8";
import { StartupError } from "../errors.js";
import type { Table } from "../table/table.js";
import { describeStart } from "./file-start.js";
import { findCompression, unpack } from "./pickle/compression.js";
import { PickleFault } from "./pickle/fault.js";
import { parseFrame } from "./pickle/frame.js";
import { MemoryBudget } from "./pickle/memory-budget.js";
import { unpickle } from "./pickle/unpickler.js";

/** Beside what a frame takes there is what is still to be collected, and what the columns become. */
const BUDGETED_SHARE = 0.5;
const UNPACKED_SHARE = 0.5;
const MAX_BUFFER_BYTES = 2 ** 31 - 1;

/**
 * The frame in `bytes`, of which the table keeps nothing; its row index is left out. `subject` names the file in errors,
 * and `maxBytes` bounds the memory that the frame may take, by default within Node's own limit.
 * Throws StartupError: not-pickle, old-pickle, damaged-pickle, refused-pickle, too-large, wrong-type, bad-value, inexact-value,
 * duplicate-key.
 */
export async function parsePickle(
  bytes: Uint8Array,
  subject: string,
  maxBytes = getHeapStatistics().heap_size_limit * BUDGETED_SHARE,
): Promise<Table> {
  try {
    const content = await unpackPickle(
      bytes,
      Math.min(Math.floor(maxBytes * UNPACKED_SHARE), MAX_BUFFER_BYTES),
    );
    const budget = new MemoryBudget(maxBytes);
    return parseFrame(unpickle(content, budget), budget);
  } catch (error) {
    if (error instanceof PickleFault) throw new StartupError(error.code, subject, error.problem);
    // An array or a map that is larger than V8 makes them.
    if (error instanceof RangeError)
      throw new StartupError("too-large", subject, "holds a list that is too long");
    // Nothing that is foreseen, but a start never ends in an error of the language.
    throw new StartupError("damaged-pickle", subject, "its objects do not make a DataFrame");
  }
}

/** Throws StartupError, not-pickle or old-pickle, for first bytes that parsePickle reads no frame from. */
export function checkPickleStart(start: Uint8Array, subject: string): void {
  const fault = findCompression(start) === undefined ? findStartFault(start) : undefined;
  if (fault !== undefined) throw new StartupError(fault.code, subject, fault.problem);
}

async function unpackPickle(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const compression = findCompression(bytes);
  const content = compression === undefined ? bytes : await unpack(compression, bytes, maxBytes);
  const fault = findStartFault(content);
  if (fault === undefined) return content;
  if (compression === undefined) throw fault;
  throw new PickleFault(
    fault.code,
    `is compressed with ${compression.name}, and its content ${fault.problem}`,
  );
}

/** Every protocol from 2 on begins with byte 0x80 and its number. */
function findStartFault(start: Uint8Array): PickleFault | undefined {
  const [mark, protocol = 2] = start;
  if (mark === 0x80 && protocol >= 2 && protocol <= 5) return undefined;
  if (mark === 0x80 && protocol > 5 && protocol < 16) {
    return new PickleFault("not-pickle", `is a pickle of protocol ${protocol}, where 2 to 5 are read`);
  }
  // How instances of classes begin in protocols 0 and 1, which had no mark.
  if (/^c[\w.]+\n/.test(Buffer.from(start.subarray(0, 64)).toString("latin1"))) {
    return new PickleFault("old-pickle", "is a pickle of protocol 0 or 1");
  }
  return new PickleFault(
    "not-pickle",
    describeStart(start) ?? "does not begin like a pickle of protocol 2 to 5",
  );
}
