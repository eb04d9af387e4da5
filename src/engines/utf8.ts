import type { Result } from './result.ts';

const chunkUnits = 8192;

/**
 * Decodes UTF-8 strictly (RFC 3629: no overlong form, no surrogate), without its byte order mark.
 * The value is null when the bytes are something else; the one problem then names line and column.
 */
export function decodeUtf8(bytes: Uint8Array): Result<string | null> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return utf16();
  const units = new Uint16Array(chunkUnits + 1);
  const parts: string[] = [];
  let filled = 0;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const point = lead < 0x80 ? lead : codePointAt(bytes, at, lead);
    if (point < 0) return notUtf8(bytes, at, parts.join('') + unitsToText(units, filled));
    at += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point < 0x10000) units[filled++] = point;
    else {
      units[filled++] = 0xd7c0 + (point >> 10);
      units[filled++] = 0xdc00 + (point & 0x3ff);
    }
    if (filled >= chunkUnits) {
      parts.push(unitsToText(units, filled));
      filled = 0;
    }
  }
  parts.push(unitsToText(units, filled));
  return { value: parts.join(''), problems: [] };
}

function unitsToText(units: Uint16Array, length: number): string {
  // Ten times faster than spreading: an array-like is all that it needs.
  return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]);
}

/** The code point whose sequence starts here, or -1. */
function codePointAt(bytes: Uint8Array, at: number, lead: number): number {
  const tail = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4 || at + tail >= bytes.length) return -1;
  let point = lead & (0x3f >> tail);
  for (let step = 1; step <= tail; step++) {
    const next = bytes[at + step] ?? 0;
    if ((next & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (next & 0x3f);
  }
  const smallest = tail === 1 ? 0x80 : tail === 2 ? 0x800 : 0x10000;
  if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1;
  return point;
}

function notUtf8(bytes: Uint8Array, at: number, before: string): Result<null> {
  const lastLineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const line = before.length === 0 ? 1 : before.split(/\r\n?|\n/).length;
  const byte = bytes[at] ?? 0;
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  const latin = byte >= 0xa0 ? String.fromCharCode(byte) : null;
  const problem = {
    code: 'text.not-utf8',
    line,
    column: before.length - lastLineStart + 1,
    message: {
      fr:
        `Le fichier n’est pas en UTF-8 : l’octet ${hex} n’y a pas sa place` +
        `${latin === null ? '' : ` (ce serait « ${latin} » en Latin-1, l’ancien codage de Windows)`}. ` +
        'Enregistrez le fichier de nouveau en « CSV UTF-8 » ou en « UTF-8 », puis recommencez.',
      en:
        `The file is not UTF-8: byte ${hex} does not belong there` +
        `${latin === null ? '' : ` (it would be “${latin}” in Latin-1, the old Windows encoding)`}. ` +
        'Save the file again as “CSV UTF-8” or “UTF-8”, then try again.',
    },
  };
  return { value: null, problems: [problem] };
}

function utf16(): Result<null> {
  const problem = {
    code: 'text.utf16',
    line: 1,
    column: 1,
    message: {
      fr: 'Le fichier est en UTF-16 (« texte Unicode »). Enregistrez-le de nouveau en « CSV UTF-8 » ou en « UTF-8 ».',
      en: 'The file is UTF-16 (“Unicode text”). Save it again as “CSV UTF-8” or “UTF-8”.',
    },
  };
  return { value: null, problems: [problem] };
}
