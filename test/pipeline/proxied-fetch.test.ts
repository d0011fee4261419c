import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PIPELINE_ERRORS, PipelineError } from "../../src/errors.js";
import { buildFetch } from "../../src/pipeline/proxied-fetch.js";
import { ConnectProxy } from "../support/connect-proxy.js";
import { ADDRESS, CONTENT, type DownloadSetting, eachWithDownloads } from "../support/download-setting.js";
import { sha256Of } from "../support/fake-hub.js";
import { recordingEffects } from "../support/recording-effects.js";

let here: DownloadSetting;
eachWithDownloads((setting) => {
  here = setting;
});

let proxy: ConnectProxy;
beforeEach(async () => {
  proxy = await ConnectProxy.start();
});
afterEach(() => proxy.stop());

const hostOf = (endpoint: string) => new URL(endpoint).host;

function download(environment: Record<string, string>, address?: string) {
  const effects = recordingEffects({ fetch: buildFetch(environment) });
  return here.download(here.locate(address), { retries: 1 }, effects);
}

/** The message of a failure, behind the address that it is about. */
async function failure(environment: Record<string, string>, address?: string): Promise<string> {
  const { code, message } = await here.failure(download(environment, address));
  return `${code}: ${message.replace(/^\S+: /, "").replace(`; ${PIPELINE_ERRORS[code]}`, "")}`;
}

describe("a download through a proxy", () => {
  it.each(["HTTP_PROXY", "http_proxy"])("follows %s, to the hub and to its store", async (name) => {
    here.put();
    await download({ [name]: `http://${proxy.host}` });
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
    expect(proxy.targets).toEqual([hostOf(here.hub.endpoint), hostOf(here.hub.storeOrigin)]);
  });

  it("follows HTTPS_PROXY for what is encrypted, and HTTP_PROXY where that alone is set", async () => {
    const address = "https://files.example/x.parquet";
    proxy.refusals = [502, 502, 502, 502];
    await failure({ HTTPS_PROXY: proxy.host, HTTP_PROXY: "http://127.0.0.1:1" }, address);
    await failure({ HTTP_PROXY: `http://${proxy.host}/` }, address);
    expect(proxy.targets).toEqual(Array(4).fill("files.example:443"));
  });

  it("goes without it to the hosts of NO_PROXY", async () => {
    here.put();
    for (const hosts of [
      "127.0.0.1",
      "*",
      `example.org, ${hostOf(here.hub.endpoint)} ${hostOf(here.hub.storeOrigin)}`,
    ]) {
      for (const name of ["NO_PROXY", "no_proxy"]) {
        await download({ HTTP_PROXY: `http://${proxy.host}`, [name]: hosts });
      }
    }
    expect(proxy.targets).toEqual([]);
    await download({ HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: "example.org" });
    expect(proxy.targets).toHaveLength(2);
  });

  it("goes directly where no proxy is named", async () => {
    here.put();
    await download({ HTTPS_PROXY: " ", HTTP_PROXY: "" });
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });

  it("sends the user and the password to the proxy alone", async () => {
    here.put();
    await download({ HTTP_PROXY: `http://me:p%40ss@${proxy.host}` });
    expect(proxy.credentials[0]).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    for (const { headers } of here.hub.seen) expect(headers).not.toHaveProperty("proxy-authorization");
  });
});

describe("a proxy that fails", () => {
  const secret = "s3cret";

  it("is named where nobody listens, and tried again", async () => {
    const { host } = proxy;
    await proxy.stop();
    expect(await failure({ HTTP_PROXY: `http://me:${secret}@${host}` })).toBe(
      `proxy-failed: cannot be downloaded, the proxy ${host} refuses connections`,
    );
  });

  it("is named if its host is not found, without the hint that the machine may be offline", async () => {
    expect(
      await failure({ HTTPS_PROXY: "http://proxy.invalid:3128" }, "https://files.example/x.parquet"),
    ).toMatch(/^proxy-failed: cannot be downloaded, the proxy proxy\.invalid:3128 is not found$/);
  });

  it.each([502, 503, 504])("is named with %d, and tried again", async (status) => {
    proxy.refusals = [status, status];
    expect(await failure({ HTTP_PROXY: `http://me:${secret}@${proxy.host}` })).toBe(
      `proxy-failed: cannot be downloaded, the proxy ${proxy.host} returned ${status}`,
    );
    expect(proxy.targets).toHaveLength(2);
  });

  it("is named at once if it requires a password or forbids the host", async () => {
    proxy.refusals = [407, 403];
    const environment = { HTTP_PROXY: `http://me:${secret}@${proxy.host}` };
    expect(await here.failure(download(environment))).toEqual({
      code: "proxy-failed",
      message: `${ADDRESS}: cannot be downloaded, the proxy ${proxy.host} returned 407: it requires a user name and a password; correct HTTPS_PROXY or HTTP_PROXY, or name the host in NO_PROXY, and try again`,
    });
    expect(await failure(environment)).toBe(
      `proxy-failed: cannot be downloaded, the proxy ${proxy.host} returned 403`,
    );
    expect(proxy.targets).toHaveLength(2);
  });

  it("is named beside the server where it had connected", async () => {
    here.put();
    here.hub.faults.hub.push({ kind: "hang-up" }, { kind: "hang-up" });
    expect(await failure({ HTTP_PROXY: proxy.host })).toBe(
      `download-failed: cannot be downloaded, ${hostOf(here.hub.endpoint)} closed the connection (through the proxy ${proxy.host})`,
    );
  });

  it.each(["ftp://proxy.example", "http://", "http://me:s3cret@", "http://a b"])(
    "is refused as an address without quoting it: %s",
    async (text) => {
      const failed = download({ HTTPS_PROXY: text });
      await expect(failed).rejects.toThrow(PipelineError);
      await expect(failed).rejects.toThrow(
        /^HTTPS_PROXY: is not the address of a proxy; set it to an address like http:\/\/proxy\.example:3128, or leave it out$/,
      );
    },
  );
});

describe("the built command", () => {
  const CLI = join(import.meta.dirname, "../../dist/cli.js");

  it("downloads from an encrypted source through HTTPS_PROXY", async ({ skip }) => {
    const [key, certificate] = [join(here.folder, "key.pem"), join(here.folder, "certificate.pem")];
    try {
      const subject = ["-subj", "/CN=files.example", "-addext", "subjectAltName=DNS:files.example"];
      const options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
      execFileSync("openssl", [...options, "-keyout", key, "-out", certificate], { stdio: "ignore" });
    } catch {
      skip("openssl is not here to make a certificate");
    }
    const server = createServer(
      { key: await readFile(key), cert: await readFile(certificate) },
      (_, response) => {
        response.writeHead(404).end();
      },
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    proxy.addresses.set("files.example:443", (server.address() as AddressInfo).port);
    try {
      const environment = {
        PATH: process.env.PATH,
        HTTPS_PROXY: `http://${proxy.host}`,
        HF_ENDPOINT: "https://files.example",
        NODE_EXTRA_CA_CERTS: certificate,
      };
      const child = spawn(process.execPath, [CLI, "download", "--out", join(here.folder, "raw")], {
        env: environment,
        stdio: ["ignore", "ignore", "pipe"],
      });
      const output = await readToEnd(child);
      expect(output).toMatch(/^hf:\S+: is not there \(files\.example returned 404\)/m);
      expect(proxy.targets).toEqual(["files.example:443"]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function readToEnd(child: ChildProcess): Promise<string> {
    let output = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
    await once(child, "close");
    return output;
  }
});
