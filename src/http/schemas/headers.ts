/** The headers of answers, as zod schemas. */
import { z } from "zod";
import type { ProblemCode } from "../../errors.js";

const text = z.string();

// Not on the few answers that are given before a request is read.
const requestId = text.optional().meta({ description: "The id under which the log knows the request." });

const cached = {
  ETag: text.meta({
    description:
      "The same for all spellings of a query, another one for other data; strong where the response is sent whole, and then its own in every content coding.",
    examples: ['W/"2jmj7l5rSw0yVb_vlWAYkK_YBwk"'],
  }),
  "Cache-Control": text.meta({ examples: ["public, max-age=300, stale-while-revalidate=86400"] }),
  "Accept-Ranges": z
    .enum(["bytes", "none"])
    .optional()
    .meta({ description: "`bytes` where the response is sent whole, `none` where it is streamed." }),
  Vary: text.meta({ examples: ["Accept, Accept-Encoding"] }),
};

export const documentHeaders = z.object({ ...cached, "X-Request-Id": requestId });
export const notModifiedHeaders = documentHeaders;

export const dataHeaders = z.object({
  ...cached,
  "X-Total-Count": z.int().min(0).meta({ description: "Rows before `offset` and `limit`." }),
  Link: text.optional().meta({
    description: "The rows after these, where a limit cut the answer.",
    examples: ['</api/visualize/data?limit=10&offset=10>; rel="next"'],
  }),
  "Content-Disposition": text.optional().meta({ description: "With `download=1`." }),
  "Server-Timing": text
    .optional()
    .meta({ description: "Milliseconds of each stage, where the answer was made anew." }),
  "X-Request-Id": requestId,
});

export const plainHeaders = z.object({ "Cache-Control": text, "X-Request-Id": requestId });

export function problemHeaders(codes: readonly ProblemCode[]) {
  return z.object({
    ...plainHeaders.shape,
    ...(codes.includes("not-ready") && {
      "Retry-After": text.meta({ description: "Seconds.", examples: ["2"] }),
    }),
    ...(codes.includes("range-not-satisfiable") && {
      "Content-Range": text.meta({ description: "The number of bytes.", examples: ["bytes */4521"] }),
    }),
    ...(codes.includes("method-not-allowed") && { Allow: text.meta({ examples: ["GET, HEAD, OPTIONS"] }) }),
  });
}
