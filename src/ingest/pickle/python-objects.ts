/**
 * The inert objects of an object graph: a call becomes a PythonObject with name, arguments and state, and the other files of
 * this folder interpret it.
 */
import { printable } from "../../errors.js";
import { ALLOWED_NAMES, type AllowedName } from "./allow-list.js";
import { malformed, PickleFault, refused } from "./fault.js";

/** A call in a pickle, which is not executed. */
export class PythonObject {
  #state: unknown;
  constructor(
    readonly name: AllowedName,
    readonly args: readonly unknown[],
  ) {}

  /** The argument of BUILD; undefined before it. */
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

// Each key has one space, so no other pair of module and name has the same key.
const NAME_BY_PATH: ReadonlyMap<string, PythonName> = new Map(
  (Object.keys(ALLOWED_NAMES) as AllowedName[]).flatMap((allowedName) => {
    const pythonName = new PythonName(allowedName);
    return ALLOWED_NAMES[allowedName].map((path) => [path, pythonName] as const);
  }),
);

/** Names that only old versions write, and what writes them. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([["functools partial", "frames of pandas 1.3"]]);

/** Resolves a name. Throws PickleFault refused-pickle if it is not on the allow-list. */
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

/** Represents the result of a call; undefined if `callee` is not a name. */
export function call(callee: unknown, args: readonly unknown[]): PythonObject | PythonName | undefined {
  if (!(callee instanceof PythonName)) return undefined;
  if (callee.name !== "getattr") return new PythonObject(callee.name, args);
  // The only attribute that is allowed: zoneinfo pickles zones by it.
  const [object, attribute] = args;
  if (isName(object, "zoneinfo.ZoneInfo") && attribute === "_unpickle") return object;
  throw refused("it would call builtins.getattr");
}

/** Whether the value is a call of one of these names. */
export function isCallOf(value: unknown, ...names: readonly AllowedName[]): value is PythonObject {
  return value instanceof PythonObject && names.includes(value.name);
}

/** Whether the value is one of these names, without a call. */
export function isName(value: unknown, ...names: readonly AllowedName[]): value is PythonName {
  return value instanceof PythonName && names.includes(value.name);
}

/** Finds the bytes of a bytes or bytearray object of any protocol; undefined for anything else. */
export function findBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (!isCallOf(value, "bytes", "bytearray", "codecs.encode")) return undefined;
  const [source, encoding] = value.args;
  if (value.name !== "codecs.encode") {
    if (value.args.length === 0) return new Uint8Array(0);
    // One level only: a hostile file could nest them endlessly.
    return source instanceof Uint8Array || isCallOf(source, "codecs.encode") ? findBytes(source) : undefined;
  }
  if (typeof source !== "string" || encoding !== "latin1") return undefined;
  for (let index = 0; index < source.length; index++) if (source.charCodeAt(index) > 255) return undefined;
  return Buffer.from(source, "latin1");
}

/** Throws PickleFault if the value is not bytes. `what` names it. */
export function getBytes(value: unknown, what: string): Uint8Array {
  const bytes = findBytes(value);
  if (bytes === undefined) throw malformed(`${what} is ${describe(value)}, not bytes`);
  return bytes;
}

/** Throws PickleFault if the value is not a list or tuple. `what` names it. */
export function getList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${what} is ${describe(value)}, not a list`);
  return value;
}

/** Throws PickleFault if the value is not a dict. `what` names it. */
export function getDict(value: unknown, what: string): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw malformed(`${what} is ${describe(value)}, not a dict`);
  return value;
}

/** Describes a value in a few words, for error messages. */
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

/** Larger integers are bigints in the object graph. */
const MAX_EXACT = 2n ** 53n;
const MAX_INTEGER_BYTES = 256;

/** Decodes an integer in two's complement, lowest byte first; a bigint beyond 2^53. */
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

/** Decodes `bytes[start .. end)`. Throws PickleFault bad-value if they are not UTF-8. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\ufffd")) return text;
  // Either a real U+FFFD or invalid UTF-8: Buffer's decoder, the fastest for short texts, does not report errors.
  try {
    return STRICT_UTF8.decode(bytes.subarray(start, end));
  } catch {
    throw new PickleFault("bad-value", `the text at byte ${start} is not UTF-8`);
  }
}
