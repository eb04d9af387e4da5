import { isJsonObject, jsonField, type JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { idField, type JsonRow, textField } from './json-rows.ts';
import { columnRule, type PairRule, pairRule } from './mercator-relations.ts';
import {
  canonicalTable,
  entityOfColumnWord,
  type MercatorEntity,
  mercatorEntity,
} from './mercator-tables.ts';
import { filledAttributes, type SetBuilder } from './set-builder.ts';
import type { AssetClaim } from './types.ts';

/** A column of an object that names another one, read once all objects are known. */
interface Pointer {
  readonly key: string;
  readonly row: JsonRow;
  readonly column: string;
  /** Attributes of the claim, to which a number that leads nowhere is added. */
  readonly attributes: Record<string, JsonValue>;
}

export interface MercatorContext {
  readonly builder: SetBuilder;
  readonly pointers: Pointer[];
  /** Physical servers of each cluster, by key. */
  readonly clusterMembers: Map<string, string[]>;
  addAsset(claim: AssetClaim, row: JsonRow): InputProblem | null;
  /** Name of the organisation that answers for the object, or null. */
  ownerOf(entity: MercatorEntity, row: JsonRow): string | null;
}

/** Links of the columns of objects. A number that leads nowhere is a warning. */
export function linkPointers(context: MercatorContext): void {
  for (const { key, row, column, attributes } of context.pointers) {
    const word = column.slice(0, -'_id'.length);
    const target = entityOfColumnWord(word);
    const id = idField(row.value, column);
    if (target === undefined || id === null) continue;
    const other = `${target.table}:${id}`;
    if (!context.builder.hasAsset(other)) {
      attributes[column] = id;
      context.builder.warn(dangling(row, column, target.table, id));
      continue;
    }
    const rule = columnRule(word);
    // A parent entity is the owner, not a supplier: `ownerOf` says it.
    if (rule === undefined) continue;
    const [from, to] = rule.from === 'own' ? [key, other] : [other, key];
    context.builder.addLink({ from, to, type: rule.type });
  }
}

/** Lists inside an object, as the API gives them: `"processes": [1, 2]` or `[{ "id": 1 }]`. */
export function linkNestedLists(context: MercatorContext, entity: MercatorEntity, row: JsonRow): void {
  const own = `${entity.table}:${idField(row.value, 'id') ?? ''}`;
  for (const [column, list] of Object.entries(row.value)) {
    const target = mercatorEntity(canonicalTable(column));
    if (!Array.isArray(list) || list.length === 0) continue;
    const rule = target && pairRule(entity.word, target.word);
    if (target === undefined || rule === undefined) {
      context.builder.warn({ code: 'mercator.unknown-list', ...row.place(column), message: unknownList });
      continue;
    }
    for (const part of list as readonly JsonValue[]) {
      const id = isJsonObject(part) ? idField(part, 'id') : idField({ id: part }, 'id');
      const other = `${target.table}:${id ?? ''}`;
      if (context.builder.hasAsset(other)) addPair(context, rule, entity.word, own, other, row);
      else context.builder.warn(dangling(row, column, target.table, id ?? '?'));
    }
  }
}

/** A row of a table of relations: two objects, and what their relation means. */
export function addRelation(context: MercatorContext, row: JsonRow): InputProblem | null {
  const ends = Object.keys(row.value).flatMap((column) => {
    const entity = column.endsWith('_id') ? entityOfColumnWord(column.slice(0, -'_id'.length)) : undefined;
    const id = idField(row.value, column);
    return entity === undefined || id === null ? [] : [{ column, entity, id, key: `${entity.table}:${id}` }];
  });
  const [one, other] = ends;
  const rule = one && other ? pairRule(one.entity.word, other.entity.word) : undefined;
  if (one === undefined || other === undefined || rule === undefined || ends.length !== 2)
    return unknownRelation(row);
  for (const { key, column, entity, id } of [one, other]) {
    if (!context.builder.hasAsset(key)) return dangling(row, column, entity.table, id);
  }
  addPair(context, rule, one.entity.word, one.key, other.key, row);
  return null;
}

function addPair(
  context: MercatorContext,
  rule: PairRule,
  oneWord: string,
  one: string,
  other: string,
  row: JsonRow,
): void {
  const [from, to] = rule.from === oneWord ? [one, other] : [other, one];
  if (rule.from === 'cluster' && rule.type === 'depends_on') {
    const members = context.clusterMembers.get(from) ?? [];
    members.push(to);
    context.clusterMembers.set(from, members);
    return;
  }
  const plain = Object.entries(row.value).filter(([column]) => column !== 'id' && !column.endsWith('_id'));
  const attributes = mercatorEntity(row.table) === undefined ? filledAttributes(plain) : {};
  context.builder.addLink({ from, to, type: rule.type, ...(plain.length === 0 ? {} : { attributes }) });
  // A database carries the information that it stores: without it the information is gone.
  if (rule.type === 'stores') context.builder.addLink({ from: to, to: from, type: 'depends_on' });
}

/** A row that goes from one object to another: a flow between applications, a cable, a relation between entities. */
export function addDirected(context: MercatorContext, row: JsonRow): InputProblem | null {
  const from = endOf(row, /^(?:(.*)_)?(?:source|src)_id$/);
  const to = endOf(row, /^(?:(.*)_)?dest(?:ination)?_id$/);
  for (const end of [from, to]) {
    if (end === null) return unknownRelation(row);
    if (!context.builder.hasAsset(end.key)) return dangling(row, end.column, end.table, end.id);
  }
  if (from === null || to === null) return unknownRelation(row);
  if (from.key === to.key) return sameEnds(row, to.column);
  const plain = Object.entries(row.value).filter(
    ([column]) => column !== from.column && column !== to.column,
  );
  const attributes = filledAttributes(plain.filter(([column]) => column !== 'id'));
  const { builder } = context;
  if (row.table === 'physical_links')
    builder.addLink({ from: from.key, to: to.key, type: 'connects_to', attributes });
  // What one entity supplies, the other depends on.
  else if (row.table === 'relations')
    builder.addLink({ from: to.key, to: from.key, type: 'depends_on', attributes });
  else {
    builder.addLink({ from: from.key, to: to.key, type: 'flows_to', attributes });
    const both =
      ['1', 'true'].includes(textField(row.value, 'bidirectional')) || row.value['bidirectional'] === true;
    if (both) builder.addLink({ from: to.key, to: from.key, type: 'flows_to', attributes });
  }
  return null;
}

/** `1`, `"1"` or `true`. */
export function isYes({ value }: JsonRow, column: string): boolean {
  return textField(value, column) === '1' || jsonField(value, column) === true;
}

interface End {
  readonly column: string;
  readonly table: string;
  readonly id: string;
  readonly key: string;
}

/** The one filled column of this side: `application_source_id`, `physical_switch_src_id`, or `source_id` for entities. */
function endOf(row: JsonRow, pattern: RegExp): End | null {
  for (const column of Object.keys(row.value)) {
    const match = pattern.exec(column);
    const id = match ? idField(row.value, column) : null;
    if (!match || id === null) continue;
    const entity = entityOfColumnWord(match[1] ?? 'entity');
    if (entity) return { column, table: entity.table, id, key: `${entity.table}:${id}` };
  }
  return null;
}

function dangling(row: JsonRow, column: string, table: string, id: string): InputProblem {
  const message = {
    fr: `Le numéro ${id} de la table « ${table} » n’est pas dans le document : ce lien ne mène nulle part. Exportez aussi cette table, ou retirez le lien dans Mercator.`,
    en: `Number ${id} of table “${table}” is not in the document: this link leads nowhere. Export that table too, or remove the link in Mercator.`,
  };
  return { code: 'mercator.dangling', ...row.place(column), message };
}

function sameEnds(row: JsonRow, column: string): InputProblem {
  const message = {
    fr: 'Ce lien part d’un objet et y revient : il ne dit rien. Corrigez une de ses extrémités dans Mercator.',
    en: 'This link leaves an object and comes back to it: it says nothing. Correct one of its ends in Mercator.',
  };
  return { code: 'mercator.same-ends', ...row.place(column), message };
}

function unknownRelation(row: JsonRow): InputProblem {
  const shown = row.table.slice(0, 60);
  const message = {
    fr: `On ne sait pas ce que cette ligne de la table « ${shown} » relie. Signalez cette table pour qu’elle soit ajoutée.`,
    en: `What this row of table “${shown}” links is unknown. Report this table so that it is added.`,
  };
  return { code: 'mercator.unknown-relation', ...row.place(), message };
}

const unknownList = {
  fr: 'On ne sait pas ce que cette liste relie : elle est laissée de côté.',
  en: 'What this list links is unknown: it is left aside.',
};
