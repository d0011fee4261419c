/**
 * The inert picture of what a pickle describes. Nothing is called while opcodes are read: a call becomes a
 * PythonObject that notes its name, arguments and state, and the other files of this folder interpret those.
 * Beside these a picture holds null, booleans, numbers, bigints, text, arrays (lists and tuples), Maps and Sets.
 */
import { type AllowedName, PLACES } from "./allow-list.js";
import { malformed, printable, refused } from "./fault.js";

/** The third argument of PythonObject.set when it stands for BUILD; nothing in a file can produce it. */
export const BUILD_MARK = Symbol("BUILD");

/** A call that the pickle asked for. */
export class PythonObject {
  #state: unknown;
  constructor(
    readonly name: AllowedName,
    readonly args: readonly unknown[],
  ) {}

  /** What BUILD hands over; undefined when there was none. */
  get state(): unknown {
    return this.#state;
  }

  /** Named so because pickleparser calls it: OpcodeReader turns BUILD into `object.set(state, BUILD_MARK)`. */
  set(state: unknown, mark: unknown): void {
    if (mark !== BUILD_MARK) throw malformed(`an item is set on ${this.name}`);
    if (this.#state !== undefined) throw malformed(`${this.name} gets its state twice`);
    this.#state = state;
  }
}

/** A name on the allow-list: a class or function that may be called, or a value such as pandas.NA. */
export interface PythonName {
  (...args: unknown[]): PythonObject;
  readonly pythonName: AllowedName;
}

/** Frozen, because a hostile file shares it with every other file that this process reads. */
function createPythonName(name: AllowedName): PythonName {
  // A plain function, for pickleparser both calls it (REDUCE) and constructs with it (NEWOBJ).
  const pythonName = Object.assign(
    function call(...args: unknown[]): PythonObject {
      return new PythonObject(name, args);
    },
    { pythonName: name },
  );
  return Object.freeze(pythonName);
}

// One blank in every key, so no other pair of module and name can spell the same key.
const NAME_BY_PLACE: ReadonlyMap<string, PythonName> = new Map(
  (Object.keys(PLACES) as AllowedName[]).flatMap((allowedName) => {
    const pythonName = createPythonName(allowedName);
    return PLACES[allowedName].map((place) => [place, pythonName] as const);
  }),
);

/** What stands for a name in the picture; throws PickleFault for every name that is not on the allow-list. */
export function resolveName(module: unknown, name: unknown): PythonName {
  if (typeof module !== "string" || typeof name !== "string") {
    throw refused("it would call something that is not named by text");
  }
  const found = NAME_BY_PLACE.get(`${module} ${name}`);
  if (found === undefined) throw refused(`it would call ${printable(`${module}.${name}`)}`);
  return found;
}

/** Bytes of the file, wrapped so that no opcode finds a method to call on them. The view is not a copy. */
export class PythonBytes {
  constructor(readonly bytes: Uint8Array) {}
}

export function isPythonName(value: unknown): value is PythonName {
  return typeof value === "function" && "pythonName" in value;
}

/** Whether the value is a call of one of these names. */
export function isCallOf(value: unknown, ...names: readonly AllowedName[]): value is PythonObject {
  return value instanceof PythonObject && names.includes(value.name);
}

/** The bytes of a bytes or bytearray object in any protocol's spelling; undefined for anything else. */
export function findBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof PythonBytes) return value.bytes;
  if (!isCallOf(value, "bytes", "bytearray", "codecs.encode")) return undefined;
  const [source, encoding] = value.args;
  if (value.name !== "codecs.encode") {
    if (value.args.length === 0) return new Uint8Array(0);
    // One level only: a bytearray is made of bytes, and a chain of them could be made endless.
    return source instanceof PythonBytes || isCallOf(source, "codecs.encode") ? findBytes(source) : undefined;
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

/** An integer of at least 0 that a double carries exactly; otherwise throws PickleFault. `what` names it. */
export function getCount(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw malformed(`${what} is ${describe(value)}, not a count`);
  }
  return value;
}

/** A few words that say what a value is, for error messages. */
export function describe(value: unknown): string {
  if (value === null) return "None";
  if (value instanceof PythonObject) {
    return findBytes(value) === undefined ? `a ${value.name}` : "bytes";
  }
  if (isPythonName(value)) return value.pythonName;
  if (value instanceof PythonBytes) return "bytes";
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

/** Integers beyond this are bigints: a double no longer carries each of them. */
export const MAX_EXACT = 2 ** 53;

/** The integer as a number where it lies within MAX_EXACT of zero. */
export function narrowInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Math.abs(number) <= MAX_EXACT && BigInt(number) === value ? number : value;
}

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of `bytes[start .. end)`; throws PickleFault where it is not UTF-8. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\ufffd")) return text;
  // Either a real U+FFFD or damage; Buffer's decoder, which is the fast one for short texts, does not tell.
  try {
    return STRICT_UTF8.decode(bytes.subarray(start, end));
  } catch {
    throw malformed(`the text at byte ${start} is not UTF-8`);
  }
}
