import type { Result } from '#engines/result.ts';
import { decodeUtf8 } from '#engines/utf8.ts';

/** Bytes as they lie in the file, or a text already decoded. */
export type ImportInput = string | Uint8Array;

const maxImportBytes = 64 * 1024 * 1024;

/** The text of a file of at most 64 MiB, without byte order mark; null with one problem otherwise. */
export function readImportText(input: ImportInput): Result<string | null> {
  if (input.length > maxImportBytes) {
    const message = {
      fr: 'Le fichier dépasse 64 Mio. Découpez-le, ou exportez moins de colonnes.',
      en: 'The file is larger than 64 MiB. Split it, or export fewer columns.',
    };
    return { value: null, problems: [{ code: 'import.too-large', line: 1, column: 1, message }] };
  }
  if (typeof input !== 'string') return decodeUtf8(input);
  return { value: input.startsWith('\uFEFF') ? input.slice(1) : input, problems: [] };
}
