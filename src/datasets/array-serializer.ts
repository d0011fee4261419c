/**
 * Serializes values as V8 does, but with all typed arrays in one aligned block in front: they are restored as views of the
 * block, whereas V8 aligns nothing and therefore copies every array.
 */
import { DefaultDeserializer, DefaultSerializer } from "node:v8";

const ALIGNMENT_BYTES = 8;
const ARRAY_TYPES = [Float64Array, Int32Array, Uint32Array, Uint8Array] as const;

/** Serializes a value. Throws TypeError for a typed array of another type than these four. */
export function serializeArrays(value: unknown): Buffer {
  const serializer = new ArraySerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  const structure = serializer.releaseBuffer();
  const start = Buffer.alloc(ALIGNMENT_BYTES);
  start.writeUInt32LE(serializer.sizeBytes);
  return Buffer.concat([start, ...serializer.arrays, structure]);
}

/**
 * Restores what serializeArrays wrote. The bytes start at a multiple of eight in their buffer, and belong to the arrays
 * then.
 */
export function deserializeArrays(bytes: Buffer): unknown {
  const end = ALIGNMENT_BYTES + bytes.readUInt32LE();
  const deserializer = new ArrayDeserializer(bytes.subarray(end), bytes.subarray(ALIGNMENT_BYTES, end));
  deserializer.readHeader();
  return deserializer.readValue();
}

class ArraySerializer extends DefaultSerializer {
  readonly arrays: Buffer[] = [];
  /** Of all arrays with their padding. */
  sizeBytes = 0;

  /** Node calls this for every typed array. */
  _writeHostObject(array: ArrayBufferView & { readonly length: number }): void {
    const type = ARRAY_TYPES.findIndex((each) => array instanceof each);
    if (type < 0) throw new TypeError(`${array.constructor.name} is not serialized`);
    this.writeUint32(type);
    this.writeUint32(this.sizeBytes);
    this.writeUint32(array.length);
    const paddedBytes = Math.ceil(array.byteLength / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    this.arrays.push(
      Buffer.from(array.buffer, array.byteOffset, array.byteLength),
      Buffer.alloc(paddedBytes - array.byteLength),
    );
    this.sizeBytes += paddedBytes;
  }
}

class ArrayDeserializer extends DefaultDeserializer {
  readonly #arrays: Buffer;

  constructor(structure: Buffer, arrays: Buffer) {
    super(structure);
    this.#arrays = arrays;
  }

  _readHostObject(): ArrayBufferView {
    const type = ARRAY_TYPES[this.readUint32()];
    const start = this.readUint32();
    const buffer = this.#arrays.buffer as ArrayBuffer;
    return new type(buffer, this.#arrays.byteOffset + start, this.readUint32());
  }
}
