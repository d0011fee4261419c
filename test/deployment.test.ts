/** Holds the deployment files to the project: no container engine is needed to see that they fit. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PATHS } from "../src/app.js";
import { SETTINGS } from "../src/config.js";

const ROOT = join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

describe("the Dockerfile", () => {
  const stages = parseStages(read("Dockerfile"));
  const shipped = stages[stages.length - 1];
  const find = (keyword: string) => shipped.instructions.filter((each) => each.keyword === keyword);

  it("builds, gathers the production dependencies, and ships from one pinned base image", () => {
    expect(stages.map(({ name }) => name)).toEqual(["build", "dependencies", null]);
    expect(new Set(stages.map(({ image }) => image))).toEqual(new Set(["node:24-slim"]));
  });

  it("installs from the lockfile only, and ships no development dependency", () => {
    const runs = stages.map(({ instructions }) =>
      instructions.filter(({ keyword }) => keyword === "RUN").map(({ rest }) => rest),
    );
    expect(runs).toEqual([
      ["npm ci --no-audit --no-fund", "npm run build", "node dist/cli.js prepare"],
      ["npm ci --omit=dev --no-audit --no-fund"],
      [],
    ]);
  });

  it("runs only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const names = stages.flatMap(({ instructions }) =>
      instructions.flatMap(({ rest }) => [...rest.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)),
    );
    expect(names).not.toHaveLength(0);
    for (const name of names) expect(scripts).toHaveProperty([name]);
  });

  it("prepares the data that it ships, in the folder that it ships", () => {
    const [build] = stages;
    const lines = build.instructions.map(({ keyword, rest }) => `${keyword} ${rest}`);
    const prepare = lines.indexOf("RUN node dist/cli.js prepare");
    expect(prepare).toBeGreaterThan(lines.indexOf("COPY initial_data ./initial_data"));
    expect(lines.indexOf("COPY initial_data ./initial_data")).toBeGreaterThan(
      lines.indexOf("RUN npm run build"),
    );
    expect(SETTINGS.PREPARED_PATH.default).toMatch(/^dist\//);
  });

  it("copies from the project only what is there and what .dockerignore lets through", () => {
    const isIgnored = parseDockerignore(read(".dockerignore"));
    const sources = stages.flatMap((stage) => copySources(stage).fromContext);
    expect(sources).toContain("initial_data");
    for (const source of sources) {
      expect(existsSync(join(ROOT, source)), `${source} exists`).toBe(true);
      expect(isIgnored(source), `${source} is ignored`).toBe(false);
    }
  });

  it("needs everything that .dockerignore lets through, and nothing private gets through", () => {
    const isIgnored = parseDockerignore(read(".dockerignore"));
    const sources = new Set(stages.flatMap((stage) => copySources(stage).fromContext));
    const kept = read(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    expect(new Set(kept)).toEqual(sources);
    for (const name of [".git", ".env", "node_modules", "dist", "test", "docs"]) {
      expect(isIgnored(name), name).toBe(true);
    }
  });

  it("copies from earlier stages only what they have made", () => {
    const made: Record<string, string[]> = { build: ["/app/dist"], dependencies: ["/app/node_modules"] };
    const { fromStages } = copySources(shipped);
    expect(fromStages).toHaveLength(2);
    for (const { stage, source } of fromStages) expect(made[stage]).toContain(source);
  });

  it("ships the compiled code, what it runs on and the data, and nothing else", () => {
    const targets = find("COPY").map(({ rest }) => rest.split(/\s+/).at(-1));
    expect(targets.toSorted()).toEqual(["./", "./dist", "./initial_data", "./node_modules"]);
  });

  it("runs as an unprivileged user", () => {
    expect(find("USER").map(({ rest }) => rest)).toEqual(["node"]);
  });

  it("sets only settings that exist, and listens where a container is reached", () => {
    const [{ rest }, allocator, ...others] = find("ENV");
    // What the C library reads is no setting of the server.
    expect(allocator.rest).toMatch(/^MALLOC_[A-Z_]+=\d+$/);
    expect(others).toEqual([]);
    const environment = Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split("=")));
    expect(environment).toEqual({
      NODE_ENV: "production",
      HOST: "::",
      PORT: "3000",
      CACHE_DIR: "/tmp/datadecide",
    });
    for (const name of Object.keys(environment)) {
      if (name !== "NODE_ENV") expect(SETTINGS).toHaveProperty([name]);
    }
    expect(find("EXPOSE").map((each) => each.rest)).toEqual([environment.PORT]);
  });

  it("checks health on the port that is set, in exec form", () => {
    const [{ rest }] = find("HEALTHCHECK");
    const command = JSON.parse(rest.slice(rest.indexOf("[")));
    expect(command.slice(0, 2)).toEqual(["node", "-e"]);
    expect(command[2]).toContain("process.env.PORT");
    const path = /'(\/api\/[^']*)'/.exec(command[2])?.[1];
    expect(PATHS).toContain(path);
    expect(() => new Function(command[2])).not.toThrow();
  });

  it("starts node itself in exec form, so that signals reach it", () => {
    const [{ rest }] = find("CMD");
    const { scripts } = JSON.parse(read("package.json"));
    expect(JSON.parse(rest)).toEqual(["node", "dist/server.js"]);
    expect(`exec ${JSON.parse(rest).join(" ")}`).toBe(scripts.start);
  });
});

describe("railway.json", () => {
  const railway = JSON.parse(read("railway.json"));

  it("has the sections and fields of a Dockerfile deployment, and no others", () => {
    expect(railway).toEqual({
      $schema: "https://railway.com/railway.schema.json",
      build: { builder: "DOCKERFILE", dockerfilePath: "Dockerfile" },
      deploy: {
        healthcheckPath: "/api/health",
        healthcheckTimeout: expect.any(Number),
        restartPolicyType: "ON_FAILURE",
        restartPolicyMaxRetries: expect.any(Number),
        overlapSeconds: expect.any(Number),
        drainingSeconds: expect.any(Number),
      },
    });
  });

  it("points at a file and a route that exist", () => {
    expect(existsSync(join(ROOT, railway.build.dockerfilePath))).toBe(true);
    expect(PATHS).toContain(railway.deploy.healthcheckPath);
  });

  it("kills later than the server gives up by itself", () => {
    expect(railway.deploy.drainingSeconds).toBeGreaterThan(Number(SETTINGS.SHUTDOWN_GRACE_SECONDS.default));
  });
});

/** The stages of a Dockerfile; comments are left out and continued lines joined. */
function parseStages(text: string): Stage[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  const stages: { image: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [keyword] = line.split(" ", 1);
    const rest = line.slice(keyword.length + 1);
    if (keyword === "FROM") {
      const [image, , name = null] = rest.split(" ");
      stages.push({ image, name, instructions: [] });
    } else {
      stages[stages.length - 1].instructions.push({ keyword, rest });
    }
  }
  return stages;
}

