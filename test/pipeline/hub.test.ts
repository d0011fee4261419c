import { describe, expect, it } from "vitest";
import { PipelineError, type PipelineErrorCode } from "../../src/errors.js";
import { buildHub, isRemote, locateHubFile, parseLocation } from "../../src/pipeline/hub.js";
import { getRelativePath, listSources } from "../../src/pipeline/sources.js";

const HUB = buildHub(undefined, "hf_secret");
const COMMIT = "c4a9fa360a0c8351e71f3ede04dd165995fab68c";

function refusal(action: () => unknown): { code: PipelineErrorCode; message: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof PipelineError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the hub", () => {
  it("is the public one unless HF_ENDPOINT is set", () => {
    expect(buildHub()).toEqual({ endpoint: "https://huggingface.co", token: null });
    expect(buildHub(" ", "")).toEqual({ endpoint: "https://huggingface.co", token: null });
    expect(buildHub("https://mirror.example/hf//", " hf_x ")).toEqual({
      endpoint: "https://mirror.example/hf",
      token: "hf_x",
    });
  });

  it("may be without encryption on this machine alone", () => {
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(buildHub(`http://${host}:8080`).endpoint).toBe(`http://${host}:8080`);
    }
    for (const endpoint of ["http://huggingface.co", "http://127.0.0.1.example", "ftp://huggingface.co"]) {
      expect(refusal(() => buildHub(endpoint)).code).toBe("bad-endpoint");
    }
  });

  it("refuses a token that cannot be sent, without printing it", () => {
    const { code, message } = refusal(() => buildHub(undefined, "hf_one\nhf_two"));
    expect(code).toBe("bad-token");
    expect(message).not.toMatch(/hf_one|hf_two/);
  });

  it("refuses a password in HF_ENDPOINT, without printing it", () => {
    const { code, message } = refusal(() => buildHub("https://me:pass-word@mirror.example"));
    expect(code).toBe("bad-endpoint");
    expect(message).not.toContain("pass-word");
  });
});

describe("an hf:// address", () => {
  it("means a file of a dataset's main branch", () => {
    expect(parseLocation("hf://datasets/org/repo/data/train-0.parquet", HUB)).toEqual({
      url: "https://huggingface.co/datasets/org/repo/resolve/main/data/train-0.parquet",
      name: "hf://datasets/org/repo/data/train-0.parquet",
      fileName: "train-0.parquet",
      token: "hf_secret",
      isImmutable: false,
    });
  });

  it("takes a branch, a tag, a pull request or a commit after @", () => {
    const urlOf = (revision: string) =>
      parseLocation(`hf://datasets/org/repo@${revision}/a b/x.pkl`, HUB).url;
    const start = "https://huggingface.co/datasets/org/repo/resolve";
    expect(urlOf("v1.0")).toBe(`${start}/v1.0/a%20b/x.pkl`);
    expect(urlOf("refs/pr/3")).toBe(`${start}/refs%2Fpr%2F3/a%20b/x.pkl`);
    expect(urlOf("refs%2Fconvert%2Fparquet")).toBe(`${start}/refs%2Fconvert%2Fparquet/a%20b/x.pkl`);
    expect(parseLocation(`hf://datasets/org/repo@${COMMIT}/x.pkl`, HUB).isImmutable).toBe(true);
    expect(parseLocation("hf://datasets/org/repo@c4a9fa3/x.pkl", HUB).isImmutable).toBe(false);
  });

  it.each([
    ["hf://org/repo/x.parquet", "does not name a dataset's file"],
    ["hf://datasets/repo/x.parquet", "does not name a dataset's file"],
    ["hf://datasets/org/repo", "does not name a dataset's file"],
    ["hf://datasets/org/repo@/x.parquet", "does not name a dataset's file"],
    ["hf://datasets/org/repo/data/", "has an empty or relative part in its path"],
    ["hf://datasets/org/repo/../x.parquet", "has an empty or relative part in its path"],
    ["hf://datasets/org/repo/data/*.parquet", "is a pattern"],
    ["hf://datasets/org/repo@a%/x.parquet", "is not part of an escape"],
  ])("is refused as %s", (address, problem) => {
    const { code, message } = refusal(() => parseLocation(address, HUB));
    expect(code).toBe("bad-address");
    expect(message).toContain(problem);
  });
});

describe("a URL", () => {
  it("is taken as it is, its query left out of its name", () => {
    expect(parseLocation("https://files.example/a/x%20y.parquet?sig=secret", HUB)).toEqual({
      url: "https://files.example/a/x%20y.parquet?sig=secret",
      name: "https://files.example/a/x%20y.parquet",
      fileName: "x y.parquet",
      token: null,
      isImmutable: false,
    });
  });

  it("gets the token only at the hub's origin", () => {
    const tokenFor = (url: string) => parseLocation(url, HUB).token;
    expect(tokenFor("https://huggingface.co/datasets/org/repo/resolve/main/x.pkl")).toBe("hf_secret");
    expect(tokenFor("https://huggingface.co:8443/x.pkl")).toBeNull();
    expect(tokenFor("https://huggingface.co.example/x.pkl")).toBeNull();
  });

  it.each([
    ["http://files.example/x.parquet?sig=secret", "is not https://"],
    ["ftp://files.example/x.parquet", "is not https://"],
    ["s3://bucket/x.parquet", "is not https://"],
    ["https://me:secret@files.example/x.parquet", "a user name or a password"],
    ["https://files.example/", "does not end with a file name"],
    ["https://files.example/..%2fsecret/", "does not end with a file name"],
    ["https://files.example/a%2Fb", "does not end with a file name"],
    ["https://", "is not a URL"],
    ["file:///data/x.parquet", "is a file:// address instead of a plain path"],
  ])("is refused as %s", (address, problem) => {
    const { code, message } = refusal(() => parseLocation(address, HUB));
    expect(code).toBe("bad-address");
    expect(message).toContain(problem);
    expect(message).not.toContain("=secret");
    expect(message).not.toContain(":secret");
  });

  it("is distinguished from a path by its scheme", () => {
    expect(["hf://datasets/o/r/x", "https://e.example/x", "S3://b/x"].every(isRemote)).toBe(true);
    expect(["data/x.parquet", "/data/x.parquet", "C:/x", "a://"].map(isRemote)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe("the sources", () => {
  it("are the perplexities and four shards of the evaluations at their pinned commits", () => {
    const urls = listSources().map((source) => locateHubFile(source, HUB).url);
    const evaluations = "https://huggingface.co/datasets/allenai/DataDecide-eval-results/resolve";
    expect(urls).toEqual([
      `https://huggingface.co/datasets/allenai/DataDecide-ppl-results/resolve/${COMMIT}/data/train-00000-of-00001.parquet`,
      ...[0, 1, 2, 3].map(
        (shard) =>
          `${evaluations}/9919b5a0e61e57a85021263918fa82d6ceaee038/data/train-0000${shard}-of-00004.parquet`,
      ),
    ]);
    expect(listSources().map((source) => locateHubFile(source, HUB).isImmutable)).not.toContain(false);
  });

  it("can be had with further splits and at another revision", () => {
    const sources = listSources(["macro_avg", "scaling_law_fit"], {
      perplexities: "main",
      evaluations: "main",
    });
    expect(new Set(sources.map(({ revision }) => revision))).toEqual(new Set(["main"]));
    expect(sources.slice(5).map(getRelativePath)).toEqual([
      "DataDecide-eval-results/data/macro_avg-00000-of-00001.parquet",
      "DataDecide-eval-results/data/scaling_law_fit-00000-of-00001.parquet",
    ]);
  });
});
