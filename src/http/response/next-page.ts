/** The URL of the page after a response, for the Link header. */
import { unescape as decodeText } from "node:querystring";
import type { QueryPlan } from "../../query/query-plan.js";

/** Many clients limit the size of all headers together to 16 KiB. */
const MAX_LINK_LENGTH = 8192;

/** The same URL with the offset of the next page; null at the end, or where the link would be too long. */
export function findNextPage(
  url: string,
  { offset, limit }: QueryPlan,
  rowCount: number,
  total: number,
): string | null {
  const end = offset + rowCount;
  if (limit === null || limit === 0 || end >= total) return null;
  const [path, query = ""] = url.split(/\?(.*)/s, 2);
  const kept = query
    .split("&")
    .filter((pair) => pair !== "" && decodeText(pair.split("=", 1)[0]) !== "offset");
  // A character that the client left unencoded must not end the link early.
  const next = encodeURI(`${path}?${[...kept, `offset=${end}`].join("&")}`).replace(
    /%25(?=[0-9a-f]{2})/gi,
    "%",
  );
  return next.length <= MAX_LINK_LENGTH ? next : null;
}
