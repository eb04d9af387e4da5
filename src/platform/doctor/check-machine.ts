import { statfs } from 'node:fs/promises';
import type { Config } from '#platform/config.ts';
import { packageVersion } from '#platform/package-version.ts';
import type { Check } from './check.ts';
import { fault, ok, warning } from './check.ts';

const expectedNode = 26;
const gibibyte = 1024 ** 3;

export async function checkVersions(): Promise<readonly Check[]> {
  const vigie = packageVersion();
  const node = process.versions.node;
  if (Number(node.split('.')[0]) >= expectedNode)
    return [ok('versions', { fr: `Vigie ${vigie}, Node ${node}.`, en: `Vigie ${vigie}, Node ${node}.` })];
  return [
    fault('versions', {
      fr: `Node ${node} est trop ancien : Vigie ${vigie} demande Node ${expectedNode}. Lancez-la par « npm start » ou bin/vigie.mjs, qui prennent le bon.`,
      en: `Node ${node} is too old: Vigie ${vigie} wants Node ${expectedNode}. Start it by “npm start” or bin/vigie.mjs, which take the right one.`,
    }),
  ];
}

/** Both databases stop when the disk is full: said while there is time. */
export async function checkDisk(config: Config): Promise<readonly Check[]> {
  const disk = await statfs(config.dataDirectory);
  const freeBytes = disk.bavail * disk.bsize;
  const share = disk.bavail / disk.blocks;
  const free = (freeBytes / gibibyte).toFixed(1);
  const percent = Math.round(share * 100);
  const text = {
    fr: `Disque de ${config.dataDirectory} : ${free.replace('.', ',')} Gio libres (${percent} %).`,
    en: `Disk of ${config.dataDirectory}: ${free} GiB free (${percent} %).`,
  };
  if (freeBytes < gibibyte / 2) return [fault('disk', full(text))];
  return share < 0.1 && freeBytes < 20 * gibibyte ? [warning('disk', full(text))] : [ok('disk', text)];
}

function full(text: Check['text']): Check['text'] {
  return {
    fr: `${text.fr} Libérez de la place : les bases s’arrêtent quand le disque est plein.`,
    en: `${text.en} Make room: the databases stop when the disk is full.`,
  };
}
