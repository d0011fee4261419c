/** The explorer page at `/` and its files, as the build has left them: compressed beforehand, named by their content. */
import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../errors.js";
import { negotiateCoding } from "../negotiation.js";
import { type PageFile, readPageFiles } from "../page-files.js";
import { sendValidators } from "../validators.js";

export const EXPLORER_PATH = "/";

/** The same from src and from dist, which lie side by side. */
const FOLDER = join(import.meta.dirname, "..", "..", "..", "dist", "explorer");
const PAGE = "index.html";

/**
 * Nothing but this server's own files and data. The one inline style is Plot's, which it writes into every chart and
 * which is the same in each of them; a test with a real browser sees to it that the hash is right.
 */
export const PLOT_STYLE_HASH = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM=";
const SECURITY_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${PLOT_STYLE_HASH}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
};
/** The page is asked for again, and mostly answered with a 304; its files can never change under their names. */
const PAGE_CACHE_CONTROL = "no-cache";
const FILE_CACHE_CONTROL = "public, max-age=31536000, immutable";

/** The built files, read once; none where nothing is built. */
export function readExplorer(): readonly PageFile[] {
  return readPageFiles(FOLDER);
}

/** The path of a file that the page loads. */
export function nameExplorerPath({ name }: PageFile): string {
  return `/explorer/${name}`;
}

export function registerExplorerRoutes(app: FastifyInstance, files: readonly PageFile[]): void {
  const page = files.find(({ name }) => name === PAGE);
  app.get(EXPLORER_PATH, (request, reply) => {
    if (page === undefined) {
      throw new ProblemError("not-found", "The explorer is not built; `npm run build` makes it.");
    }
    return sendFile(request, reply.headers(SECURITY_HEADERS), page, PAGE_CACHE_CONTROL);
  });
  for (const file of files) {
    if (file === page) continue;
    app.get(nameExplorerPath(file), (request, reply) =>
      sendFile(request, reply.header("x-content-type-options", "nosniff"), file, FILE_CACHE_CONTROL),
    );
  }
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
  cacheControl: string,
): FastifyReply {
  if (sendValidators(request, reply, file.etag, cacheControl, "Accept-Encoding"))
    return reply.code(304).send();
  const coding = negotiateCoding(request)?.name ?? "identity";
  const bytes = file.bytesByCoding.get(coding);
  if (bytes !== undefined && coding !== "identity") reply.header("content-encoding", coding);
  return reply.type(file.contentType).send(bytes ?? file.bytesByCoding.get("identity"));
}
