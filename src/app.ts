/** The HTTP application: plugins and routes in one visible list. No file is touched here. */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import cors from "@fastify/cors";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Config } from "./config.js";
import { AnswerCache } from "./http/answer-cache.js";
import { logCacheStats } from "./http/cache-figures.js";
import { Connections } from "./http/connections.js";
import type { DatasetStore } from "./http/dataset-store.js";
import { refuseMalformedRequest, registerProblemDetails } from "./http/problem-details.js";
import { RepeatedAnswers } from "./http/repeated-answers.js";
import { type LineSink, RequestLog } from "./http/request-log.js";
import {
  buildDataRoutes,
  COMPARISONS_PATH,
  DATA_PATHS,
  EVALUATIONS_ROUTES,
  registerDataRoutes,
} from "./http/routes/data.js";
import { DATASETS_PATH, registerDatasetsRoute } from "./http/routes/datasets.js";
import { DOCS_ASSET_PATHS, DOCS_PATH, registerDocsRoutes } from "./http/routes/docs.js";
import {
  EXPLORER_PATH,
  nameExplorerPath,
  readExplorer,
  registerExplorerRoutes,
} from "./http/routes/explorer.js";
import { FACETS_PATH, registerFacetsRoute } from "./http/routes/facets.js";
import { HEALTH_PATH, registerHealthRoute } from "./http/routes/health.js";
import { METRICS_PATH, registerMetricsRoute } from "./http/routes/metrics.js";
import { OPENAPI_PATH, registerOpenApiRoute } from "./http/routes/openapi.js";
import { AnswerSender } from "./http/sending.js";
import { ShortWay } from "./http/short-way.js";

/** A client that reads nothing for this long is cut off. */
const STALLED_CLIENT_MS = 120_000;
/** Above the longest URL that is answered, so that a longer one meets a 414 and not the parser's limit. */
const MAX_HEADER_BYTES = 256 * 1024;

const EXPOSED_HEADERS = "ETag, Link, X-Total-Count, X-Request-Id";
/** What the CORS plugin says in every answer that is open to all; names and values by turns. */
const OPEN_TO_ALL = ["access-control-allow-origin", "*", "access-control-expose-headers", EXPOSED_HEADERS];

const APP_VERSION: string = createRequire(import.meta.url)("../package.json").version;

/** Every path that answers a GET, the endings of formats left out. */
export const PATHS: readonly string[] = [
  EXPLORER_PATH,
  HEALTH_PATH,
  ...Object.keys(EVALUATIONS_ROUTES),
  COMPARISONS_PATH,
  FACETS_PATH,
  DATASETS_PATH,
  OPENAPI_PATH,
  DOCS_PATH,
  METRICS_PATH,
];

/**
 * Builds the application around data that may still be loading. Listening and loading are the caller's. `lines` is where
 * `logger` writes its lines as they are, null where it does not.
 */
export async function buildApp(
  config: Pick<Config, "corsOrigins" | "answerCacheBytes">,
  readiness: DatasetStore,
  logger: FastifyBaseLogger,
  lines: LineSink | null,
): Promise<FastifyInstance> {
  const connections = new Connections();
  const isOpenToAll = config.corsOrigins.includes("*");
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // The request id stands in the lines themselves: a logger of its own for every request costs more than the line.
    childLoggerFactory: (parent) => parent,
    // A request without Host is refused further on, in the shape of every other problem.
    http: { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false },
    connectionTimeout: STALLED_CLIENT_MS,
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => refuseMalformedRequest(error, socket, connections, isOpenToAll),
    rewriteUrl: (request) => escapeStrayPercents(request.url ?? "/"),
    // Queries are read by src/query/, which keeps what the usual parsers lose; nobody asks for theirs.
    routerOptions: { ignoreTrailingSlash: true, querystringParser: () => ({}) },
  });
  connections.watch(app);
  // Node's own answer to an Expect header that it does not know is a bare 417.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  const requestLog = new RequestLog(logger, lines);
  requestLog.watch(app);
  const cache = new AnswerCache(config.answerCacheBytes);
  const repeated = new RepeatedAnswers(cache, requestLog);
  repeated.watch(app);
  const sender = new AnswerSender(cache, logger);
  const dataRoutes = buildDataRoutes(readiness, APP_VERSION);
  // With a list of origins, what an answer says of them is the CORS plugin's to decide.
  const shortRoutes = isOpenToAll ? dataRoutes : new Map();
  new ShortWay(shortRoutes, sender, repeated, requestLog, OPEN_TO_ALL).watch(app);
  await app.register(cors, {
    origin: isOpenToAll ? "*" : [...config.corsOrigins],
    methods: ["GET", "HEAD", "OPTIONS"],
    // One text, since the plugin would join a list again for every request.
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 86_400,
    strictPreflight: false,
  });
  const explorer = readExplorer();
  registerProblemDetails(app, PATHS, [...DATA_PATHS, ...DOCS_ASSET_PATHS, ...explorer.map(nameExplorerPath)]);
  registerExplorerRoutes(app, explorer);
  registerHealthRoute(app, readiness);
  registerDataRoutes(app, dataRoutes, sender);
  registerFacetsRoute(app, readiness, cache, APP_VERSION);
  registerDatasetsRoute(app, readiness, cache);
  registerOpenApiRoute(app, cache, APP_VERSION);
  registerDocsRoutes(app, cache, APP_VERSION);
  registerMetricsRoute(app, readiness, cache);
  logCacheStats(app, readiness, cache);
  return app;
}

/** A path with a bare % reaches the 404 like any other unknown path; the query is left as it came. */
function escapeStrayPercents(url: string): string {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  if (!path.includes("%")) return url;
  try {
    decodeURI(path);
    return url;
  } catch {
    return path.replaceAll("%", "%25") + (at < 0 ? "" : url.slice(at));
  }
}
