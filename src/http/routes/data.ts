/** The row routes, each also with the extension of every format, such as `/api/visualize/data.csv`. */
import type { FastifyInstance } from "fastify";
import type { DatasetStore } from "../../engines/dataset-store.js";
import type { Format } from "../../formats/format.js";
import { FORMATS } from "../../formats/registry.js";
import type { QueryRoute } from "../../query/dataset-query.js";
import type { RawQuery } from "../../query/query-reader.js";
import type { RowResponder } from "../response/row-response.js";

const CHART_FILTERS = { metric: ["pile-valppl"], data: ["Dolma1.7"], step: ["5000"] };
const DEFAULT_TABLE_FILTERS = { data: ["Dolma1.7"], params: ["10M", "60M", "150M", "530M", "1B"] };

export const EVALUATIONS_PATH = "/api/visualize/data";

/** The routes over the evaluations. */
export const EVALUATIONS_ROUTES: Readonly<Record<string, QueryRoute>> = {
  [EVALUATIONS_PATH]: { shape: null, fixedFilters: {}, defaultFilters: {} },
  "/api/visualize/data/small": { shape: "long", fixedFilters: CHART_FILTERS, defaultFilters: {} },
  "/api/visualize/data/unmelted": { shape: "wide", fixedFilters: {}, defaultFilters: DEFAULT_TABLE_FILTERS },
};

export const COMPARISONS_PATH = "/api/visualize/data/ft";

interface DataRoute {
  readonly Querystring: RawQuery;
}

export function registerDataRoutes(app: FastifyInstance, store: DatasetStore, responder: RowResponder): void {
  const routes: [path: string, name: string, route?: QueryRoute][] = [
    ...Object.entries(EVALUATIONS_ROUTES).map(([path, route]): [string, string, QueryRoute] => [
      path,
      "evaluations",
      route,
    ]),
    [COMPARISONS_PATH, "comparisons"],
    ...store.names.map((name): [string, string] => [`${EVALUATIONS_PATH}/${name}`, name]),
  ];
  for (const [path, name, route] of routes) {
    for (const [url, format] of listUrls(path)) {
      app.get<DataRoute>(url, (request, reply) => {
        const dataset = store.getDataset(name);
        const plan = dataset.query.parse(request.query, route, format);
        return responder.send(request, reply, plan, dataset);
      });
    }
  }
}

/** The path, also with every extension; null leaves the format to the query and the Accept header. */
function listUrls(path: string): [url: string, format: Format | null][] {
  return [
    [path, null],
    ...FORMATS.map((format): [string, Format] => [`${path}.${format.extension}`, format]),
  ];
}