function copySources({ instructions }: Stage) {
  const fromContext: string[] = [];
  const fromStages: { stage: string; source: string }[] = [];
  for (const { keyword, rest } of instructions) {
    if (keyword !== "COPY") continue;
    const words = rest.split(" ");
    const flags = words.filter((word) => word.startsWith("--"));
    const sources = words.filter((word) => !word.startsWith("--")).slice(0, -1);
    const from = flags.find((flag) => flag.startsWith("--from="))?.slice("--from=".length);
    if (from === undefined) fromContext.push(...sources);
    else fromStages.push(...sources.map((source) => ({ stage: from, source })));
  }
  return { fromContext, fromStages };
}

/** Supports `*`, names and `!names`; the last line that matches a path decides. */
function parseDockerignore(text: string): (path: string) => boolean {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const rules = lines.map((line) => {
    const isKept = line.startsWith("!");
    const pattern = isKept ? line.slice(1) : line;
    if (pattern !== "*" && /[*?[\]]/.test(pattern)) throw new Error(`the test does not support ${line}`);
    return { isKept, pattern };
  });
  return (path) => {
    const rule = rules.findLast(
      ({ pattern }) => pattern === "*" || path === pattern || path.startsWith(`${pattern}/`),
    );
    return rule !== undefined && !rule.isKept;
  };
}
