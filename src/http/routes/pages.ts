/**
 * The explorer and the API reference, which the build leaves in dist: an index.html and its files, each also compressed.
 * Scalar's Fastify plugin is not used for the reference, because its page needs inline scripts, which the policy forbids.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "../../errors.js";

/** The same from src and from dist, which lie side by side. */
const DIST = join(import.meta.dirname, "..", "..", "..", "dist");
const INDEX = "index.html";

export const EXPLORER_PATH = "/";
export const DOCS_PATH = "/api/docs";

/** The hash of the one inline style that Plot writes into every chart; a test in a browser checks it. */
export const PLOT_STYLE_HASH = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM=";

/** Policies allow only files and data of this server. Scalar's bundle writes its styles into the page. */
const COMMON_POLICY =
  "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const EXPLORER_POLICY = `${COMMON_POLICY}; style-src 'self' '${PLOT_STYLE_HASH}'; frame-ancestors 'self'`;
export const DOCS_POLICY = `${COMMON_POLICY}; style-src 'self' 'unsafe-inline'; font-src 'self' data:; frame-ancestors 'none'`;

/** Registers both pages. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await registerPage(app, EXPLORER_PATH, "explorer", "/explorer/", EXPLORER_POLICY);
  await registerPage(app, DOCS_PATH, "reference", "/api/docs/", DOCS_POLICY);
}

/** Registers a page from a folder of dist. Files with a hash in their name never change, and are cached for a year. */
async function registerPage(
  app: FastifyInstance,
  path: string,
  folder: string,
  filePrefix: string,
  policy: string,
): Promise<void> {
  const root = join(DIST, folder);
  if (!existsSync(join(root, INDEX))) {
    app.get(path, () => {
      throw new ProblemError("not-found", "This page is not built; `npm run build` builds it.");
    });
    return;
  }
  await app.register(fastifyStatic, {
    root,
    prefix: filePrefix,
    decorateReply: !app.hasReplyDecorator("sendFile"),
    preCompressed: true,
    // A route for each file, so that an unknown one is a 404 like any other.
    wildcard: false,
    globIgnore: ["*.br", "*.gz", INDEX],
    index: false,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const isHashed = /-[0-9A-Z]{8}\.\w+(?:\.br|\.gz)?$/.test(file);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      reply.header("x-content-type-options", "nosniff");
    },
  });
  app.get(path, (_request, reply) =>
    reply
      .headers({ "content-security-policy": policy, "referrer-policy": "same-origin" })
      .sendFile(INDEX, root, { cacheControl: false }),
  );
}
