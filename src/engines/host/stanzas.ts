/** One block of `Key: value` lines; `line` is where it begins, 1-based. */
export interface Stanza {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

const maxLine = 4096;

/**
 * Blocks of `Key: value` separated by empty lines, as dpkg and apk keep them; only the wanted keys are held.
 * Continuation lines (leading space) belong to the key before and are passed over. Never throws.
 */
export function* readStanzas(text: string, wanted: ReadonlySet<string>): Generator<Stanza> {
  let fields = new Map<string, string>();
  let begin = 0;
  let line = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    line += 1;
    const isEmpty = end === start || (end === start + 1 && text[start] === '\r');
    if (isEmpty) {
      if (begin !== 0) yield { line: begin, fields };
      fields = new Map();
      begin = 0;
    } else {
      if (begin === 0) begin = line;
      const colon = text.indexOf(':', start);
      if (colon !== -1 && colon < end && colon - start <= 64) {
        const key = text.slice(start, colon);
        if (wanted.has(key)) fields.set(key, text.slice(colon + 1, Math.min(end, start + maxLine)).trim());
      }
    }
    start = end + 1;
  }
  if (begin !== 0) yield { line: begin, fields };
}
