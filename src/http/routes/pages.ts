/** The explorer, the API reference and the client as one module, which the build leaves in dist, each file also compressed. */
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
export const CLIENT_PATH = "/client.js";

/** The hash of the one inline style that Plot writes into every chart; a test in a browser checks it. */
export const PLOT_STYLE_HASH = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM=";

/** Policies allow only files and data of this server. */
const COMMON_POLICY =
  "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const EXPLORER_POLICY = `${COMMON_POLICY}; style-src 'self' '${PLOT_STYLE_HASH}'; frame-ancestors 'self'`;
export const DOCS_POLICY = `${COMMON_POLICY}; style-src 'self'; frame-ancestors 'none'`;

/** Files with a hash in their name never change; pages are always revalidated; the client may be as old as data is. */
const CACHE_CONTROLS = {
  hashed: "public, max-age=31536000, immutable",
  page: "no-cache",
  client: "public, max-age=300, stale-while-revalidate=86400",
} as const;

/** Registers both pages and the client. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await registerPage(app, EXPLORER_PATH, "explorer", "/explorer/", EXPLORER_POLICY);
  await registerPage(app, DOCS_PATH, "reference", "/api/docs/", DOCS_POLICY);
  if (existsSync(join(DIST, "client", CLIENT_PATH))) await registerFiles(app, "client", "/", "client");
  else registerMissing(app, CLIENT_PATH);
}

/** Registers a page from a folder of dist. */
async function registerPage(
  app: FastifyInstance,
  path: string,
  folder: string,
  filePrefix: string,
  policy: string,
): Promise<void> {
  const root = join(DIST, folder);
  if (!existsSync(join(root, INDEX))) return registerMissing(app, path);
  await registerFiles(app, folder, filePrefix, "page");
  app.get(path, (_request, reply) =>
    reply
      .headers({ "content-security-policy": policy, "referrer-policy": "same-origin" })
      .sendFile(INDEX, root, { cacheControl: false }),
  );
}

function registerMissing(app: FastifyInstance, path: string): void {
  app.get(path, () => {
    throw new ProblemError("not-found", "This page is not built; `npm run build` builds it.");
  });
}

/** Registers each file of a folder of dist but its index.html. */
async function registerFiles(
  app: FastifyInstance,
  folder: string,
  filePrefix: string,
  kind: keyof typeof CACHE_CONTROLS,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(DIST, folder),
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
      reply.header("cache-control", CACHE_CONTROLS[isHashed ? "hashed" : kind]);
      reply.header("x-content-type-options", "nosniff");
    },
  });
}
