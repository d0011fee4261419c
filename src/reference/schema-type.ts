/** Schemas of responses as TypeScript types, which are shorter to read. */
import type { OpenApiDocument, Schema } from "./openapi-document.js";

/** The types of a schema and of all that it refers to, each under its name. */
export function formatTypes(document: OpenApiDocument, schema: Schema): string {
  const named = new Map<string, string>();
  const pending = listReferences(schema);
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (named.has(name)) continue;
    const target = document.components.schemas?.[name] as Schema;
    named.set(name, `type ${name} = ${formatType(target)};`);
    pending.push(...listReferences(target));
  }
  const own = schema.$ref === undefined ? [`type Response = ${formatType(schema)};`] : [];
  return [...own, ...named.values()].join("\n\n");
}

function listReferences(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "$ref" && typeof child === "string" ? [nameOf(child)] : listReferences(child),
  );
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

function formatType(schema: Schema, indent = ""): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.map((each) => formatType(each, indent)).join(" | ");
  if (Array.isArray(schema.type))
    return schema.type.map((type) => formatType({ ...schema, type }, indent)).join(" | ");
  if (schema.type === "array") return formatArray(schema.items ?? {}, indent);
  if (schema.type === "object") return formatObject(schema, indent);
  if (schema.type === "integer") return "number";
  return typeof schema.type === "string" ? schema.type : "unknown";
}

function formatArray(items: Schema, indent: string): string {
  const type = formatType(items, indent);
  return / \| /.test(type) && !type.startsWith("{") ? `(${type})[]` : `${type}[]`;
}

function formatObject({ properties = {}, required = [], additionalProperties }: Schema, indent: string) {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, property]) =>
      `${inner}${name}${required.includes(name) ? "" : "?"}: ${formatType(property, inner)};`,
  );
  if (typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0)
    lines.push(`${inner}[name: string]: ${formatType(additionalProperties, inner)};`);
  return lines.length === 0 ? "object" : `{\n${lines.join("\n")}\n${indent}}`;
}
