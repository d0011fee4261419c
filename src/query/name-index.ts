/**
 * Lookup of the names that a parameter accepts. It ignores case, finds aliases, reads a plus and a space alike, expands
 * wildcards, and splits comma-separated lists of names that contain commas themselves.
 */
import { distance } from "fastest-levenshtein";
import { foldName } from "../datasets/spelling.js";

const SUGGESTION_COUNT = 3;
/** Longer texts are cut before their edit distances are calculated; every name is shorter. */
const MAX_SUGGESTION_TEXT_LENGTH = 100;

/** A misspelled name differs from the name in at most this share of its characters. */
const MAX_TYPO_SHARE = 0.2;

/** The names in the first `length` parts of a list; no names if the first part is unknown. */
interface ListMatch {
  readonly found: readonly string[];
  readonly length: number;
}

export class NameIndex {
  /** The names as served, in their order. */
  readonly names: readonly string[];
  readonly #indexByName: ReadonlyMap<string, number>;
  readonly #nameByFolded = new Map<string, string>();
  readonly #foldedNames: readonly string[];
  readonly #maxCommas: number;
  readonly #resolveText: (text: string) => string | undefined;

  /**
   * `aliases` are pairs of alias and name; those of absent names are ignored. `resolveText` resolves texts that are
   * neither.
   */
  constructor(
    names: readonly string[],
    aliases: Iterable<readonly [string, string]> = [],
    resolveText: (text: string) => string | undefined = () => undefined,
  ) {
    this.names = names;
    this.#resolveText = resolveText;
    this.#indexByName = new Map(names.map((name, index) => [name, index]));
    this.#foldedNames = names.map(foldName);
    // Names precede aliases: at equal distance, the name itself is suggested.
    for (const [index, name] of names.entries()) this.#nameByFolded.set(this.#foldedNames[index], name);
    const ownNames = new Set(this.#foldedNames);
    for (const [alias, name] of aliases) {
      const folded = foldName(alias);
      if (this.#indexByName.has(name) && !ownNames.has(folded)) this.#nameByFolded.set(folded, name);
    }
    let maxCommas = 0;
    for (const text of this.#nameByFolded.keys()) maxCommas = Math.max(maxCommas, text.split(",").length - 1);
    this.#maxCommas = maxCommas;
  }

  /** Finds the name that a text is an exact or lenient spelling of, or an alias. */
  find(text: string): string | undefined {
    // Most clients send names exactly as served.
    if (this.#indexByName.has(text)) return text;
    return this.#nameByFolded.get(foldName(text)) ?? this.#resolveText(text);
  }

  /** The index of a name; undefined unless it is spelled exactly as served. */
  indexOf(name: string): number | undefined {
    return this.#indexByName.get(name);
  }

  /** The names that match a pattern, in which `*` matches any characters. Aliases are not matched. */
  match(pattern: string): string[] {
    const pieces = foldName(pattern).split("*");
    return this.names.filter((_, index) => matchesPieces(this.#foldedNames[index], pieces));
  }

  /**
   * Resolves one query value to names and unknown parts. A value that is a name is never split. Any other is split at its
   * commas, and the longest sequence of parts that is a name counts as one.
   */
  resolve(value: string): { readonly names: readonly string[]; readonly unknown: readonly string[] } {
    const whole = this.find(value);
    if (whole !== undefined) return { names: [whole], unknown: [] };
    const parts = value.split(",");
    const names = new Set<string>();
    const unknown: string[] = [];
    // A list may repeat itself thousands of times.
    const matches = new Map<string, ListMatch>();
    for (let start = 0; start < parts.length; ) {
      const ahead = parts.slice(start, start + this.#maxCommas + 1);
      const key = ahead.join(",");
      const { found, length } = matches.get(key) ?? this.#matchLongest(ahead);
      matches.set(key, { found, length });
      if (found.length === 0)
        unknown.push(
          parts
            .slice(start, start + length)
            .join(",")
            .trim(),
        );
      for (const name of found) names.add(name);
      start += length;
    }
    return { names: [...names], unknown };
  }

  /** The nearest names to a text: first those that contain it, then by edit distance, in both cases aliases included. */
  suggest(text: string): string[] {
    const folded = foldName(text).replaceAll("*", "").slice(0, MAX_SUGGESTION_TEXT_LENGTH);
    const scored = [...this.#nameByFolded].map(([candidate, name]) => ({
      name,
      score: distance(folded, candidate) + (folded !== "" && candidate.includes(folded) ? 0 : 1000),
    }));
    const nearest = scored.sort((a, b) => a.score - b.score).map(({ name }) => name);
    return [...new Set(nearest)].slice(0, SUGGESTION_COUNT);
  }

  /** Whether a text with commas differs by a few typing errors from a name with commas. */
  #isNearName(text: string): boolean {
    const folded = foldName(text).slice(0, MAX_SUGGESTION_TEXT_LENGTH);
    const maxDistance = Math.max(1, Math.floor(folded.length * MAX_TYPO_SHARE));
    return [...this.#nameByFolded.keys()].some(
      (candidate) => candidate.includes(",") && distance(folded, candidate) <= maxDistance,
    );
  }

  #matchLongest(ahead: readonly string[]): ListMatch {
    const texts = ahead.map((_, index) => ahead.slice(0, index + 1).join(","));
    for (let length = texts.length; length > 0; length--) {
      const name = this.find(texts[length - 1]);
      if (name !== undefined) return { found: [name], length };
    }
    // The shortest pattern that matches: `*QC*,*FW*` is two patterns.
    for (const [index, text] of texts.entries()) {
      const found = text.includes("*") ? this.match(text) : [];
      if (found.length > 0) return { found, length: index + 1 };
    }
    // A misspelled name with commas is one mistake, not several.
    for (let length = texts.length; length > 1; length--) {
      if (this.#isNearName(texts[length - 1])) return { found: [], length };
    }
    return { found: [], length: 1 };
  }
}

/** Whether the pieces between the wildcards occur in order, the first at the start and the last at the end. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  if (pieces.length === 1) return text === pieces[0];
  const last = pieces[pieces.length - 1];
  if (!text.startsWith(pieces[0]) || !text.endsWith(last)) return false;
  let from = pieces[0].length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= text.length - last.length;
}
