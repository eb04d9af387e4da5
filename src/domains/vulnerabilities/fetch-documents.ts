import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InputProblem } from '#engines/result.ts';
import { HttpProblem } from '#platform/net/http-problems.ts';
import { Problem } from '#platform/problems.ts';
import { safeName } from './fetch-file.ts';
import type { FetchContext } from './fetch-plan.ts';

const parallel = 4;
const refusalsTold = 500;

/** What is already read, as 48 bits a document: enough to know a version again, small enough for a row. */
export class DoneDocuments {
  readonly #keys: Set<string>;

  constructor(packed: unknown) {
    const text = typeof packed === 'string' ? packed : '';
    this.#keys = new Set(text.match(/.{8}/gs) ?? []);
  }

  static keyOf(...parts: readonly string[]): string {
    return createHash('sha256').update(parts.join('\0')).digest().subarray(0, 6).toString('base64url');
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
  }

  /** Those of `keys` only: what a provider lists no more need not be remembered. */
  pack(keys: ReadonlySet<string>): string {
    return [...this.#keys].filter((key) => keys.has(key)).join('');
  }
}

export interface Wanted {
  /** Path of the file in the batch's folder. */
  readonly path: string;
  readonly key: string;
  /** Null: it has not changed after all. @throws HttpProblem */
  readonly fetch: () => Promise<Buffer | null>;
}

export interface FetchedDocuments {
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
  /** Keys of those that arrived, or had not changed. */
  readonly done: readonly string[];
  readonly refused: readonly InputProblem[];
}

/**
 * Fetches documents one by one into a folder of the feed, four at a time. One that is refused is told and the others go
 * on; a host that answers nothing any more ends the batch.
 * @throws Problem
 */
export async function fetchDocuments(
  context: FetchContext,
  wanted: readonly Wanted[],
  onOne: () => void,
): Promise<FetchedDocuments> {
  const folder = join(context.folder, 'documents');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const queue = wanted.values();
  const done: string[] = [];
  const refused: InputProblem[] = [];
  const names = new Set<string>();
  let bytes = 0;
  let files = 0;
  let inARow = 0;
  const work = async (): Promise<void> => {
    for (const one of queue) {
      context.signal.throwIfAborted();
      try {
        const content = await one.fetch();
        inARow = 0;
        done.push(one.key);
        if (content === null) continue;
        const file = join(
          folder,
          names.has(one.path) ? `${one.key}-${safeName(one.path, 'document')}` : one.path,
        );
        names.add(one.path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
        bytes += content.length;
        files += 1;
      } catch (error) {
        inARow += 1;
        // Twenty refusals in a row are not the fault of twenty documents.
        if (!(error instanceof Problem) || inARow >= 20 || isGone(error)) throw error;
        if (refused.length < refusalsTold)
          refused.push({ code: error.code, path: one.path, message: error.text });
      } finally {
        onOne();
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { folder, bytes, files, done, refused };
}

/** The provider cannot be reached at all, or Vigie is stopping. */
function isGone(error: Problem): boolean {
  return (
    error instanceof HttpProblem && ['http-not-reached', 'http-cancelled', 'http-429'].includes(error.code)
  );
}

/** A path below the batch's folder from that of an address, without anything that could lead out of it. */
export function pathBelow(url: URL, base: URL): string {
  const own = decoded(url.pathname);
  const from = decoded(base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1));
  const inside = own.startsWith(from) ? own.slice(from.length) : own;
  const parts = inside.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const named = parts.slice(-4).map((part) => safeName(part, 'document'));
  return named.length === 0 ? 'document.json' : named.join('/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
