/** The request of an operation: its first query, its URL, and the same request in several languages. */
import { buildUrl } from "../client/index.js";
import { formatExample, type Operation, type Parameter } from "./openapi-document.js";

/** The text of each field, by parameter; blank ones are not sent. */
export type Values = Readonly<Record<string, string>>;

/** Rows of the first request of an operation that takes a limit: without one, a response may have hundreds of megabytes. */
const FIRST_LIMIT = "10";

/** Typed functions of the client, by operation, whose query needs no format; the others go through `getJson`. */
const CLIENT_FUNCTIONS: Readonly<Record<string, string>> = {
  getEvaluations: "getEvaluations",
  getComparisons: "getComparisons",
  getFacets: "getFacets",
};
const PLAIN_CLIENT_FUNCTIONS: Readonly<Record<string, string>> = {
  getDatasets: "getDatasets",
  getHealth: "getHealth",
};
/** Parameters that the typed functions set themselves. */
const FIXED_PARAMETERS = ["format", "download", "shape"];

/**
 * The query of the first example of a response, whose summary is the request it answers; a limit; and the examples of what
 * the path has to have.
 */
export function findFirstQuery({ path, parameters, responses }: Operation): Values {
  const contents = responses.flatMap(([status, { content = {} }]) =>
    status === "200" ? Object.values(content) : [],
  );
  const summaries = contents.flatMap(({ examples = {} }) =>
    Object.values(examples).map((each) => each.summary),
  );
  const request = summaries.find((summary) => summary?.startsWith(`GET ${path}?`)) ?? "";
  const query = new URLSearchParams(request.slice(request.indexOf("?") + 1));
  const values: Record<string, string> = {};
  for (const parameter of parameters) {
    const { name } = parameter;
    if (query.has(name)) values[name] = query.getAll(name).join(",");
    else if (parameter.in === "path") values[name] = formatExample(parameter);
    else if (name === "limit") values[name] = FIRST_LIMIT;
  }
  return values;
}

/** The path and query of a request; commas stay readable. */
export function buildRequestUrl(path: string, values: Values, baseUrl = ""): string {
  const given = Object.entries(values).filter(([name, value]) => value !== "" && !path.includes(`{${name}}`));
  return buildUrl(fillPath(path, values), Object.fromEntries(given), { baseUrl }).replaceAll("%2C", ",");
}

function fillPath(path: string, values: Values): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

export interface Sample {
  readonly name: string;
  readonly code: string;
}

/** Programs that send the request; `origin` is the server's. */
export function buildSamples(operation: Operation, values: Values, origin: string): Sample[] {
  const url = buildRequestUrl(operation.path, values, origin);
  const samples = [
    { name: "curl", code: `curl --compressed '${url.replaceAll("'", "%27")}'` },
    { name: "datadecide-client", code: buildClientSample(operation, values, origin) },
    {
      name: "fetch",
      code: [
        `const response = await fetch(${JSON.stringify(url)});`,
        "if (!response.ok) throw new Error((await response.json()).detail);",
        `const body = await response.${isJson(operation, values) ? "json" : "text"}();`,
      ].join("\n"),
    },
  ];
  if (!operation.extensions.includes("csv")) return samples;
  const { format: _, ...others } = values;
  const csv = buildRequestUrl(`${operation.path}.csv`, others, origin);
  return [
    ...samples,
    { name: "pandas", code: `import pandas as pd\n\ndf = pd.read_csv(${JSON.stringify(csv)})` },
    { name: "R", code: `df <- read.csv(${JSON.stringify(csv)}, check.names = FALSE)` },
  ];
}

function isJson({ responses }: Operation, { format = "" }: Values): boolean {
  const content = responses.find(([status]) => status === "200")?.[1].content ?? {};
  return "application/json" in content && ["", "json", "columns"].includes(format);
}

/** With the typed function of the operation if it has one, otherwise with those for any path. */
function buildClientSample(operation: Operation, values: Values, origin: string): string {
  const { id, path, parameters } = operation;
  const given = parameters.filter((each) => each.in === "query" && (values[each.name] ?? "") !== "");
  const query = formatQuery(given, values);
  const options = `{ baseUrl: ${JSON.stringify(origin)} }`;
  const write = (name: string, result: string, call: string) =>
    `import { ${name} } from "datadecide-client";\n\nconst ${result} = await ${call};`;
  if (id in PLAIN_CLIENT_FUNCTIONS) {
    const name = PLAIN_CLIENT_FUNCTIONS[id];
    return write(name, "result", `${name}(${options})`);
  }
  if (id in CLIENT_FUNCTIONS && !given.some(({ name }) => FIXED_PARAMETERS.includes(name))) {
    const name = CLIENT_FUNCTIONS[id];
    return write(name, "{ meta, data }", `${name}(\n  ${query},\n  ${options},\n)`);
  }
  const [name, call] = isJson(operation, values) ? ["getJson", "getJson"] : ["buildUrl", "fetch(buildUrl"];
  const end = name === "buildUrl" ? ")" : "";
  return write(
    name,
    "result",
    `${call}(\n  ${JSON.stringify(fillPath(path, values))},\n  ${query},\n  ${options},\n)${end}`,
  );
}

function formatQuery(given: readonly Parameter[], values: Values): string {
  if (given.length === 0) return "{}";
  const entries = given.map((parameter) => `${parameter.name}: ${formatValue(parameter, values)}`);
  const line = `{ ${entries.join(", ")} }`;
  return line.length <= 80 ? line : `{\n${entries.map((entry) => `    ${entry},\n`).join("")}  }`;
}

/** A number, a list of numbers or a text, as the client's types have it. */
function formatValue({ name, schema }: Parameter, values: Values): string {
  const numeric = ["number", "integer"];
  const text = values[name];
  if (numeric.includes(String(schema.type)) && isNumber(text)) return String(Number(text));
  const items = text.split(",");
  if (numeric.includes(String(schema.items?.type)) && items.every(isNumber))
    return items.length === 1 ? String(Number(text)) : `[${items.map(Number).join(", ")}]`;
  return JSON.stringify(text);
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
