/** The headers of responses, as zod schemas. */
import { z } from "zod";
import type { ProblemCode } from "../errors.js";

const text = z.string();

// Optional: a malformed request gets a response before it has an id.
const requestId = text.optional().meta({ description: "The id of the request in the log." });

const cached = {
  ETag: text.meta({
    description:
      "Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding.",
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
    description: "The next page, if the limit left rows out.",
    examples: ['</api/visualize/data?limit=10&offset=10>; rel="next"'],
  }),
  "Content-Disposition": text.optional().meta({ description: "With `download=1`." }),
  "Server-Timing": text
    .optional()
    .meta({ description: "Milliseconds of each stage; absent for cached responses." }),
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
