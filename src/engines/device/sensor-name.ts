import type { MibView } from '#engines/snmprec/mib-view.ts';
import { textOf } from '#engines/snmprec/varbind.ts';
import type { Text } from '#engines/text.ts';
import { absoluteOid } from './absolute-oid.ts';
import words from './definitions/sensor-words.json' with { type: 'json' };

const MOST_NAME = 200;
const placeholder = /\{([^{}]+)\}/g;

/** French of the templates' own words; `§` stands where the device's words go, in the order of the template. */
const french: Readonly<Record<string, string>> = words;

/** A sensor's name by the template of its definition; see `SensorDefinition.name`. */
export function nameSensor(view: MibView, template: string, index: string): Text {
  const said = [...template.matchAll(placeholder)].map(([, inside = '']) =>
    inside === 'i' ? index : columnText(view, inside, index),
  );
  const en = template.replaceAll(placeholder, '§').replaceAll(/\s+/g, ' ').trim();
  const fr = (Object.hasOwn(french, en) ? french[en] : null) ?? en;
  return { fr: fill(fr, said, index), en: fill(en, said, index) };
}

function fill(pattern: string, said: readonly string[], index: string): string {
  let at = 0;
  const name = pattern
    .replaceAll('§', () => said[at++] ?? '')
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
