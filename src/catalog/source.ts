/** Sources of datasets as texts: which are addresses, and how they are shown without secrets. */

/** Whether a source is an address with a scheme, `https://`, `http://`, `s3://` or `hf://`. */
export function isRemote(source: string): boolean {
  return /^(?:https?|s3|hf):\/\//i.test(source);
}

/** The source without what may be secret in an address: the credentials before its host, and the query behind its path. */
export function showSource(source: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return source;
  return source.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1").replace(/[?#].*$/s, "");
}

/** The path of a source: without the query of an address. */
export function getSourcePath(source: string): string {
  return isRemote(source) ? source.replace(/[?#].*$/s, "") : source;
}
