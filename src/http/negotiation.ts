/** What a client would like to receive, quality values honoured: the format and the content coding. */
import Negotiator from "negotiator";
import { ProblemError } from "../errors.js";
import type { Format } from "../formats/format.js";
import { FORMATS } from "../formats/registry.js";
import { CODINGS, type Coding } from "./compression.js";
import type { AnswerRequest } from "./exchange.js";

const MEDIA_TYPES = [...new Set(FORMATS.map(({ mediaType }) => mediaType))];
const CODING_NAMES = [...CODINGS.map(({ name }) => name), "identity"];

/** Whatever a client adds to a media type, such as a charset: there is one of each type here, in UTF-8. */
const MEDIA_TYPE_PARAMETER = /;\s*(?!q\s*=)[^;,=\s"]+\s*=\s*(?:"[^"]*"|[^;,"]*)/gi;
/** Of a header that is not acceptable, in characters. */
const MAX_SHOWN = 200;

/** An option that the library has and its types do not: which of two codings of equal quality comes first. */
interface PreferringNegotiator {
  encodings(available: string[], options?: { preferred: string[] }): string[];
}

/** The format that the Accept header likes best, JSON without one. Throws ProblemError not-acceptable. */
export function negotiateFormat(request: AnswerRequest): Format {
  const accept = request.headers.accept?.trim() ?? "";
  if (accept === "" || accept === "*/*") return FORMATS[0];
  const bare = accept.replace(MEDIA_TYPE_PARAMETER, "");
  const [mediaType] = new Negotiator({ headers: { accept: bare } }).mediaTypes(MEDIA_TYPES);
  const format = FORMATS.find((candidate) => candidate.mediaType === mediaType);
  if (format !== undefined) return format;
  const detail = `Nothing here satisfies "Accept: ${accept.slice(0, MAX_SHOWN)}". On offer are ${MEDIA_TYPES.join(", ")}; format= chooses as well.`;
  throw new ProblemError("not-acceptable", detail);
}

/** The coding that the Accept-Encoding header likes best, null for none. */
export function negotiateCoding(request: AnswerRequest): Coding | null {
  const header = request.headers["accept-encoding"];
  if (header === undefined || header === "" || header === "identity") return null;
  const negotiator: PreferringNegotiator = new Negotiator(request);
  const [name] = negotiator.encodings(CODING_NAMES, { preferred: CODING_NAMES });
  return CODINGS.find((coding) => coding.name === name) ?? null;
}
