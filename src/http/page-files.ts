/** The built explorer: its files, in memory and in every coding in which the build has left them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

export interface PageFile {
  /** The name of the file, which tells the page from what it loads. */
  readonly name: string;
  readonly contentType: string;
  readonly etag: string;
  /** The bytes by content coding; `identity` is always there. */
  readonly bytesByCoding: ReadonlyMap<string, Buffer>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};
const ENDINGS: Readonly<Record<string, string>> = { br: ".br", gzip: ".gz" };

/** Reads a built folder; without one there is no file. */
export function readPageFiles(folder: string): PageFile[] {
  const names = listFiles(folder);
  return names
    .filter((name) => extname(name) in CONTENT_TYPES)
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      const bytesByCoding = new Map([["identity", bytes]]);
      for (const [coding, ending] of Object.entries(ENDINGS)) {
        if (names.includes(name + ending))
          bytesByCoding.set(coding, readFileSync(join(folder, name + ending)));
      }
      const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 27);
      return { name, contentType: CONTENT_TYPES[extname(name)], etag: `W/"${hash}"`, bytesByCoding };
    });
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
