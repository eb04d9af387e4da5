import type { JsonValue } from '#engines/json-value.ts';
import type { InventoryFormat } from './inventory-format.ts';
import { objectOf, textOf } from './json-fields.ts';
import { isNpmJson, readNpmLine, readPythonLine } from './read-language-list.ts';
import { linesOf, packageLines } from './read-package-list.ts';
import { hasTableTitles } from './read-software-table.ts';
import { systemOfDescription } from './system-of-description.ts';

/** Formats of JSON documents, by what they say of themselves; null when it is none that is known. */
export function detectJson(root: JsonValue): InventoryFormat | null {
  const document = objectOf(root);
  if (document === null) return null;
  if (textOf(document, 'bomFormat') === 'CycloneDX' || /cyclonedx/i.test(textOf(document, '$schema')))
    return 'cyclonedx';
  if (textOf(document, 'spdxVersion') !== '') return 'spdx';
  if (Array.isArray(document['@graph']) && /spdx/i.test(JSON.stringify(document['@context'] ?? '')))
    return 'spdx';
  return isNpmJson(root) ? 'npm-list' : null;
}

const headLength = 65_536;
const sampleLines = 200;

const lines = [
  ...Object.entries(packageLines),
  ['python-list', readPythonLine],
  ['npm-list', readNpmLine],
] as const;

/** Formats of plain texts, by their first lines: a format must read most of them. Null when none does. */
export function detectText(text: string): InventoryFormat | null {
  const head = text.slice(0, headLength);
  if (/^Package: \S/m.test(head) && /^Status: \S/m.test(head)) return 'dpkg-status';
  if (/^P:\S/m.test(head) && /^V:\S/m.test(head)) return 'apk-installed';
  if (/^\+\+\+-=+/m.test(head)) return 'dpkg-list';
  if (/^[^\t\n]+(?:\t[^\t\n]+){5}$/m.test(head) && /\.(?:no)?src\.rpm|\(none\)\t/.test(head))
    return 'rpm-list';
  if (hasTableTitles(text)) return 'csv';
  return detectLines(text);
}

function detectLines(text: string): InventoryFormat | null {
  const sample: string[] = [];
  for (const { line } of linesOf(text)) if (sample.push(line) >= sampleLines) break;
  if (sample.length === 0) return null;
  let best: InventoryFormat | null = null;
  let most = sample.length * 0.6;
  for (const [format, read] of lines) {
    // What a format passes over is no evidence for it.
    const count = sample.filter((line) => isSoftware(read(line))).length;
    const passed = sample.filter((line) => read(line) === 'passed').length;
    if (count > 0 && count + passed > most) [best, most] = [format as InventoryFormat, count + passed];
  }
  if (best !== null) return best;
  return sample.some((line) => systemOfDescription(line) !== null) ? 'descriptions' : null;
}

function isSoftware(read: unknown): boolean {
  return typeof read === 'object' && read !== null;
}
