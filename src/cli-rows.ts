import { parseJson } from '#engines/json-document.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import { readInputLines } from '#platform/read-input.ts';
import type { InputLine } from '#platform/read-input.ts';

/** One row of an input; `fault` says why it has no value, and the next rows go on. */
export type Row =
  | { readonly line: number; readonly value: JsonValue; readonly fault: null }
  | { readonly line: number; readonly value: null; readonly fault: Text };

const maxDocumentLength = 2 ** 29;

/**
 * The rows of a file or of standard input: one JSON value a line, or one JSON document, a list of rows. Lines that
 * `isWanted` refuses are passed over without being read.
 */
export async function* readRows(
  file: string | undefined,
  stdin: AsyncIterable<Uint8Array>,
  isWanted: (text: string) => boolean = () => true,
): AsyncGenerator<Row> {
  const document: string[] = [];
  let length = 0;
  for await (const line of readInputLines(file, stdin)) {
    if (document.length > 0 || (line.line === 1 && beginsDocument(line.text))) {
      document.push(line.text ?? '');
      length += (line.text ?? '').length;
      if (length > maxDocumentLength) {
        yield { line: 1, value: null, fault: tooLong };
        return;
      }
    } else if (line.text === null || isWanted(line.text)) yield rowOf(line);
  }
  if (document.length > 0) yield* rowsOfDocument(document.join('\n'));
}

/** A list, or an object spread over several lines. */
function beginsDocument(text: string | null): boolean {
  const start = text?.replace(/^\uFEFF/, '').trim() ?? '';
  return start.startsWith('[') || start === '{';
}

function* rowsOfDocument(text: string): Generator<Row> {
  const whole = parsed(text, 1);
  if (whole.fault === null && Array.isArray(whole.value))
    for (const [index, value] of whole.value.entries())
      yield { line: index + 1, value: value as JsonValue, fault: null };
  else yield whole;
}

function rowOf({ line, text, fault }: InputLine): Row {
  return text === null ? { line, value: null, fault } : parsed(text, line);
}

function parsed(text: string, line: number): Row {
  try {
    return { line, value: JSON.parse(text.replace(/^\uFEFF/, '')) as JsonValue, fault: null };
  } catch {
    // Read again, slowly, to name the place.
    const [problem] = parseJson(text).problems;
    if (problem === undefined) return { line, value: null, fault: notJson };
    const column = problem.column ?? 1;
    const at = line + (problem.line ?? 1) - 1;
    return {
      line,
      value: null,
      fault: {
        fr: `Ligne ${at}, colonne ${column} : ${problem.message.fr}`,
        en: `Line ${at}, column ${column}: ${problem.message.en}`,
      },
    };
  }
}

const notJson: Text = {
  fr: 'Cette ligne n’est pas du JSON : elle est laissée de côté.',
  en: 'This line is not JSON: it is left out.',
};

const tooLong: Text = {
  fr: 'Ce document JSON est trop long pour être lu d’un bloc. Donnez un objet par ligne.',
  en: 'This JSON document is too long to be read at once. Give one object a line.',
};

/** A sentence about a row, with its place. */
export function ofRow({ line }: Row, { fr, en }: Text): Text {
  return { fr: `Ligne ${line} : ${fr}`, en: `Line ${line}: ${en}` };
}
