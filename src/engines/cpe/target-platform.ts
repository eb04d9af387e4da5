import { any, notApplicable, plainValue } from './cpe.ts';
import type { Cpe } from './cpe.ts';

/** Languages and their registries: what a product is made in, or fetched from, makes no other product of it. */
const languages: ReadonlySet<string> = new Set([
  'maven',
  'java',
  'node.js',
  'nodejs',
  'npm',
  'go',
  'golang',
  'php',
  'composer',
  'python',
  'pypi',
  'ruby',
  'gem',
  'rust',
  'cargo',
  'perl',
  '.net',
  'nuget',
]);

/**
 * The platform that narrows a CPE name: `wordpress` of a plugin, `android` of an edition. Null when none is told, and for
 * languages: `apache:tomcat` for `maven` is Tomcat.
 */
export function targetPlatform({ target_sw: target }: Pick<Cpe, 'target_sw'>): string | null {
  if (target === any || target === notApplicable) return null;
  const platform = plainValue(target);
  return languages.has(platform) ? null : platform;
}
