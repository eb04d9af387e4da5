import type { JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { createSoftwareCollector } from './collect-software.ts';
import { listOf, objectOf, textOf } from './json-fields.ts';
import { linesOf } from './read-package-list.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

type Line = Software | 'passed' | null;

/** `name==1.2` of `pip freeze`, and the two columns of `pip list`. */
export function readPythonLine(line: string): Line {
  const text = line.trim();
  if (/^(?:#|-{2,}|-e |-r |Package\s+Version\b)/.test(text) || / @ \S+$/.test(text)) return 'passed';
  const [, name, version] =
    /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?:===?|\s{2,})(\d[^\s;#]*)/.exec(text) ?? [];
  return name === undefined || version === undefined ? null : software({ ecosystem: 'pypi', name, version });
}

/** `├── @scope/name@1.2` of `npm ls`; its first line names the project itself. */
export function readNpmLine(line: string): Line {
  const [, name, version, rest = ''] =
    /^[│├└─┬┐ |`+-]+(?:UNMET \w+ )?(@[\w.~-]+\/[\w.~-]+|[\w.~-]+)@(\d[^\s]*)(.*)$/.exec(line) ?? [];
  if (name === undefined || version === undefined)
    return /^\S/.test(line) || /\(empty\)|UNMET/.test(line) ? 'passed' : null;
  return rest.includes('deduped') ? 'passed' : software({ ecosystem: 'npm', name, version });
}

export function readLanguageList(read: (line: string) => Line, text: string): Result<readonly Software[]> {
  const collector = createSoftwareCollector();
  for (const { line, number } of linesOf(text)) {
    const one = read(line);
    if (one === null)
      collector.refuse({ code: 'inventory.line-unread', line: number, message: unread(line) });
    else if (one !== 'passed') collector.add(one, { line: number });
    if (collector.isFull()) break;
  }
  return collector.result();
}

const maxDepth = 100;

/** `npm ls --json` (nested `dependencies`) and `package-lock.json` 2 and 3 (`packages` by path). */
export function readNpmJson(root: JsonValue): Result<readonly Software[]> {
  const collector = createSoftwareCollector();
  const document = objectOf(root) ?? {};
  const packages = objectOf(document['packages']);
  for (const [path, value] of Object.entries(packages ?? {})) {
    const one = objectOf(value) ?? {};
    // The folder of an alias (`npm:real@1.0`) bears the name it was given; the package itself is told inside.
    const name = textOf(one, 'name') || (path.split('node_modules/').at(-1) ?? '');
    const version = textOf(one, 'version');
    if (path.includes('node_modules/') && version !== '')
      collector.add(software({ ecosystem: 'npm', name, version, path }), {
        path: `/packages/${pointerPart(path)}`,
      });
  }
  if (packages === null) walk(document['dependencies'], '/dependencies', 0);
  return collector.result();

  function walk(dependencies: JsonValue | undefined, pointer: string, depth: number): void {
    if (depth > maxDepth || collector.isFull()) return;
    for (const [name, value] of Object.entries(objectOf(dependencies) ?? {})) {
      const one = objectOf(value) ?? {};
      const path = `${pointer}/${pointerPart(name)}`;
      const version = textOf(one, 'version');
      if (version !== '') collector.add(software({ ecosystem: 'npm', name, version }), { path });
      walk(one['dependencies'], `${path}/dependencies`, depth + 1);
    }
  }
}

/** True for a document that `readNpmJson` reads. */
export function isNpmJson(root: JsonValue): boolean {
  const document = objectOf(root) ?? {};
  if (objectOf(document['packages']) !== null && 'lockfileVersion' in document) return true;
  const [first] = Object.values(objectOf(document['dependencies']) ?? {});
  return first !== undefined && textOf(objectOf(first) ?? {}, 'version') !== '' && listOf(first).length === 0;
}

function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unread(line: string): Text {
  const shown = line.slice(0, 80);
  return {
    fr: `« ${shown} » ne dit pas un paquet et sa version : la ligne est passée.`,
    en: `“${shown}” does not tell a package and its version: the line is passed over.`,
  };
}
