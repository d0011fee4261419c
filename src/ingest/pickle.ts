/**
 * Parses a pickled pandas DataFrame: protocols 2 to 5, pandas 1.5 to 3.0, compressed or not. Nothing in a file is called: its
 * opcodes build inert objects whose names are on an exact list, and pickle/ interprets them.
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

/** The rest of the heap is for garbage, and for copies of the columns. */
const BUDGETED_SHARE = 0.5;
const UNPACKED_SHARE = 0.5;
const MAX_BUFFER_BYTES = 2 ** 31 - 1;

/**
 * Parses the frame in `bytes` without its row index. The table holds no reference to `bytes`. `subject` names the file in
 * errors; `maxBytes` limits the estimated memory, by default to half of Node's heap limit.
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
    // An array or map beyond the limits of V8.
    if (error instanceof RangeError)
      throw new StartupError("too-large", subject, "holds a list that is too long");
    // Not expected, but a start never ends with a stack trace.
    throw new StartupError("damaged-pickle", subject, "its objects do not make a DataFrame");
  }
}

/** Checks the first bytes of a file that parsePickle is to parse. Throws StartupError: not-pickle, old-pickle. */
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

/** Protocols 2 and later begin with 0x80 and the protocol number. */
function findStartFault(start: Uint8Array): PickleFault | undefined {
  const [mark, protocol = 2] = start;
  if (mark === 0x80 && protocol >= 2 && protocol <= 5) return undefined;
  if (mark === 0x80 && protocol > 5 && protocol < 16) {
    return new PickleFault("not-pickle", `is a pickle of protocol ${protocol}, where 2 to 5 are read`);
  }
  // Protocols 0 and 1 have no header; a frame begins with the name of a class.
  if (/^c[\w.]+\n/.test(Buffer.from(start.subarray(0, 64)).toString("latin1"))) {
    return new PickleFault("old-pickle", "is a pickle of protocol 0 or 1");
  }
  return new PickleFault(
    "not-pickle",
    describeStart(start) ?? "does not begin like a pickle of protocol 2 to 5",
  );
}
