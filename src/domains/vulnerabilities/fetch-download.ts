import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { HttpAnswer } from '#platform/net/http-client.ts';
import { HttpProblem, badStatus, interrupted, shownUrl, tooBig } from '#platform/net/http-problems.ts';
import type { FetchContext } from './fetch-plan.ts';
import { retryAfterSeconds, withRetries } from './fetch-retry.ts';
import { makeRoom } from './fetch-space.ts';

/** What tells whether a file has changed since it was last fetched. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface DownloadOptions {
  /** Of the file as last read: when it has not changed it is not fetched. */
  readonly validators?: Validators;
  /** Published by the provider, in hexadecimal. */
  readonly sha256?: string;
  readonly bytes?: number;
}

export type Downloaded =
  | { readonly isChanged: false }
  | {
      readonly isChanged: true;
      readonly path: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly validators: Validators;
    };

/** Beside a part under way: whose beginning it is. */
interface PartFacts {
  readonly url: string;
  readonly validator: string;
  readonly total: number | null;
}

const attempts = 6;

/**
 * Fetches a file into the feed's folder: not at all when it has not changed, from where an earlier attempt was cut when
 * the server can (RFC 9110 §14, If-Range), whole otherwise. Verified by size, and by hash where one is published.
 * @throws Problem
 */
export async function download(
  context: FetchContext,
  url: URL,
  name: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const part = join(context.folder, `${name}.part`);
  const answer = await withRetries(context, attempts, () => fetchPart(context, url, part, options));
  if (answer === null) return { isChanged: false };
  const { size } = await stat(part);
  const sha256 = await hashFile(part, 'sha256');
  const isWrong =
    (options.sha256 !== undefined && options.sha256.toLowerCase() !== sha256) ||
    (options.bytes !== undefined && options.bytes !== size);
  await rm(`${part}.json`, { force: true });
  if (isWrong) {
    await rm(part, { force: true });
    throw wrongHash(url);
  }
  const path = join(context.folder, name);
  await rename(part, path);
  return { isChanged: true, path, bytes: size, sha256, validators: validatorsOf(answer.headers) };
}

export async function hashFile(path: string, algorithm: 'sha256' | 'sha512'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash);
  return hash.digest('hex');
}

function wrongHash(url: URL): HttpProblem {
  return new HttpProblem('feed-hash', {
    fr: `${shownUrl(url)} : le fichier reçu n’est pas celui dont la somme est publiée. Il a été jeté ; le miroir ou le transport l’a altéré.`,
    en: `${shownUrl(url)}: the file received is not the one whose hash is published. It was thrown away; the mirror or the way altered it.`,
  });
}

export function validatorsOf(headers: HttpAnswer['headers']): Validators {
  return {
    ...(headers.etag === undefined ? {} : { etag: headers.etag.slice(0, 300) }),
    ...(headers['last-modified'] === undefined
      ? {}
      : { lastModified: headers['last-modified'].slice(0, 60) }),
  };
}

async function readPart(part: string, url: URL): Promise<(PartFacts & { readonly have: number }) | null> {
  try {
    const facts = JSON.parse(await readFile(`${part}.json`, 'utf8')) as PartFacts;
    const { size } = await stat(part);
    return facts.url === url.href && facts.validator !== '' && size > 0 ? { ...facts, have: size } : null;
  } catch {
    return null;
  }
}

/** Conditions of the request: go on with a part, or say what is already known. */
function conditions(
  known: (PartFacts & { have: number }) | null,
  validators: Validators,
): Record<string, string> {
  if (known !== null) return { range: `bytes=${known.have}-`, 'if-range': known.validator };
  return {
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

/** Brings the part to its end; null when the file has not changed. */
async function fetchPart(
  context: FetchContext,
  url: URL,
  part: string,
  options: DownloadOptions,
): Promise<HttpAnswer | null> {
  const known = await readPart(part, url);
  const answer = await context.client.get(url, { headers: conditions(known, options.validators ?? {}) });
  if (answer.status === 304 && known === null) {
    answer.body.destroy();
    return null;
  }
  const from = known !== null && continues(answer, known) ? known.have : 0;
  if (answer.status === 416 || (answer.status === 206 && from === 0)) {
    answer.body.destroy();
    await rm(part, { force: true });
    await rm(`${part}.json`, { force: true });
    throw interrupted(url, `HTTP ${answer.status}`);
  }
  if (answer.status !== 200 && answer.status !== 206) {
    answer.body.destroy();
    throw badStatus(url, answer.status, retryAfterSeconds(answer, context.now()));
  }
  const total = totalOf(answer, from);
  await receive(context, url, answer, part, { from, total, expected: options.bytes ?? null });
  return answer;
}

function continues(answer: HttpAnswer, known: PartFacts & { have: number }): boolean {
  const [, start = '', , total = ''] =
    /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.headers['content-range'] ?? '') ?? [];
  if (answer.status !== 206 || Number(start) !== known.have || start === '') return false;
  return known.total === null || total === '*' || Number(total) === known.total;
}

/** Length of the whole file, when the answer tells it. */
function totalOf(answer: HttpAnswer, from: number): number | null {
  if (answer.isDecoded) return null;
  const length = answer.headers['content-length'];
  return length !== undefined && /^\d+$/.test(length) ? from + Number(length) : null;
}

async function receive(
  context: FetchContext,
  url: URL,
  answer: HttpAnswer,
  part: string,
  { from, total, expected }: { from: number; total: number | null; expected: number | null },
): Promise<void> {
  const limit = context.limits.fileBytes;
  if (total !== null && total > limit) {
    answer.body.destroy();
    throw tooBig(answer.url, limit);
  }
  const { etag = '', 'last-modified': lastModified = '' } = answer.headers;
  // A weak tag does not promise the same bytes (RFC 9110 §13.1.5), a decoded body has others.
  const validator = answer.isDecoded ? '' : etag !== '' && !etag.startsWith('W/') ? etag : lastModified;
  try {
    await makeRoom(
      context.allFolder,
      context.folder,
      (total ?? expected ?? 0) - from,
      context.limits.folderBytes,
    );
    // The address asked for: where it redirects to may change and hold a signature.
    const facts: PartFacts = { url: url.href, validator, total };
    await writeFile(`${part}.json`, JSON.stringify(facts));
  } catch (error) {
    answer.body.destroy();
    throw error;
  }
  let have = from;
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      have += chunk.length;
      if (have > limit) throw tooBig(answer.url, limit);
      context.progress({
        step: { fr: 'Téléchargement', en: 'Downloading' },
        done: have,
        total: total ?? expected,
      });
      yield chunk;
    }
  };
  try {
    await pipeline(answer.body, counted, createWriteStream(part, { flags: from > 0 ? 'a' : 'w' }));
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'http-too-big') await rm(part, { force: true });
    throw error;
  }
  if (total !== null && have !== total) throw interrupted(answer.url, `${have}/${total}`);
}
