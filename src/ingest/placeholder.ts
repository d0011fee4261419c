/** Files in the place of a data file that only lead to it: Git LFS pointers and the pages of web servers. */

/** How much of a file's beginning is enough to recognise a placeholder. */
export const PLACEHOLDER_HEAD_BYTES = 1024;
const MAX_TITLE_LENGTH = 60;

/** What the beginning of a file shows it to be, as the predicate of a sentence; undefined for what may be data. */
export function describePlaceholder(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, PLACEHOLDER_HEAD_BYTES))
    .toString("utf8")
    .replace(/^[\uFEFF\s]+/, "");
  if (/^version https:\/\/git-lfs\.github\.com\/spec\//.test(text)) {
    const bytes = /^size (\d{1,15})$/m.exec(text)?.[1];
    const size = bytes === undefined ? "" : ` of ${Number(bytes).toLocaleString("en-US")} bytes`;
    return `is a Git LFS pointer and not the file${size} that it points to`;
  }
  if (/^(?:\.\.\/)*\/?(?:\.git\/)?annex\/objects\//.test(text)) {
    return "is a git-annex pointer and not the file that it points to";
  }
  if (/^<(?:!doctype\s+html|html|head|body|title|meta|script)\b/i.test(text)) {
    const title = /<title[^>]*>([^<]*)/i
      .exec(text)?.[1]
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, MAX_TITLE_LENGTH);
    return `is an HTML page${title ? ` (${JSON.stringify(title)})` : ""} and not a data file`;
  }
  if (/^<\?xml\b/i.test(text))
    return "is an XML document, as servers send with an error, and not a data file";
  return undefined;
}
