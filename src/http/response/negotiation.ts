/** Content negotiation with quality values: the format and the content coding of a response. */
import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { ProblemError } from "../../errors.js";
import type { Format } from "../../formats/format.js";
import { FORMATS } from "../../formats/registry.js";
import { CODINGS, type Coding } from "./compression.js";

const MEDIA_TYPES = [...new Set(FORMATS.map(({ mediaType }) => mediaType))];
const CODING_NAMES = [...CODINGS.map(({ name }) => name), "identity"];

/** Parameters such as a charset; every media type is offered once, in UTF-8. */
const MEDIA_TYPE_PARAMETER = /;\s*(?!q\s*=)[^;,=\s"]+\s*=\s*(?:"[^"]*"|[^;,"]*)/gi;
/** How many characters of an unacceptable header the error quotes. */
const MAX_SHOWN = 200;

/** `preferred` breaks ties of equal quality; the library's types lack it. */
interface PreferringNegotiator {
  encodings(available: string[], options?: { preferred: string[] }): string[];
}

/** The format that the Accept header prefers, JSON without one. Throws ProblemError not-acceptable. */
export function negotiateFormat(request: FastifyRequest): Format {
  const accept = request.headers.accept?.trim() ?? "";
  if (accept === "" || accept === "*/*") return FORMATS[0];
  const bare = accept.replace(MEDIA_TYPE_PARAMETER, "");
  const [mediaType] = new Negotiator({ headers: { accept: bare } }).mediaTypes(MEDIA_TYPES);
  const format = FORMATS.find((candidate) => candidate.mediaType === mediaType);
  if (format !== undefined) return format;
  const detail = `Nothing here satisfies "Accept: ${accept.slice(0, MAX_SHOWN)}". On offer are ${MEDIA_TYPES.join(", ")}; format= chooses as well.`;
  throw new ProblemError("not-acceptable", detail);
}

/** The coding that the Accept-Encoding header prefers, null for none. */
export function negotiateCoding(request: FastifyRequest): Coding | null {
  const header = request.headers["accept-encoding"];
  if (header === undefined || header === "" || header === "identity") return null;
  const negotiator: PreferringNegotiator = new Negotiator({ headers: { "accept-encoding": header } });
  const [name] = negotiator.encodings(CODING_NAMES, { preferred: CODING_NAMES });
  return CODINGS.find((coding) => coding.name === name) ?? null;
}
