import { createReadStream } from 'node:fs';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Text } from '#engines/text.ts';
import { Problem } from './problems.ts';

type Bytes = AsyncIterable<Uint8Array>;

const MEBIBYTE = 2 ** 20;

/** A line of an input, from 1; `fault` says why it has no text, and the next lines go on. */
export type InputLine =
  | { readonly line: number; readonly text: string; readonly fault: null }
  | { readonly line: number; readonly text: null; readonly fault: Text };

/**
 * The bytes of a file, or of standard input when the name is `-` or absent; gzip is told by its first bytes and
 * read as is. A file that cannot be read ends in a `Problem`.
 */
export async function* openInput(file: string | undefined, stdin: Bytes): AsyncGenerator<Uint8Array> {
  const name = file === undefined || file === '-' ? null : file;
  try {
    yield* gunzipped(name === null ? stdin : (createReadStream(name) as Bytes));
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(name, error);
  }
}

/** The whole input at once, at most `maxBytes` once decompressed (512 MiB). */
export async function readInput(
  file: string | undefined,
  stdin: Bytes,
  maxBytes = 512 * MEBIBYTE,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of openInput(file, stdin)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The input line by line (LF or CR LF), of any total size; a line of more than `maxLineBytes` (16 MiB) is a fault. */
export async function* readInputLines(
  file: string | undefined,
  stdin: Bytes,
  maxLineBytes = 16 * MEBIBYTE,
): AsyncGenerator<InputLine> {
  const pending: Uint8Array[] = [];
  let size = 0;
  let line = 0;
  const keep = (piece: Uint8Array): void => {
    size += piece.length;
    if (size <= maxLineBytes) pending.push(piece);
    else pending.length = 0;
  };
  const finish = (): InputLine => {
    const whole = size > maxLineBytes ? null : Buffer.concat(pending);
    pending.length = 0;
    size = 0;
    line++;
    if (whole === null) return { line, text: null, fault: lineTooLong(maxLineBytes) };
    return decodeLine(line, whole);
  };
  for await (const chunk of openInput(file, stdin)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  if (size > 0) yield finish();
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function decodeLine(line: number, bytes: Uint8Array): InputLine {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
  try {
    return { line, text: strictUtf8.decode(bytes.subarray(0, end)), fault: null };
  } catch {
    return { line, text: null, fault: notUtf8 };
  }
}

async function* gunzipped(source: Bytes): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let ended = false;
  while (head.length < 2 && !ended) {
    const { done, value } = await iterator.next();
    if (done === true) ended = true;
    else head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  const whole = resumed(head, iterator, ended);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip();
  pipeline(Readable.from(whole), gunzip, () => {}); // its error also ends the reading below
  yield* gunzip as Bytes;
}

async function* resumed(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  ended: boolean,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    while (!ended) {
      const { done, value } = await rest.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await rest.return?.(); // closes the file when the reader stops early
  }
}

function unreadable(file: string | null, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [fr, en] = reasons[code] ?? (code.startsWith('Z_') ? reasons['Z_DATA_ERROR']! : [code, code]);
  const shown =
    file === null
      ? { fr: 'L’entrée standard', en: 'Standard input' }
      : { fr: `« ${file} »`, en: `“${file}”` };
  return new Problem(
    'input-unreadable',
    400,
    { fr: `${shown.fr} ne peut pas être lu : ${fr}.`, en: `${shown.en} cannot be read: ${en}.` },
    { cause: error },
  );
}

const reasons: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  ENOENT: ['ce fichier n’existe pas ; vérifiez le chemin', 'there is no such file; check the path'],
  ENOTDIR: ['ce fichier n’existe pas ; vérifiez le chemin', 'there is no such file; check the path'],
  EISDIR: ['c’est un dossier ; nommez un fichier', 'it is a folder; name a file'],
  EACCES: ['le droit de lecture manque', 'the right to read it is missing'],
  Z_DATA_ERROR: [
    'la compression gzip est abîmée ; copiez-le de nouveau',
    'its gzip compression is damaged; copy it again',
  ],
};

function tooLarge(maxBytes: number): Problem {
  const most = Math.floor(maxBytes / MEBIBYTE);
  return new Problem('input-too-large', 413, {
    fr: `Le document dépasse ${most} Mio une fois décompressé. Découpez-le.`,
    en: `The document is larger than ${most} MiB once decompressed. Split it.`,
  });
}

function lineTooLong(maxBytes: number): Text {
  const most = Math.floor(maxBytes / MEBIBYTE);
  return {
    fr: `Cette ligne dépasse ${most} Mio : elle est laissée de côté.`,
    en: `This line is longer than ${most} MiB: it is left out.`,
  };
}

const notUtf8: Text = {
  fr: 'Cette ligne n’est pas en UTF-8 : elle est laissée de côté. Enregistrez le fichier en UTF-8.',
  en: 'This line is not UTF-8: it is left out. Save the file as UTF-8.',
};
