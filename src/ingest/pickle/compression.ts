/** Decompresses gzip, bzip2, xz and Zstandard, the formats of pandas. They are recognized by their first bytes. */
import { gunzipSync } from "node:zlib";
import Bunzip from "seek-bzip";
import xz from "xz-decompress";
import { decompressZstd, ZstdSizeError } from "../../codecs/zstd.js";
import { malformed, PickleFault, refused } from "./fault.js";

interface Compression {
  readonly name: "gzip" | "bzip2" | "xz" | "zstd";
  /** The first bytes, as Latin-1 text. */
  readonly magic: string;
  /** Throws PickleFault or ZstdSizeError for more than `maxBytes`, and any error for damaged content. */
  unpack(bytes: Buffer, maxBytes: number): Uint8Array | Promise<Uint8Array>;
}

const XZ_SHA256 = 10;

const COMPRESSIONS: readonly Compression[] = [
  { name: "gzip", magic: "\x1f\x8b", unpack: unpackGzip },
  { name: "bzip2", magic: "BZh", unpack: unpackBzip2 },
  { name: "xz", magic: "\xfd7zXZ\0", unpack: unpackXz },
  { name: "zstd", magic: "\x28\xb5\x2f\xfd", unpack: decompressZstd },
];

/** Finds the compression of a file by its first bytes. */
export function findCompression(start: Uint8Array): Compression | undefined {
  const text = Buffer.from(start.subarray(0, 8)).toString("latin1");
  return COMPRESSIONS.find(({ magic }) => text.startsWith(magic));
}

/** Decompresses bytes. Throws PickleFault: damaged-pickle, refused-pickle, too-large. */
export async function unpack(
  { name, unpack }: Compression,
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    return await unpack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), maxBytes);
  } catch (error) {
    if (error instanceof PickleFault) throw error;
    if (error instanceof ZstdSizeError) throw tooLarge(maxBytes);
    throw malformed(`is compressed with ${name}, and its content is cut short or damaged`);
  }
}

function unpackGzip(bytes: Buffer, maxBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(maxBytes) : error;
  }
}

function unpackBzip2(bytes: Buffer, maxBytes: number): Uint8Array {
  const sink = new BoundedSink(maxBytes);
  let position = 0;
  const source = Object.assign(new Bunzip.Stream(), {
    readByte: () => {
      // The library reads beyond the end.
      if (position === bytes.length) throw new Error("the bytes are at an end");
      return bytes[position++];
    },
    eof: () => position === bytes.length,
  });
  Bunzip.decode(source, sink, true);
  return sink.take();
}

/** The second byte after the magic is the type of the checksum. */
async function unpackXz(bytes: Buffer, maxBytes: number): Promise<Uint8Array> {
  if ((bytes[7] & 0x0f) === XZ_SHA256)
    throw refused("is compressed with xz and its SHA-256 check, which is not read");
  const sink = new BoundedSink(maxBytes);
  for await (const piece of new xz.XzReadableStream(new Blob([new Uint8Array(bytes)]).stream()))
    sink.write(piece);
  return sink.take();
}

function tooLarge(maxBytes: number): PickleFault {
  return new PickleFault("too-large", `unpacks to more than ${Math.round(maxBytes / 2 ** 20)} MB`);
}

/** Collects bytes up to a limit. */
class BoundedSink {
  readonly #maxBytes: number;
  #bytes = Buffer.allocUnsafeSlow(2 ** 16);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  write(piece: Uint8Array): void {
    this.#reserve(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  writeByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > this.#maxBytes) throw tooLarge(this.#maxBytes);
    const grown = Buffer.allocUnsafeSlow(Math.min(Math.max(needed, 2 * this.#bytes.length), this.#maxBytes));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
