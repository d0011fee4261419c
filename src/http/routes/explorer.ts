/** The explorer page at `/` and its files, which the build compresses and names by their content. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "../../errors.js";

export const EXPLORER_PATH = "/";

/** The same from src and from dist, which lie side by side. */
const FOLDER = join(import.meta.dirname, "..", "..", "..", "dist", "explorer");
const PAGE = "index.html";

/** The hash of the one inline style that Plot writes into every chart; a test in a browser checks it. */
export const PLOT_STYLE_HASH = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM=";

/** Only files and data of this server. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' '${PLOT_STYLE_HASH}'`,
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

export async function registerExplorerRoutes(app: FastifyInstance): Promise<void> {
  if (!existsSync(join(FOLDER, PAGE))) {
    app.get(EXPLORER_PATH, () => {
      throw new ProblemError("not-found", "The explorer is not built; `npm run build` builds it.");
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: FOLDER,
    prefix: "/explorer/",
    preCompressed: true,
    // A route for each file, so that an unknown one is a 404 like any other.
    wildcard: false,
    globIgnore: ["*.br", "*.gz", PAGE],
    index: false,
    immutable: true,
    maxAge: "1y",
    setHeaders: (reply) => reply.header("x-content-type-options", "nosniff"),
  });
  app.get(EXPLORER_PATH, (_request, reply) =>
    reply
      .headers({
        "cache-control": "no-cache",
        "content-security-policy": SECURITY_POLICY,
        "referrer-policy": "same-origin",
      })
      .sendFile(PAGE, { cacheControl: false }),
  );
}
