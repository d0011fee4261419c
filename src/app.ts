/** The HTTP application: its plugins and routes, in order of registration. */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import cors from "@fastify/cors";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Config } from "./config.js";
import type { DatasetStore } from "./engines/dataset-store.js";
import { MalformedRequests } from "./http/lifecycle/malformed-requests.js";
import { registerProblemDetails, registerRequestChecks } from "./http/lifecycle/problem-details.js";
import { registerRequestLog } from "./http/lifecycle/request-log.js";
import { registerShutdown } from "./http/lifecycle/shutdown.js";
import { ResponseCache } from "./http/response/response-cache.js";
import { RowResponder } from "./http/response/row-response.js";
import {
  COMPARISONS_PATH,
  EVALUATIONS_PATH,
  EVALUATIONS_ROUTES,
  registerDataRoutes,
} from "./http/routes/data.js";
import { DATASETS_PATH, registerDatasetsRoute } from "./http/routes/datasets.js";
import { FACETS_PATH, registerFacetsRoute } from "./http/routes/facets.js";
import { HEALTH_PATH, registerHealthRoute } from "./http/routes/health.js";
import { METRICS_PATH, registerMetrics } from "./http/routes/metrics.js";
import { OPENAPI_PATH, registerOpenApiRoute } from "./http/routes/openapi.js";
import { CLIENT_PATH, DOCS_PATH, EXPLORER_PATH, registerPages } from "./http/routes/pages.js";
import { parseRawQuery } from "./query/query-reader.js";

/** Above the longest URL that is answered, so that a longer one gets a 414 and not the parser's 431. */
const MAX_HEADER_BYTES = 256 * 1024;

const APP_VERSION: string = createRequire(import.meta.url)("../package.json").version;

/** The path of every GET route, without format extensions; `{dataset}` is the name of one. */
export const PATHS: readonly string[] = [
  EXPLORER_PATH,
  HEALTH_PATH,
  ...Object.keys(EVALUATIONS_ROUTES),
  COMPARISONS_PATH,
  `${EVALUATIONS_PATH}/{dataset}`,
  FACETS_PATH,
  `${FACETS_PATH}/{dataset}`,
  DATASETS_PATH,
  `${DATASETS_PATH}/{dataset}`,
  OPENAPI_PATH,
  DOCS_PATH,
  CLIENT_PATH,
  METRICS_PATH,
];

/**
 * Builds the application around a store that may still be empty. Listening and loading are the caller's. `extend` may
 * register further plugins and hooks, which then apply to every route.
 */
export async function buildApp(
  config: Pick<Config, "corsOrigins" | "responseCacheBytes" | "clientTimeoutMs">,
  store: DatasetStore,
  logger: FastifyBaseLogger,
  extend: (app: FastifyInstance) => Promise<void> = async () => {},
): Promise<FastifyInstance> {
  const paths = PATHS.flatMap((path) =>
    path.includes("{dataset}") ? store.names.map((name) => path.replace("{dataset}", name)) : [path],
  );
  const isOpenToAll = config.corsOrigins.includes("*");
  const malformedRequests = new MalformedRequests(isOpenToAll ? "*" : null);
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A request without Host gets problem details instead of the parser's bare 400.
    http: { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false },
    connectionTimeout: config.clientTimeoutMs,
    // Requests that arrive on open connections during a shutdown are still answered.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => malformedRequests.refuse(error, socket),
    rewriteUrl: (request) => escapeStrayPercents(request.url ?? "/"),
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseRawQuery },
  });
  malformedRequests.register(app);
  registerRequestLog(app);
  registerShutdown(app);
  await app.register(cors, {
    origin: isOpenToAll ? "*" : [...config.corsOrigins],
    methods: ["GET", "HEAD", "OPTIONS"],
    exposedHeaders: ["ETag", "Link", "X-Total-Count", "X-Request-Id", "Accept-Ranges", "Content-Range"],
    maxAge: 86_400,
    strictPreflight: false,
  });
  registerProblemDetails(app, paths);
  await extend(app);
  const cache = new ResponseCache(config.responseCacheBytes);
  await registerMetrics(app, store, cache);
  registerRequestChecks(app, paths);
  await registerPages(app);
  registerHealthRoute(app, store);
  registerDataRoutes(app, store, new RowResponder(cache, APP_VERSION));
  registerFacetsRoute(app, store, cache, APP_VERSION);
  registerDatasetsRoute(app, store, cache, APP_VERSION);
  registerOpenApiRoute(app, store, cache, APP_VERSION);
  return app;
}

/** Escapes a path with a bare %, so that it gets the 404 of any other unknown path; the query stays as it came. */
function escapeStrayPercents(url: string): string {
  const [path] = url.split("?", 1);
  if (!path.includes("%")) return url;
  try {
    decodeURI(path);
    return url;
  } catch {
    return path.replaceAll("%", "%25") + url.slice(path.length);
  }
}
