import { open } from 'node:fs/promises';
import type { InputProblem } from '#engines/result.ts';
import { readFailed } from './read-result.ts';

export type TextRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: InputProblem };

const chunkBytes = 65_536;

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'EUNKNOWN';
}

/** Reads a file to its end whatever size it announces (those of /proc announce 0); refuses one beyond the bound. */
export async function readText(path: string, maxBytes: number): Promise<TextRead> {
  try {
    const file = await open(path, 'r');
    try {
      const chunks: Buffer[] = [];
      let total = 0;
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
        if (bytesRead === 0) return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
        total += bytesRead;
        if (total > maxBytes) {
          const mebibytes = Math.round(maxBytes / 1_048_576);
          return readFailed(
            'host.file-too-large',
            {
              fr: `${path} dépasse ${mebibytes} Mio : il n’est pas lu.`,
              en: `${path} exceeds ${mebibytes} MiB: it is not read.`,
            },
            path,
          );
        }
        chunks.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = errorCode(error);
    const what = {
      ENOENT: ['n’existe pas', 'does not exist'],
      EACCES: ['n’est pas lisible par Vigie', 'is not readable by Vigie'],
    }[code];
    return readFailed(
      'host.file-unreadable',
      {
        fr: `${path} ${what?.[0] ?? `n’a pas pu être lu (${code})`}.`,
        en: `${path} ${what?.[1] ?? `could not be read (${code})`}.`,
      },
      path,
    );
  }
}
