/**
 * The files of the interactive API reference: a page, its start script, and Scalar's bundle. Scalar's Fastify plugin is not
 * used, because its page needs inline scripts, which the Content-Security-Policy forbids, and it serves its files without
 * validators and compression.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Allows only files and data of this server. Inline styles are allowed, since the bundle writes its styles into the page. */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const BUNDLE_PATH = join(
  dirname(createRequire(import.meta.url).resolve("@scalar/fastify-api-reference")),
  "js/standalone.js",
);

export function readReferenceBundle(): Promise<Buffer> {
  return readFile(BUNDLE_PATH);
}

/** Builds the page from the paths of the OpenAPI document and of its two scripts. */
export function buildDocsPage(openApiPath: string, bundlePath: string, startPath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DataDecide results API: reference</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0; font-family: system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding: 0.25rem 1rem; background: #14323f; }
nav a { color: #fff; padding: 0.5rem 0; }
</style>
</head>
<body>
<nav aria-label="Site"><a href="/">Explorer</a><a href="${openApiPath}">OpenAPI document</a></nav>
<noscript><p>This page needs scripts; the <a href="${openApiPath}">OpenAPI document</a> has the same content.</p></noscript>
<main id="reference"></main>
<script src="${bundlePath}"></script>
<script src="${startPath}"></script>
</body>
</html>
`;
}

/** Builds the script that starts the reference, without the fonts, telemetry and services of other servers. */
export function buildStartScript(openApiPath: string): string {
  const configuration = {
    url: openApiPath,
    withDefaultFonts: false,
    telemetry: false,
    hideClientButton: true,
    showDeveloperTools: "never",
    agent: { disabled: true },
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  };
  return `Scalar.createApiReference("#reference", ${JSON.stringify(configuration)});\n`;
}
