import type { MibView } from '#engines/snmprec/mib-view.ts';
import { textOf } from '#engines/snmprec/varbind.ts';
import { absoluteOid } from './absolute-oid.ts';

const MOST_NAME = 200;

/** A sensor's name by the template of its definition; see `SensorDefinition.name`. */
export function nameSensor(view: MibView, template: string, index: string): string {
  const name = template
    .replaceAll(/\{([^{}]+)\}/g, (_, inside: string) =>
      inside === 'i' ? index : columnText(view, inside, index),
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
  return (name === '' ? index : name).slice(0, MOST_NAME);
}

function columnText(view: MibView, columns: string, index: string): string {
  for (const written of columns.split('|')) {
    const [column = '', part] = written.split('@');
    const parts = index.split('.');
    const at = part === 'first' ? parts[0] : part === 'last' ? parts.at(-1) : index;
    const text = textOf(view.get(`${absoluteOid(column)}.${at}`));
    if (text !== null && text !== '') return text;
  }
  return index;
}
