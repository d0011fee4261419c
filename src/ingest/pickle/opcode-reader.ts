/**
 * The bytes under pickleparser: bounds-checked reads, and the opcodes on their way to it. Opcodes that protocols 2 to
 * 5 do not use are refused; those that pickleparser decodes wrongly or carries out unsafely are rewritten into ones
 * that it does right. A value decoded here reaches its stack as an out-of-band buffer, which it pushes as it is.
 */
import { malformed, refused } from "./fault.js";
import { BUILD_MARK, decodeUtf8, narrowInteger, PythonBytes } from "./python-objects.js";

const NEXT_BUFFER = 0x97;
const SETITEM = 0x73;
const MAX_INTEGER_BYTES = 256;

/** Opcodes that go through unchanged. The text opcodes of protocol 0 are not here, nor is anything of Python 2. */
const PLAIN_OPCODES = new Set([
  ...[0x80, 0x95, 0x2e], // PROTO FRAME STOP
  ...[0x28, 0x30, 0x31, 0x32], // MARK POP POP_MARK DUP
  ...[0x71, 0x72, 0x94, 0x68, 0x6a], // BINPUT LONG_BINPUT MEMOIZE BINGET LONG_BINGET
  ...[0x4e, 0x88, 0x89], // NONE NEWTRUE NEWFALSE
  ...[0x4a, 0x4b, 0x4d, 0x47], // BININT BININT1 BININT2 BINFLOAT
  ...[0x58, 0x8c, 0x8d], // BINUNICODE SHORT_BINUNICODE BINUNICODE8
  ...[0x29, 0x74, 0x85, 0x86, 0x87], // EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3
  ...[0x5d, 0x61, 0x65], // EMPTY_LIST APPEND APPENDS
  ...[0x7d, SETITEM, 0x75], // EMPTY_DICT SETITEM SETITEMS
  ...[0x8f, 0x90, 0x91], // EMPTY_SET ADDITEMS FROZENSET
  ...[0x63, 0x93, 0x52, 0x81], // GLOBAL STACK_GLOBAL REDUCE NEWOBJ
]);

/** Whole features that are refused, with what to say. */
const REFUSED_OPCODES: ReadonlyMap<number, string> = new Map([
  [0x50, "it refers to an object outside the file (a persistent id)"],
  [0x51, "it refers to an object outside the file (a persistent id)"],
  [0x82, "it uses the extension registry"],
  [0x83, "it uses the extension registry"],
  [0x84, "it uses the extension registry"],
  [NEXT_BUFFER, "its buffers are outside the file (buffer_callback)"],
  [0x98, "its buffers are outside the file (buffer_callback)"],
  [0x92, "it makes an object with keyword arguments"],
]);

export class OpcodeReader {
  /** What pickleparser pushes for NEXT_BUFFER: the value decoded last. */
  readonly decodedValues: Iterator<unknown, undefined>;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #position = 0;
  #decoded: unknown;
  #isAtOpcode = false;
  #nextOpcode: number | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.decodedValues = { next: () => ({ done: false, value: this.#decoded }) };
  }

  /** Offset of the next unread byte. */
  get position(): number {
    return this.#position;
  }

  /** pickleparser asks this before each opcode, and only then: so the next byte() is an opcode. */
  hasNext(): boolean {
    this.#isAtOpcode = true;
    return this.#nextOpcode !== undefined || this.#position < this.#bytes.length;
  }

  byte(): number {
    if (!this.#isAtOpcode) return this.#bytes[this.#advance(1)];
    this.#isAtOpcode = false;
    const opcode = this.#nextOpcode;
    if (opcode === undefined) return this.#rewrite(this.#bytes[this.#advance(1)]);
    this.#nextOpcode = undefined;
    return opcode;
  }

  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.#position);
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  uint64(): number {
    const start = this.#advance(8);
    return this.#view.getUint32(start, true) + 2 ** 32 * this.#view.getUint32(start + 4, true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** UTF-8 whatever encoding is asked for: the callers are the text opcodes and line(). */
  string(size: number): string {
    const start = this.#advance(size);
    return decodeUtf8(this.#bytes, start, this.#position);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end < 0) throw malformed(`it ends at byte ${this.#bytes.length}, in the middle of a name`);
    const text = this.string(end - this.#position);
    this.#advance(1);
    return text;
  }

  #advance(length: number): number {
    const start = this.#position;
    if (!(length >= 0 && length <= this.#bytes.length - start)) {
      throw malformed(`it ends at byte ${this.#bytes.length}, in the middle of a value`);
    }
    this.#position = start + length;
    return start;
  }

  #rewrite(opcode: number): number {
    if (PLAIN_OPCODES.has(opcode)) return opcode;
    switch (opcode) {
      case 0x62: // BUILD: pickleparser assigns the state's keys to any object, also to lists and functions.
        this.#nextOpcode = SETITEM;
        return this.#push(BUILD_MARK);
      case 0x8a: // LONG1: pickleparser takes the sign bit for a digit.
        return this.#push(decodeInteger(this.bytes(this.#bytes[this.#advance(1)])));
      case 0x8b: // LONG4: the same, and in quadratic time.
        return this.#push(decodeInteger(this.bytes(this.uint32())));
      case 0x43: // SHORT_BINBYTES, and the other bytes below: a bare Uint8Array has methods that SETITEM would call.
        return this.#push(new PythonBytes(this.bytes(this.#bytes[this.#advance(1)])));
      case 0x42: // BINBYTES
        return this.#push(new PythonBytes(this.bytes(this.uint32())));
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        return this.#push(new PythonBytes(this.bytes(this.uint64())));
      default: {
        const feature = REFUSED_OPCODES.get(opcode);
        if (feature !== undefined) throw refused(feature);
        const code = `0x${opcode.toString(16).padStart(2, "0")}`;
        throw malformed(
          `byte ${this.#position - 1} (${code}) is no opcode that Python 3 writes from protocol 2 on`,
        );
      }
    }
  }

  #push(value: unknown): number {
    this.#decoded = value;
    return NEXT_BUFFER;
  }
}

/** A number, or a bigint beyond 2^53. The bytes are two's complement, the lowest first. */
function decodeInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_INTEGER_BYTES) {
    throw refused(`it holds an integer of ${bytes.length} bytes, more than ${MAX_INTEGER_BYTES}`);
  }
  let unsigned = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) unsigned = (unsigned << 8n) | BigInt(bytes[index]);
  return narrowInteger(BigInt.asIntN(8 * bytes.length, unsigned));
}
