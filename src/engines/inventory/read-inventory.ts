import { parseApkInstalled } from '#engines/host/apk-installed.ts';
import { parseDpkgStatus } from '#engines/host/dpkg-status.ts';
import type { InstalledPackage } from '#engines/host/installed-package.ts';
import { parseRpmQuery } from '#engines/host/rpm-query.ts';
import { parseJson } from '#engines/json-document.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { createSoftwareCollector } from './collect-software.ts';
import { completePackages } from './complete-packages.ts';
import { detectJson, detectText } from './detect-inventory.ts';
import { maxInventoryLength } from './inventory-format.ts';
import type { Inventory, InventoryFormat, InventoryHint } from './inventory-format.ts';
import { packagesAsSoftware } from './packages-as-software.ts';
import { readCyclonedx } from './read-cyclonedx.ts';
import { readLanguageList, readNpmJson, readNpmLine, readPythonLine } from './read-language-list.ts';
import { linesOf, readPackageList } from './read-package-list.ts';
import { readSoftwareTable } from './read-software-table.ts';
import { readSpdx } from './read-spdx.ts';
import type { Software } from './software.ts';
import { systemOfDescription } from './system-of-description.ts';

/**
 * Reads an inventory of software, whatever its format: CycloneDX and SPDX (JSON), dpkg, rpm and apk databases and lists,
 * pip and npm lists, CSV tables, device descriptions. Never throws; what could not be read is in `problems`, by line and
 * column or by JSON pointer. A text of more than 64 Mi characters is refused, and what comes after 200,000 components.
 */
export function readInventory(text: string, hint: InventoryHint = {}): Inventory {
  const read = readAny(text, hint);
  if (read.value.length > 0 || read.problems.length > 0) return read;
  return { ...read, problems: [{ code: 'inventory.nothing', message: nothing }] };
}

function readAny(text: string, hint: InventoryHint): Inventory {
  if (text.length > maxInventoryLength) return refused({ code: 'inventory.too-large', message: tooLarge });
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const start = /\S/.exec(plain.slice(0, 4096))?.[0];
  if (start === undefined) return refused({ code: 'inventory.empty', message: empty });
  if (plain.includes('\0')) return refused({ code: 'inventory.binary', message: binary });
  if (start === '{' || start === '[') return readJson(plain, hint);
  if (start === '<') return refused({ code: 'inventory.xml', line: 1, column: 1, message: xml });
  const format = hint.format ?? detectText(plain);
  if (format === null) return refused({ code: 'inventory.unknown', line: 1, column: 1, message: unknown });
  return { format, ...readText(format, plain, hint) };
}

function readJson(text: string, hint: InventoryHint): Inventory {
  const root = parse(text);
  // The fast parser does not say where a document breaks; the slow one does.
  if (root === undefined) return { format: null, value: [], problems: brokenAt(text) };
  const format = detectJson(root);
  if (format === 'cyclonedx') return { format, ...readCyclonedx(root, hint) };
  if (format === 'spdx') return { format, ...readSpdx(root, hint) };
  if (format === 'npm-list') return { format, ...readNpmJson(root) };
  return refused({ code: 'inventory.unknown-json', path: '', message: unknownJson });
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function brokenAt(text: string): readonly InputProblem[] {
  const { problems } = parseJson(text);
  return problems.length > 0 ? problems : [{ code: 'json.syntax', line: 1, column: 1, message: unknownJson }];
}

function readText(format: InventoryFormat, text: string, hint: InventoryHint): Result<readonly Software[]> {
  switch (format) {
    case 'dpkg-status':
      return ofPackages(parseDpkgStatus(text), hint);
    case 'apk-installed':
      return ofPackages(parseApkInstalled(text), hint);
    case 'rpm-list':
      if (text.slice(0, 4096).includes('\t')) return ofPackages(parseRpmQuery(text), hint);
      return readPackageList(format, text, hint);
    case 'dpkg-list':
    case 'apk-list':
      return readPackageList(format, text, hint);
    case 'csv':
      return readSoftwareTable(text, hint);
    case 'python-list':
      return readLanguageList(readPythonLine, text);
    case 'npm-list':
      return readLanguageList(readNpmLine, text);
    case 'descriptions':
      return readDescriptions(text);
    case 'cyclonedx':
    case 'spdx':
      // CycloneDX and SPDX in another writing than JSON.
      return { value: [], problems: [{ code: 'inventory.not-json', line: 1, column: 1, message: notJson }] };
  }
}

function ofPackages(
  { value, problems }: Result<readonly InstalledPackage[]>,
  hint: InventoryHint,
): Result<readonly Software[]> {
  return completePackages({ value: packagesAsSoftware(value, ''), problems }, hint);
}

function readDescriptions(text: string): Result<readonly Software[]> {
  const collector = createSoftwareCollector();
  for (const { line, number } of linesOf(text)) {
    const system = systemOfDescription(line);
    if (system !== null) collector.add(system, { line: number });
    else
      collector.refuse({
        code: 'inventory.description-unknown',
        line: number,
        message: unknownDescription(line),
      });
    if (collector.isFull()) break;
  }
  return collector.result();
}

function refused(problem: InputProblem): Inventory {
  return { format: null, value: [], problems: [problem] };
}

const tooLarge = {
  fr: 'Ce fichier dépasse 64 Mi caractères. Découpez-le par machine.',
  en: 'This file is longer than 64 Mi characters. Split it by machine.',
};
const empty = {
  fr: 'Ce fichier est vide. Refaites l’export, et vérifiez que la commande a bien donné une liste.',
  en: 'This file is empty. Export it again, and check that the command did give a list.',
};
const nothing = {
  fr: 'Cette liste ne contient aucun logiciel. Refaites l’export, et vérifiez qu’elle porte bien sur cette machine.',
  en: 'This list holds no software. Export it again, and check that it is about this machine.',
};
const binary = {
  fr: 'Ce fichier est binaire (une archive, une base ?). Donnez la liste en texte ou en JSON.',
  en: 'This file is binary (an archive, a database?). Give the list as text or JSON.',
};
const xml = {
  fr: 'Les listes en XML ne sont pas lues. Exportez-la en JSON (CycloneDX ou SPDX).',
  en: 'Lists in XML are not read. Export it as JSON (CycloneDX or SPDX).',
};
const notJson = {
  fr: 'CycloneDX et SPDX se lisent en JSON seulement. Exportez-la en JSON.',
  en: 'CycloneDX and SPDX are read as JSON only. Export it as JSON.',
};
const unknown = {
  fr: 'Format non reconnu. Donnez une liste CycloneDX ou SPDX (JSON), dpkg, rpm, apk, pip, npm, un tableau CSV avec ses titres, ou des descriptions d’équipements.',
  en: 'The format is not recognised. Give a CycloneDX or SPDX list (JSON), dpkg, rpm, apk, pip, npm, a CSV table with its titles, or device descriptions.',
};
const unknownJson = {
  fr: 'Ce JSON n’est ni CycloneDX (champ « bomFormat »), ni SPDX (champ « spdxVersion »), ni une liste npm.',
  en: 'This JSON is neither CycloneDX (field “bomFormat”), nor SPDX (field “spdxVersion”), nor an npm list.',
};

function unknownDescription(line: string): InputProblem['message'] {
  const shown = line.slice(0, 80);
  return {
    fr: `« ${shown} » ne nomme aucun système connu : la ligne est passée.`,
    en: `“${shown}” names no system that is known: the line is passed over.`,
  };
}
