/** A package URL (package-url specification), its parts decoded and normalised for their type. */
export interface Purl {
  readonly type: string;
  /** Segments joined by `/`. */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** By key, in key order; empty when there is none. */
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

export const maxPurlLength = 4096;
