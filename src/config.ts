/** The settings, read from environment variables here only. A test compares docs/settings.md with them. */
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { StartupError } from "./errors.js";

const ROOT = join(import.meta.dirname, "..");

interface Setting<S extends z.ZodType> {
  readonly schema: S;
  /** The value of an unset variable. */
  readonly default: string;
  readonly help: string;
}

function setting<S extends z.ZodType>(schema: S, fallback: string, help: string): Setting<S> {
  return { schema, default: fallback, help };
}

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

const origins = z
  .string()
  .transform((text) => text.split(",").map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => origin === "*" || isOrigin(origin)), {
    message: "must be * or origins like https://example.org, separated by commas",
  })
  .refine((list) => list.length === 1 || !list.includes("*"), {
    message: "must be either * or a list of origins",
  });

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export const SETTINGS = {
  PORT: setting(wholeNumber(0, 65535), "3000", "Port to listen on; 0 takes a free one."),
  HOST: setting(
    z.string(),
    "::",
    "Address to listen on. The default accepts IPv6 and IPv4 from everywhere, 127.0.0.1 only from this machine.",
  ),
  LOG_LEVEL: setting(
    z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`),
    "info",
    `Lowest level that is logged: ${LOG_LEVELS.join(", ")}.`,
  ),
  CORS_ORIGINS: setting(origins, "*", "Origins that browsers may call from, separated by commas, or *."),
  EVALUATIONS_PATH: setting(
    z.string(),
    "initial_data/mean_eval_melted.parquet",
    "The melted evaluations, a Parquet file: a path relative to the project folder, an https:// URL, or hf://datasets/{org}/{repo}[@revision]/{path}.",
  ),
  COMPARISONS_PATH: setting(
    z.string(),
    "initial_data/combined_plotting_data_matched.pkl",
    "The comparisons, a pandas pickle or a Parquet file: a path, a URL or an hf:// address as above.",
  ),
  CATALOG_PATH: setting(
    z.string(),
    "",
    "A catalog of further datasets, a YAML or JSON file: a path relative to the project folder. Without one, only the two of DataDecide are served.",
  ),
  DUCKDB_MEMORY_MB: setting(
    wholeNumber(64, 1_048_576),
    "512",
    "Megabytes that the datasets of the catalog may use together in DuckDB, besides the responses themselves.",
  ),
  DUCKDB_THREADS: setting(wholeNumber(1, 1024), "2", "Threads of DuckDB for the datasets of the catalog."),
  POSTGRES_POOL_SIZE: setting(
    wholeNumber(1, 1000),
    "10",
    "Connections to PostgreSQL that the queries of a dataset may use at once.",
  ),
  POSTGRES_CONNECT_SECONDS: setting(
    wholeNumber(1, 3600),
    "5",
    "How long a query waits for one of these connections, or for a new one, before it is refused.",
  ),
  QUERY_TIMEOUT_SECONDS: setting(
    wholeNumber(0, 86_400),
    "60",
    "How long a database may work on a query before it is stopped; the time in which a client reads does not count. 0 disables the limit.",
  ),
  MAX_RESPONSE_ROWS: setting(
    wholeNumber(0, 1_000_000_000_000),
    "10000000",
    "Rows of a response at most; a query that selects more needs a limit=. 0 disables the bound.",
  ),
  DUCKDB_EXTENSION_DIR: setting(
    z.string(),
    "",
    "Folder with the extensions of DuckDB, which catalog sources at https://, s3:// and hf:// need; nothing is downloaded.",
  ),
  // Credentials are validated where they are used, by messages that do not quote them.
  AWS_ACCESS_KEY_ID: setting(
    z.string(),
    "",
    "Access key for s3:// sources; without one, they are read anonymously.",
  ),
  AWS_SECRET_ACCESS_KEY: setting(z.string(), "", "Secret of the access key."),
  AWS_SESSION_TOKEN: setting(z.string(), "", "Session token of temporary credentials."),
  AWS_REGION: setting(z.string(), "us-east-1", "Region of s3:// sources."),
  AWS_ENDPOINT_URL: setting(
    z.string(),
    "",
    "Address of another S3 service than that of AWS, http:// or https://.",
  ),
  HF_ENDPOINT: setting(z.string(), "https://huggingface.co", "The Hugging Face Hub of hf:// addresses."),
  // Validated where it is used, by messages that do not quote it.
  HF_TOKEN: setting(z.string(), "", "Access token for private files of the Hub, sent to HF_ENDPOINT only."),
  CACHE_DIR: setting(
    z.string(),
    ".cache",
    "Folder for downloaded data files, revalidated by ETag at each start; it may be emptied at any time.",
  ),
  PREPARED_PATH: setting(
    z.string(),
    "dist/prepared.bin",
    "File with the data in a form that loads fast; used only if it was made from the current two data files.",
  ),
  TEXT_CACHE_MB: setting(
    wholeNumber(0, 65536),
    "64",
    "Megabytes for the cache of rendered columns, which responses in text formats are assembled from; 0 disables it.",
  ),
  ANSWER_CACHE_MB: setting(
    wholeNumber(0, 65536),
    "20",
    "Megabytes for the cache of whole responses, raw and compressed; 0 disables it.",
  ),
  CLIENT_TIMEOUT_SECONDS: setting(
    wholeNumber(0, 86_400),
    "120",
    "How long a connection may transfer nothing before the server closes it; 0 disables the limit.",
  ),
  SHUTDOWN_GRACE_SECONDS: setting(
    wholeNumber(0, 3600),
    "25",
    "How long open responses may continue after SIGTERM or SIGINT before they are cut off.",
  ),
} as const;

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly corsOrigins: readonly string[];
  /** Absolute paths, or addresses with a scheme. */
  readonly sources: { readonly evaluations: string; readonly comparisons: string };
  /** Null without a catalog. */
  readonly catalogPath: string | null;
  readonly duckDb: {
    readonly memoryLimit: string;
    readonly threads: number;
    /** 0 for no limit. */
    readonly queryTimeoutMs: number;
    /** Null without one. */
    readonly extensionFolder: string | null;
    /** Empty where they are not set. */
    readonly credentials: {
      readonly hubToken: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string;
      readonly region: string;
      readonly endpoint: string;
    };
  };
  /** 0 for no bound. */
  readonly maxResponseRows: number;
  readonly postgres: {
    readonly poolSize: number;
    readonly connectTimeoutMs: number;
    /** 0 for no limit. */
    readonly queryTimeoutMs: number;
  };
  readonly hub: { readonly endpoint: string; readonly token: string };
  readonly cacheFolder: string;
  readonly preparedPath: string;
  readonly textCacheBytes: number;
  readonly responseCacheBytes: number;
  /** 0 for no limit. */
  readonly clientTimeoutMs: number;
  readonly shutdownGraceMs: number;
}

/** Reads the settings from an environment; a blank variable is unset. Throws StartupError bad-setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = <S extends z.ZodType>(
    name: keyof typeof SETTINGS,
    { schema, default: fallback }: Setting<S>,
  ) => {
    const given = environment[name]?.trim();
    const result = schema.safeParse(given ? given : fallback);
    if (result.success) return result.data;
    const { message } = result.error.issues[0];
    throw new StartupError("bad-setting", name, `${JSON.stringify(given)} is not usable, it ${message}`);
  };
  const catalogPath = read("CATALOG_PATH", SETTINGS.CATALOG_PATH);
  const extensionFolder = read("DUCKDB_EXTENSION_DIR", SETTINGS.DUCKDB_EXTENSION_DIR);
  return {
    port: read("PORT", SETTINGS.PORT),
    host: read("HOST", SETTINGS.HOST),
    logLevel: read("LOG_LEVEL", SETTINGS.LOG_LEVEL),
    corsOrigins: read("CORS_ORIGINS", SETTINGS.CORS_ORIGINS),
    sources: {
      evaluations: fromRoot(read("EVALUATIONS_PATH", SETTINGS.EVALUATIONS_PATH)),
      comparisons: fromRoot(read("COMPARISONS_PATH", SETTINGS.COMPARISONS_PATH)),
    },
    catalogPath: catalogPath === "" ? null : fromRoot(catalogPath),
    duckDb: {
      memoryLimit: `${read("DUCKDB_MEMORY_MB", SETTINGS.DUCKDB_MEMORY_MB)}MB`,
      threads: read("DUCKDB_THREADS", SETTINGS.DUCKDB_THREADS),
      queryTimeoutMs: read("QUERY_TIMEOUT_SECONDS", SETTINGS.QUERY_TIMEOUT_SECONDS) * 1000,
      extensionFolder: extensionFolder === "" ? null : fromRoot(extensionFolder),
      credentials: {
        hubToken: read("HF_TOKEN", SETTINGS.HF_TOKEN),
        accessKeyId: read("AWS_ACCESS_KEY_ID", SETTINGS.AWS_ACCESS_KEY_ID),
        secretAccessKey: read("AWS_SECRET_ACCESS_KEY", SETTINGS.AWS_SECRET_ACCESS_KEY),
        sessionToken: read("AWS_SESSION_TOKEN", SETTINGS.AWS_SESSION_TOKEN),
        region: read("AWS_REGION", SETTINGS.AWS_REGION),
        endpoint: read("AWS_ENDPOINT_URL", SETTINGS.AWS_ENDPOINT_URL),
      },
    },
    postgres: {
      poolSize: read("POSTGRES_POOL_SIZE", SETTINGS.POSTGRES_POOL_SIZE),
      connectTimeoutMs: read("POSTGRES_CONNECT_SECONDS", SETTINGS.POSTGRES_CONNECT_SECONDS) * 1000,
      queryTimeoutMs: read("QUERY_TIMEOUT_SECONDS", SETTINGS.QUERY_TIMEOUT_SECONDS) * 1000,
    },
    maxResponseRows: read("MAX_RESPONSE_ROWS", SETTINGS.MAX_RESPONSE_ROWS),
    hub: { endpoint: read("HF_ENDPOINT", SETTINGS.HF_ENDPOINT), token: read("HF_TOKEN", SETTINGS.HF_TOKEN) },
    cacheFolder: fromRoot(read("CACHE_DIR", SETTINGS.CACHE_DIR)),
    preparedPath: fromRoot(read("PREPARED_PATH", SETTINGS.PREPARED_PATH)),
    textCacheBytes: read("TEXT_CACHE_MB", SETTINGS.TEXT_CACHE_MB) * 1e6,
    responseCacheBytes: read("ANSWER_CACHE_MB", SETTINGS.ANSWER_CACHE_MB) * 1e6,
    clientTimeoutMs: read("CLIENT_TIMEOUT_SECONDS", SETTINGS.CLIENT_TIMEOUT_SECONDS) * 1000,
    shutdownGraceMs: read("SHUTDOWN_GRACE_SECONDS", SETTINGS.SHUTDOWN_GRACE_SECONDS) * 1000,
  };
}

/** Addresses with a scheme stay as they are. */
function fromRoot(path: string): string {
  return isAbsolute(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : join(ROOT, path);
}

function isOrigin(text: string): boolean {
  // A wildcard inside an origin would silently match nothing.
  return !text.includes("*") && URL.canParse(text) && new URL(text).origin === text;
}
