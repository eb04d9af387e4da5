import { normaliseIdentity } from '#engines/identity/normalise.ts';
import { sameFamily } from '#engines/identity/type-family.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { readMinutes, readNeed } from './csv-values.ts';
import { pushIdentity, tooManyIdentities } from './identity-list.ts';
import { idField, type JsonRow, textField } from './json-rows.ts';
import { entityOfColumnWord, type MercatorEntity } from './mercator-tables.ts';
import { columnRule } from './mercator-relations.ts';
import type { MercatorContext } from './mercator-links.ts';
import { filledAttributes } from './set-builder.ts';
import type { Identity, IdentityKind } from './types.ts';

const identityColumns: Readonly<Record<string, IdentityKind>> = {
  address_ip: 'ip',
  ip_addresses: 'ip',
  mac_address: 'mac',
  address_mac: 'mac',
  serial_number: 'serial',
};
const needColumns: Readonly<Record<string, string>> = {
  security_need_a: 'need.d',
  security_need_i: 'need.i',
  security_need_c: 'need.c',
  security_need_t: 'need.p',
  security_need_auth: 'need.auth',
};
/** First filled wins: what the business tolerates before what the application promises. */
const durationColumns: readonly (readonly [attribute: string, columns: readonly string[]])[] = [
  ['dmia_minutes', ['maximum_tolerable_downtime', 'mtd', 'recovery_time_objective', 'rto']],
  ['pdma_minutes', ['maximum_tolerable_data_loss', 'mtdl', 'recovery_point_objective', 'rpo']],
];

/** One row of a table of objects becomes an asset: needs, durations, identities and links out of their columns, the rest as it is. */
export function addMercatorObject(
  context: MercatorContext,
  entity: MercatorEntity,
  row: JsonRow,
): InputProblem | null {
  const id = idField(row.value, 'id');
  if (id === null) return noId(row);
  const key = `${entity.table}:${id}`;
  const name = nameOf(entity, row, id);
  const attributes = new Map<string, JsonValue>([
    ['anssi.view', entity.view],
    ['anssi.object', entity.object],
  ]);
  const identities: Identity[] = [];
  const pointers: string[] = [];
  for (const [column, value] of Object.entries(row.value)) {
    if (column === 'id' || (column === 'name' && textField(row.value, 'name') === name)) continue;
    if (Array.isArray(value)) continue;
    if (Object.hasOwn(needColumns, column)) readNeedColumn(context, row, column, value, attributes);
    else if (Object.hasOwn(identityColumns, column))
      readIdentityColumn(context, row, column, identities, attributes);
    else if (isPointer(entity, column) && idField(row.value, column) !== null) pointers.push(column);
    else attributes.set(column, value);
  }
  for (const [attribute, columns] of durationColumns) {
    const minutes = columns
      .map((column) => readMinutes(textField(row.value, column), 1))
      .find((value) => value !== null);
    if (minutes !== undefined && minutes !== null) attributes.set(attribute, minutes);
  }
  if (identities.length === 0 && sameFamily(entity.type, 'device')) {
    const { value } = normaliseIdentity(name.includes('.') ? 'fqdn' : 'hostname', name);
    if (value) identities.push(value);
  }
  const owner = context.ownerOf(entity, row);
  const filled = filledAttributes(attributes);
  const claim = {
    key,
    type: entity.type,
    name,
    ...(owner === null ? {} : { organisation: owner }),
    identities,
  };
  for (const column of pointers) context.pointers.push({ key, row, column, attributes: filled });
  return context.addAsset({ ...claim, attributes: filled }, row);
}

/** A column that names another object; `vlans.vlan_id` is the number of the VLAN itself. */
function isPointer(entity: MercatorEntity, column: string): boolean {
  if (!column.endsWith('_id') || (entity.table === 'vlans' && column === 'vlan_id')) return false;
  const word = column.slice(0, -'_id'.length);
  if (word === 'parent_entity') return true;
  return columnRule(word) !== undefined && entityOfColumnWord(word) !== undefined;
}

function nameOf(entity: MercatorEntity, { value }: JsonRow, id: string): string {
  const person = `${textField(value, 'firstname')} ${textField(value, 'lastname')}`.trim();
  return textField(value, 'name') || person || `${entity.object} ${id}`;
}

function readNeedColumn(
  context: MercatorContext,
  row: JsonRow,
  column: string,
  value: JsonValue,
  attributes: Map<string, JsonValue>,
): void {
  const need = readNeed(textField(row.value, column));
  if (need !== null) attributes.set(needColumns[column] ?? column, need);
  else if (value !== null && textField(row.value, column) !== '-1') {
    attributes.set(column, value);
    context.builder.warn({ code: 'mercator.need', ...row.place(column), message: notNeed });
  }
}

function readIdentityColumn(
  context: MercatorContext,
  row: JsonRow,
  column: string,
  identities: Identity[],
  attributes: Map<string, JsonValue>,
): void {
  const text = textField(row.value, column);
  const kind = identityColumns[column] ?? 'ip';
  for (const part of text.split(kind === 'serial' ? /\n/ : /[,;\s]+/)) {
    if (part === '') continue;
    const { value, problems } = normaliseIdentity(kind, part);
    for (const problem of problems) context.builder.warn({ ...problem, ...row.place(column) });
    if (value === null) attributes.set(column, text);
    else if (!pushIdentity(identities, value)) {
      context.builder.warn({
        code: 'import.too-many-identities',
        ...row.place(column),
        message: tooManyIdentities,
      });
      return;
    }
  }
}

const notNeed = {
  fr: 'Un besoin de sécurité va de 0 à 4 (-1 : non défini). La valeur est gardée comme simple attribut.',
  en: 'A security need goes from 0 to 4 (-1: not set). The value is kept as a plain attribute.',
};

function noId(row: JsonRow): InputProblem {
  const message = {
    fr: 'Cette ligne n’a pas de numéro (« id ») : rien ne peut la désigner. Exportez la table entière.',
    en: 'This row has no number (“id”): nothing can refer to it. Export the whole table.',
  };
  return { code: 'mercator.no-id', ...row.place('id'), message };
}
