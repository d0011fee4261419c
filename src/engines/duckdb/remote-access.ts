/** Access to remote files: the httpfs extension, and credentials, which are kept out of every message. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { isRemote, showSource } from "../../catalog/source.js";
import { StartupError } from "../../errors.js";
import { quoteText } from "../sql/quoting.js";
import { loadExtension } from "./extensions.js";

/** Empty texts where there are none. */
export interface Credentials {
  readonly hubToken: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
  readonly endpoint: string;
}

export const NO_CREDENTIALS: Credentials = {
  hubToken: "",
  accessKeyId: "",
  secretAccessKey: "",
  sessionToken: "",
  region: "us-east-1",
  endpoint: "",
};

const MIN_SECRET_LENGTH = 4;

export class RemoteAccess {
  readonly #extensionFolder: string | null;
  readonly #credentials: Credentials;
  readonly #secrets = new Set<string>();
  #isOpen = false;

  constructor(extensionFolder: string | null, credentials: Credentials) {
    this.#extensionFolder = extensionFolder;
    this.#credentials = credentials;
    const { hubToken, accessKeyId, secretAccessKey, sessionToken } = credentials;
    for (const secret of [hubToken, accessKeyId, secretAccessKey, sessionToken]) this.#hide(secret);
  }

  /** Makes a remote source readable; does nothing for any other. Throws StartupError missing-extension, bad-setting. */
  async open(connection: DuckDBConnection, source: string): Promise<void> {
    if (!isRemote(source)) return;
    const shown = showSource(source);
    const [, userInfo] = /^[a-z0-9]+:\/\/([^/?#]*)@/i.exec(source.replace(/^hf:.*/i, "")) ?? [];
    if (userInfo !== undefined) {
      throw new StartupError("unsupported-source", shown, "has credentials in its address");
    }
    this.#hide(/[?#](.*)$/s.exec(source)?.[1] ?? "");
    if (this.#isOpen) return;
    await loadExtension(connection, "httpfs", this.#extensionFolder, shown);
    await this.#createSecrets(connection);
    this.#isOpen = true;
  }

  /** A message without secrets. */
  redact(message: string): string {
    let redacted = message;
    for (const secret of this.#secrets) redacted = redacted.replaceAll(secret, "[hidden]");
    return redacted;
  }

  #hide(secret: string): void {
    if (secret.length >= MIN_SECRET_LENGTH) this.#secrets.add(secret);
  }

  async #createSecrets(connection: DuckDBConnection): Promise<void> {
    const { hubToken, accessKeyId, secretAccessKey, sessionToken, region, endpoint } = this.#credentials;
    const options = [`REGION ${quoteText(region)}`];
    if (accessKeyId !== "") {
      options.push(`KEY_ID ${quoteText(accessKeyId)}`, `SECRET ${quoteText(secretAccessKey)}`);
    }
    if (sessionToken !== "") options.push(`SESSION_TOKEN ${quoteText(sessionToken)}`);
    if (endpoint !== "") options.push(...describeEndpoint(endpoint));
    const statements = [`CREATE SECRET s3_files (TYPE s3, ${options.join(", ")})`];
    if (hubToken !== "") {
      statements.push(`CREATE SECRET hub_files (TYPE huggingface, TOKEN ${quoteText(hubToken)})`);
    }
    for (const statement of statements) {
      await connection.run(statement).catch(() => {
        // The message of DuckDB may quote the statement.
        throw new StartupError("bad-setting", "AWS_ACCESS_KEY_ID, HF_TOKEN", "cannot be used as credentials");
      });
    }
  }
}

/** Services other than AWS have buckets in the path. */
function describeEndpoint(endpoint: string): string[] {
  const { protocol, host, pathname } = URL.canParse(endpoint)
    ? new URL(endpoint)
    : { protocol: "", host: "", pathname: "" };
  if (!["http:", "https:"].includes(protocol) || host === "") {
    const problem = "is not an address like https://s3.example.org";
    throw new StartupError("bad-setting", "AWS_ENDPOINT_URL", problem);
  }
  return [
    `ENDPOINT ${quoteText(host + pathname.replace(/\/$/, ""))}`,
    `USE_SSL ${protocol === "https:"}`,
    "URL_STYLE 'path'",
  ];
}
