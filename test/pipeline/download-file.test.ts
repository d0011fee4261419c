import { execFileSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildHub, parseLocation } from "../../src/pipeline/hub.js";
import {
  ADDRESS,
  CONTENT,
  type DownloadSetting,
  eachWithDownloads,
  PATH,
  TOKEN,
} from "../support/download-setting.js";
import { sha256Of } from "../support/fake-hub.js";
import { recordingEffects } from "../support/recording-effects.js";

let here: DownloadSetting;
eachWithDownloads((setting) => {
  here = setting;
});

describe("a download", () => {
  it("brings a large file whole, over the redirect to the store", async () => {
    here.put();
    const downloaded = await here.download();
    expect(downloaded).toMatchObject({
      isNew: true,
      file: { sizeBytes: CONTENT.length, commit: here.hub.commit, checksum: { kind: "sha256" } },
      content: { sizeBytes: CONTENT.length, sha256: sha256Of(CONTENT) },
    });
    expect(CONTENT.equals(await readFile(here.target))).toBe(true);
    expect(await here.filesThere()).toEqual(["train.parquet"]);
    expect(here.hub.seen.map(({ origin, status }) => [origin, status])).toEqual([
      ["hub", 302],
      ["store", 200],
    ]);
  });

  it("reports the bytes and their total", async () => {
    here.put();
    await here.download();
    expect(here.effects.tasks).toEqual([
      { label: "train.parquet", total: CONTENT.length, done: CONTENT.length },
    ]);
  });

  it("brings a small file, checked against git's name for it", async () => {
    here.put(Buffer.from("a small file"), "git");
    const { file } = await here.download();
    expect(file.checksum?.kind).toBe("git-blob-sha1");
    expect(await readFile(here.target, "utf8")).toBe("a small file");
  });

  it("brings an empty file", async () => {
    here.put(Buffer.alloc(0), "git");
    await here.download();
    expect(await readFile(here.target, "utf8")).toBe("");
  });

  it("sends the token to the hub and not to the store", async () => {
    here.put(CONTENT, "lfs", TOKEN);
    await here.download(here.locate(ADDRESS, TOKEN));
    expect(here.hub.to("hub")[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(here.hub.to("store")[0].headers).not.toHaveProperty("authorization");
  });

  it.each([301, 302, 303, 307, 308])(
    "follows a relative redirect with %d and keeps the token",
    async (status) => {
      here.put(CONTENT, "lfs", TOKEN);
      here.hub.faults.hub.push({ kind: "redirect", status, target: PATH });
      await here.download(here.locate("hf://datasets/org/old-name/data/train.parquet", TOKEN));
      expect(here.hub.to("hub").map(({ headers }) => headers.authorization)).toEqual([
        `Bearer ${TOKEN}`,
        `Bearer ${TOKEN}`,
      ]);
    },
  );

  it("follows no circle and no redirect to an address without encryption", async () => {
    here.put();
    const circle = { kind: "redirect", status: 302, target: PATH } as const;
    here.hub.faults.hub.push(...Array(20).fill(circle));
    expect((await here.failure(here.download())).message).toContain("redirected in a loop");
    here.hub.faults.hub.length = 0;
    here.hub.faults.hub.push({ kind: "redirect", status: 302, target: "http://files.example/x" });
    expect((await here.failure(here.download())).message).toContain("without encryption");
  });

  it("replaces an older copy only at the end", async () => {
    await mkdir(dirname(here.target));
    await writeFile(here.target, "the older copy");
    here.put();
    here.hub.faults.store.push({ kind: "garble" });
    expect((await here.failure(here.download())).code).toBe("download-damaged");
    expect(await readFile(here.target, "utf8")).toBe("the older copy");
    await here.download();
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });
});

describe("a download that cannot be", () => {
  it("names a checksum that does not match and keeps nothing", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "garble" });
    const { code, message } = await here.failure(here.download());
    expect(code).toBe("download-damaged");
    expect(message).toContain(`its sha256 is not ${sha256Of(CONTENT)}`);
    expect(await here.filesThere()).toEqual([]);
  });

  it("names a git checksum that does not match", async () => {
    here.put(Buffer.from("a small file"), "git");
    here.hub.faults.hub.push({ kind: "garble" });
    expect((await here.failure(here.download())).message).toContain("its git-blob-sha1 is not");
  });

  it("names a size that does not match and keeps nothing", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "long" });
    const { code, message } = await here.failure(here.download());
    expect(code).toBe("download-damaged");
    expect(message).toContain("3000008 bytes instead of 3000000");
    expect(await here.filesThere()).toEqual([]);
  });

  it.each([
    [401, {}, "source-refused", "may not be read"],
    [401, { "x-error-code": "RepoNotFound" }, "source-refused", "no such repository, or a private one"],
    [403, { "x-error-code": "GatedRepo" }, "source-refused", "the repository's terms must be accepted first"],
    [404, { "x-error-code": "RepoNotFound" }, "source-missing", "no such repository"],
    [404, { "x-error-code": "RevisionNotFound" }, "source-missing", "no such revision"],
    [404, { "x-error-code": "EntryNotFound" }, "source-missing", "no such file"],
    [404, {}, "source-missing", "is not there"],
    [410, {}, "source-missing", "is not there"],
    [418, {}, "download-failed", "returned 418"],
  ] as const)("reports %d %j in one line, and does not try again", async (status, headers, code, text) => {
    here.put();
    here.hub.faults.hub.push({ kind: "status", status, headers });
    const failed = await here.failure(here.download(here.locate(ADDRESS, TOKEN)));
    expect(failed.code).toBe(code);
    expect(failed.message).toContain(text);
    expect(failed.message).toContain(ADDRESS);
    expect(here.hub.seen).toHaveLength(1);
    expect(await here.filesThere()).toEqual([]);
  });

  it("distinguishes the three kinds of a 404 as the hub does", async () => {
    here.put();
    const problemOf = async (address: string) =>
      (await here.failure(here.download(here.locate(address)))).message;
    expect(await problemOf("hf://datasets/org/other/x.parquet")).toContain("no such repository");
    expect(await problemOf("hf://datasets/org/repo@v9/x.parquet")).toContain("no such revision");
    expect(await problemOf("hf://datasets/org/repo/x.parquet")).toContain("no such file");
  });

  it("refuses a private file with a wrong token, without printing it", async () => {
    here.put(CONTENT, "lfs", TOKEN);
    expect((await here.failure(here.download(here.locate(ADDRESS, "hf_wrong")))).code).toBe("source-refused");
    expect((await here.failure(here.download())).code).toBe("source-refused");
  });

  it("reports that nothing listens there", async () => {
    const location = here.locate();
    await here.hub.stop();
    const { code, message } = await here.failure(here.download(location));
    expect(code).toBe("download-failed");
    expect(message).toMatch(/^hf:.*127\.0\.0\.1:\d+ refuses connections; check the network/);
    expect(here.effects.notes).toHaveLength(3);
    expect(await here.filesThere()).toEqual([]);
  });

  it("reports that the host is not found", async () => {
    const effects = recordingEffects({
      fetch: () =>
        Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
        ),
    });
    const location = parseLocation(ADDRESS, buildHub());
    const { message } = await here.failure(here.download(location, {}, effects));
    expect(message).toContain("huggingface.co is not found; is this machine offline?");
  });

  it("reports that the path is not writable", async () => {
    here.put();
    await writeFile(join(here.folder, "data"), "a file where a folder should be");
    const { code, message } = await here.failure(here.download());
    expect(code).toBe("cannot-write");
    expect(message).toContain("data: is not a folder; check");
  });

  it("reports that the disk is full", async () => {
    here.put();
    await mkdir(dirname(here.target));
    await symlink("/dev/full", `${here.target}.part`);
    await writeFile(`${here.target}.part.json`, JSON.stringify({ name: ADDRESS, etag: '"x"' }));
    const { code, message } = await here.failure(here.download());
    expect(code).toBe("cannot-write");
    expect(message).toContain("the disk is full");
    expect(await here.filesThere()).not.toContain("train.parquet");
  });

  it("continues once a full disk has space again", async ({ skip }) => {
    here.put();
    const disk = dirname(here.target);
    await mkdir(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("a small file system cannot be mounted here");
    }
    try {
      const { code, message } = await here.failure(here.download());
      expect(code).toBe("cannot-write");
      expect(message).toContain("the disk is full");
      expect(await here.filesThere()).not.toContain("train.parquet");
      const arrived = await here.partSize();
      expect(arrived).toBeGreaterThan(500_000);
      execFileSync("mount", ["-o", "remount,size=8m", disk]);
      await here.download();
      expect(here.hub.to("store").at(-1)?.sentBytes).toBe(CONTENT.length - arrived);
      expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
