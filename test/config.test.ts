import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, SETTINGS } from "../src/config.js";
import { StartupError } from "../src/errors.js";

const ROOT = join(import.meta.dirname, "..");

function refusal(environment: Record<string, string>): StartupError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(environment)} was accepted`);
}

describe("readConfig", () => {
  it("has a default for every setting", () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: "::",
      logLevel: "info",
      corsOrigins: ["*"],
      sources: {
        evaluations: join(ROOT, "initial_data/mean_eval_melted.parquet"),
        comparisons: join(ROOT, "initial_data/combined_plotting_data_matched.pkl"),
      },
      hub: { endpoint: "https://huggingface.co", token: "" },
      catalogPath: null,
      duckDb: {
        ...{ memoryLimit: "512MB", threads: 2, queryTimeoutMs: 60_000, extensionFolder: null },
        credentials: {
          ...{ hubToken: "", accessKeyId: "", secretAccessKey: "", sessionToken: "" },
          ...{ region: "us-east-1", endpoint: "" },
        },
      },
      maxResponseRows: 10_000_000,
      postgres: { poolSize: 10, connectTimeoutMs: 5000, queryTimeoutMs: 60_000 },
      cacheFolder: join(ROOT, ".cache"),
      preparedPath: join(ROOT, "dist/prepared.bin"),
      textCacheBytes: 64e6,
      responseCacheBytes: 20e6,
      clientTimeoutMs: 120_000,
      shutdownGraceMs: 25_000,
    });
  });

  it("takes what is set, spaces around it left out", () => {
    const config = readConfig({
      PORT: " 8080 ",
      HOST: "::1",
      LOG_LEVEL: "silent",
      CORS_ORIGINS: "https://a.org, http://localhost:5173",
      EVALUATIONS_PATH: "/data/e.parquet",
      COMPARISONS_PATH: "other/c.pkl",
      HF_ENDPOINT: "https://hub.example.org",
      HF_TOKEN: "hf_x",
      DUCKDB_THREADS: "4",
      QUERY_TIMEOUT_SECONDS: "3",
      MAX_RESPONSE_ROWS: "0",
      DUCKDB_EXTENSION_DIR: "extensions",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "session",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9000",
      CACHE_DIR: "copies",
      PREPARED_PATH: "/tmp/prepared",
      TEXT_CACHE_MB: "1",
      ANSWER_CACHE_MB: "0",
      CLIENT_TIMEOUT_SECONDS: "5",
      SHUTDOWN_GRACE_SECONDS: "0",
      POSTGRES_POOL_SIZE: " 3 ",
      POSTGRES_CONNECT_SECONDS: "1",
      UNRELATED: "x",
    });
    expect(config).toEqual({
      port: 8080,
      host: "::1",
      logLevel: "silent",
      corsOrigins: ["https://a.org", "http://localhost:5173"],
      sources: { evaluations: "/data/e.parquet", comparisons: join(ROOT, "other/c.pkl") },
      hub: { endpoint: "https://hub.example.org", token: "hf_x" },
      catalogPath: null,
      duckDb: expect.objectContaining({
        threads: 4,
        queryTimeoutMs: 3000,
        extensionFolder: join(ROOT, "extensions"),
        credentials: {
          ...{ hubToken: "hf_x", accessKeyId: "key", secretAccessKey: "secret", sessionToken: "session" },
          ...{ region: "eu-west-1", endpoint: "http://127.0.0.1:9000" },
        },
      }),
      maxResponseRows: 0,
      postgres: { poolSize: 3, connectTimeoutMs: 1000, queryTimeoutMs: 3000 },
      cacheFolder: join(ROOT, "copies"),
      preparedPath: "/tmp/prepared",
      textCacheBytes: 1e6,
      responseCacheBytes: 0,
      clientTimeoutMs: 5000,
      shutdownGraceMs: 0,
    });
  });

  it("takes a blank variable for one that is not set", () => {
    const blank = Object.fromEntries(
      Object.keys(SETTINGS).map((name, index) => [name, " ".repeat(index % 3)]),
    );
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  it("accepts the ends of each range", () => {
    expect(readConfig({ PORT: "0", SHUTDOWN_GRACE_SECONDS: "3600" })).toMatchObject({
      port: 0,
      shutdownGraceMs: 3_600_000,
    });
    expect(readConfig({ PORT: "65535" }).port).toBe(65535);
  });

  it.each([
    ["PORT", "65536", "must be a whole number from 0 to 65535"],
    ["PORT", "-1", "must be a whole number from 0 to 65535"],
    ["PORT", "80.5", "must be a whole number from 0 to 65535"],
    ["PORT", "0x50", "must be a whole number from 0 to 65535"],
    ["PORT", "http", "must be a whole number from 0 to 65535"],
    ["PORT", "9".repeat(400), "must be a whole number from 0 to 65535"],
    ["SHUTDOWN_GRACE_SECONDS", "3601", "must be a whole number from 0 to 3600"],
    ["SHUTDOWN_GRACE_SECONDS", "25s", "must be a whole number from 0 to 3600"],
    ["TEXT_CACHE_MB", "65537", "must be a whole number from 0 to 65536"],
    ["ANSWER_CACHE_MB", "1.5", "must be a whole number from 0 to 65536"],
    ["LOG_LEVEL", "loud", "must be one of trace, debug, info, warn, error, fatal, silent"],
    ["LOG_LEVEL", "INFO", "must be one of trace, debug, info, warn, error, fatal, silent"],
    ["CORS_ORIGINS", "example.org", "must be * or origins like https://example.org, separated by commas"],
    ["CORS_ORIGINS", "https://a.org/", "must be * or origins like https://example.org, separated by commas"],
    ["CORS_ORIGINS", "https://a.org,", "must be * or origins like https://example.org, separated by commas"],
    ["CORS_ORIGINS", "https://*.org", "must be * or origins like https://example.org, separated by commas"],
    ["CORS_ORIGINS", "null", "must be * or origins like https://example.org, separated by commas"],
    ["CORS_ORIGINS", "*,https://a.org", "must be either * or a list of origins"],
  ])("refuses %s=%s and names the valid values", (name, value, message) => {
    const error = refusal({ [name]: value });
    expect(error.code).toBe("bad-setting");
    expect(error.subject).toBe(name);
    expect(error.message).toBe(
      `${name}: ${JSON.stringify(value)} is not usable, it ${message}; correct the environment variable and start again`,
    );
  });

  it("gives one line whatever the value holds", () => {
    expect(refusal({ PORT: "1\n2\r\n3" }).message).not.toMatch(/[\r\n]/);
  });
});
