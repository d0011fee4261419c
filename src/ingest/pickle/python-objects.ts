/**
 * The inert objects that stand for what a pickle describes: a call becomes a PythonObject that notes its name, arguments
 * and state, and the other files of this folder interpret those.
 */
import { printable } from "../../errors.js";
import { ALLOWED_NAMES, type AllowedName } from "./allow-list.js";
import { malformed, PickleFault, refused } from "./fault.js";

/** A call that the pickle asked for. */
export class PythonObject {
  #state: unknown;
  constructor(
    readonly name: AllowedName,
    readonly args: readonly unknown[],
  ) {}

  /** What BUILD hands over; undefined where there was none. */
  get state(): unknown {
    return this.#state;
  }

  build(state: unknown): void {
    if (this.#state !== undefined) throw malformed(`${this.name} gets its state twice`);
    this.#state = state;
  }
}

/** A name on the allow-list: a class or function that may be called, or a value such as pandas.NA. */
export class PythonName {
  constructor(readonly name: AllowedName) {}
}

// One blank in every key, so no other pair of module and name can spell the same key.
const NAME_BY_PATH: ReadonlyMap<string, PythonName> = new Map(
  (Object.keys(ALLOWED_NAMES) as AllowedName[]).flatMap((allowedName) => {
    const pythonName = new PythonName(allowedName);
    return ALLOWED_NAMES[allowedName].map((path) => [path, pythonName] as const);
  }),
);

/** Names that the allow-list lacks because only old versions write them. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([["functools partial", "frames of pandas 1.3"]]);

/** Throws PickleFault refused-pickle for a name that is not on the allow-list. */
export function resolveName(module: unknown, name: unknown): PythonName {
  if (typeof module !== "string" || typeof name !== "string") {
    throw refused("it would call something that is not named by text");
  }
  const path = `${module} ${name}`;
  const found = NAME_BY_PATH.get(path);
  if (found !== undefined) return found;
  const writer = OLD_NAMES.get(path);
  throw refused(
    `it would call ${printable(`${module}.${name}`)}${writer === undefined ? "" : `, as ${writer} do`}`,
  );
}

/** What stands for the result of a call; undefined where `callee` is no name. */
export function call(callee: unknown, args: readonly unknown[]): PythonObject | PythonName | undefined {
  if (!(callee instanceof PythonName)) return undefined;
  if (callee.name !== "getattr") return new PythonObject(callee.name, args);
  // The one attribute that is asked for: how zoneinfo pickles a zone.
  const [object, attribute] = args;
  if (isName(object, "zoneinfo.ZoneInfo") && attribute === "_unpickle") return object;
  throw refused("it would call builtins.getattr");
}

/** Whether the value is a call of one of these names. */
export function isCallOf(value: unknown, ...names: readonly AllowedName[]): value is PythonObject {
  return value instanceof PythonObject && names.includes(value.name);
}

/** Whether the value is one of these names, not called. */
export function isName(value: unknown, ...names: readonly AllowedName[]): value is PythonName {
  return value instanceof PythonName && names.includes(value.name);
}

/** The bytes of a bytes or bytearray object in any protocol's spelling; undefined for anything else. */
export function findBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (!isCallOf(value, "bytes", "bytearray", "codecs.encode")) return undefined;
  const [source, encoding] = value.args;
  if (value.name !== "codecs.encode") {
    if (value.args.length === 0) return new Uint8Array(0);
    // One level only: a bytearray is made of bytes, and a chain of them could be made endless.
    return source instanceof Uint8Array || isCallOf(source, "codecs.encode") ? findBytes(source) : undefined;
  }
  if (typeof source !== "string" || encoding !== "latin1") return undefined;
  for (let index = 0; index < source.length; index++) if (source.charCodeAt(index) > 255) return undefined;
  return Buffer.from(source, "latin1");
}

/** Throws PickleFault where the value is not bytes; `what` names it. */
export function getBytes(value: unknown, what: string): Uint8Array {
  const bytes = findBytes(value);
  if (bytes === undefined) throw malformed(`${what} is ${describe(value)}, not bytes`);
  return bytes;
}

/** Throws PickleFault where the value is not a list or tuple; `what` names it. */
export function getList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${what} is ${describe(value)}, not a list`);
  return value;
}

/** Throws PickleFault where the value is not a dict; `what` names it. */
export function getDict(value: unknown, what: string): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw malformed(`${what} is ${describe(value)}, not a dict`);
  return value;
}

/** A few words that say what a value is, for error messages. */
export function describe(value: unknown): string {
  if (value === null) return "None";
  if (findBytes(value) !== undefined) return "bytes";
  if (value instanceof PythonObject) return `a ${value.name}`;
  if (value instanceof PythonName) return value.name;
  if (value instanceof Map) return "a dict";
  if (value instanceof Set) return "a set";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
    case "bigint":
      return `the number ${printable(String(value))}`;
    case "boolean":
      return value ? "True" : "False";
    default:
      return "nothing";
  }
}

/** Integers beyond this are bigints, since a double does not carry each of them. */
const MAX_EXACT = 2n ** 53n;
const MAX_INTEGER_BYTES = 256;

/** A number, or a bigint beyond 2^53. The bytes are two's complement, the lowest first. */
export function decodeInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_INTEGER_BYTES) {
    throw refused(`it holds an integer of ${bytes.length} bytes, more than ${MAX_INTEGER_BYTES}`);
  }
  let unsigned = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) unsigned = (unsigned << 8n) | BigInt(bytes[index]);
  const value = BigInt.asIntN(8 * bytes.length, unsigned);
  return value >= -MAX_EXACT && value <= MAX_EXACT ? Number(value) : value;
}

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of `bytes[start .. end)`; throws PickleFault where it is not UTF-8. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\ufffd")) return text;
  // Either a real U+FFFD or no UTF-8; Buffer's decoder, which is the fast one for short texts, does not tell.
  try {
    return STRICT_UTF8.decode(bytes.subarray(start, end));
  } catch {
    throw new PickleFault("bad-value", `the text at byte ${start} is not UTF-8`);
  }
}
