/**
 * Prints the TypeScript types of docs/openapi.json, as src/client/api-types.ts holds them:
 * `node scripts/client-types.mjs > src/client/api-types.ts`. A test compares.
 */
import { readFile } from "node:fs/promises";
import { register } from "node:module";

// The generator builds its output with the compiler's JavaScript interface, which TypeScript 7 no longer has.
const hook = `export function resolve(specifier, context, next) {
  return next(specifier === "typescript" ? "typescript-5" : specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url);

const { default: generate, astToString } = await import("openapi-typescript");
const document = JSON.parse(await readFile(new URL("../docs/openapi.json", import.meta.url), "utf8"));
const nodes = await generate(document, { alphabetize: false });
process.stdout.write(
  `/** The types of the HTTP interface, generated from docs/openapi.json by scripts/client-types.mjs. */\n\n${astToString(nodes)}`,
);
