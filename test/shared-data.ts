import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env['VIGIE_SHARED_DATA'] ?? join(import.meta.dirname, '..', '..', 'shared', 'data');

/** Path of a reference file that may not ship with the project, or null where it is absent (the test then skips). */
export function sharedData(path: string): string | null {
  const file = join(root, path);
  return existsSync(file) ? file : null;
}
