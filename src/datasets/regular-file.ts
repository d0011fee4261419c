/** Reads regular files only: reading a pipe would block, and a device has no end. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { StartupError } from "../errors.js";

/** The maximum size of a buffer in every supported version of Node. */
const MAX_FILE_BYTES = 2 ** 31 - 1;
const READ_BYTES = 4 * 2 ** 20;

export class RegularFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(path: string, sizeBytes: number, handle: FileHandle) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.#handle = handle;
  }

  /** Reads the first bytes, fewer if the file is shorter. */
  async readStart(length: number): Promise<Buffer> {
    return this.#read(0, Math.min(length, this.sizeBytes));
  }

  /** Reads everything from `start` on. Throws StartupError: too-large, file-changed if the file became shorter. */
  async readFrom(start: number): Promise<Buffer> {
    if (this.sizeBytes > MAX_FILE_BYTES) {
      const problem = `has ${this.sizeBytes} bytes, where ${MAX_FILE_BYTES} are the most`;
      throw new StartupError("too-large", this.path, problem);
    }
    return this.#read(start, this.sizeBytes - start);
  }

  async *readChunks(): AsyncGenerator<Buffer> {
    for (let start = 0; start < this.sizeBytes; start += READ_BYTES) {
      yield await this.#read(start, Math.min(READ_BYTES, this.sizeBytes - start));
    }
  }

  async #read(start: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; filled < length; ) {
      const wanted = Math.min(READ_BYTES, length - filled);
      const { bytesRead } = await this.#handle.read(bytes, filled, wanted, start + filled);
      if (bytesRead === 0)
        throw new StartupError("file-changed", this.path, "became shorter while it was read");
      filled += bytesRead;
    }
    return bytes;
  }
}

/** Opens a file, calls `use` and closes it. Throws StartupError: file-missing, not-a-file, file-unreadable, file-changed; and what `use` throws. */
export async function withRegularFile<T>(path: string, use: (file: RegularFile) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe would block until somebody writes to it.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new StartupError("not-a-file", path, "is a folder");
    if (!stats.isFile()) throw new StartupError("not-a-file", path, "is not a regular file");
    return await use(new RegularFile(path, stats.size, handle));
  } catch (error) {
    throw explainFailure(path, error as NodeJS.ErrnoException);
  } finally {
    await handle?.close();
  }
}

function explainFailure(path: string, error: NodeJS.ErrnoException): unknown {
  if (error.syscall === undefined) return error;
  if (error.code === "ENOENT" || error.code === "ENOTDIR") {
    return new StartupError("file-missing", path, "is not there");
  }
  // A socket cannot be opened at all.
  if (error.code === "ENXIO") return new StartupError("not-a-file", path, "is not a regular file");
  return new StartupError("file-unreadable", path, `cannot be read (${error.message})`);
}
