import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { InputProblem } from '#engines/result.ts';
import type { CsvDraft, CsvReference } from './csv-row.ts';
import { createSuggester, type Suggester } from './nearest.ts';
import { assetLimits } from './oversized.ts';
import type { SetBuilder } from './set-builder.ts';
import type { AssetClaim } from './types.ts';

/** Finds an asset that is on the map but not in the file; its claim must carry what identifies it. */
export type KnownAssetFinder = (reference: string) => AssetClaim | null;

/** Turns what the rows name into links and groups; what is not found stays an attribute, with a warning. */
export function linkCsvReferences(
  builder: SetBuilder,
  drafts: readonly CsvDraft[],
  find: KnownAssetFinder | undefined,
): void {
  const places: Places = { builder, index: createIndex(drafts), find, suggest: createSuggester(100) };
  for (const { claim, attributes, place, references } of drafts) {
    const groups = new Map<string, string[]>();
    for (const reference of references) {
      const key = resolve(places, reference);
      if (key === null) {
        const before = attributes[reference.column];
        attributes[reference.column] =
          typeof before === 'string' ? `${before} | ${reference.text}` : reference.text;
        continue;
      }
      if (reference.link.anyOf === true) {
        const members = groups.get(reference.column) ?? [];
        members.push(key);
        groups.set(reference.column, members);
        continue;
      }
      const [from, to] = reference.link.fromRow ? [claim.key, key] : [key, claim.key];
      builder.addLink({ from, to, type: reference.link.type });
    }
    for (const [column, members] of groups)
      addGroup(builder, claim, { column, line: place.line ?? 0 }, members);
  }
}

interface Places {
  readonly builder: SetBuilder;
  readonly index: Index;
  readonly find: KnownAssetFinder | undefined;
  readonly suggest: Suggester;
}

/** One of the members is enough; losing any is losing redundancy. */
function addGroup(
  builder: SetBuilder,
  claim: AssetClaim,
  { column, line }: { readonly column: string; readonly line: number },
  members: readonly string[],
): void {
  const distinct = [...new Set(members)].filter((key) => key !== claim.key);
  const full = `${claim.key}#${column}`;
  const key =
    full.length <= assetLimits.key ? full : `${claim.key.slice(0, 230)}#${line}#${column.slice(0, 50)}`;
  for (const to of distinct) builder.addLink({ from: claim.key, to, type: 'depends_on', requirement: key });
  if (distinct.length === 0) return;
  const kFull = Math.max(1, distinct.length - 1);
  builder.addRequirement({ key, of: claim.key, name: { fr: column, en: column }, kMin: 1, kFull });
}

/** Keys by each way to name an asset; null where two assets share the name. */
type Index = readonly Map<string, string | null>[];

function createIndex(drafts: readonly CsvDraft[]): Index {
  const [keys, codes, names, typed] = [1, 2, 3, 4].map(() => new Map<string, string | null>());
  const put = (map: Map<string, string | null> | undefined, name: string, key: string): void => {
    const folded = fold(name);
    map?.set(folded, map.has(folded) && map.get(folded) !== key ? null : key);
  };
  for (const { claim } of drafts) {
    put(keys, claim.key, claim.key);
    put(names, claim.name, claim.key);
    put(typed, `${claim.type}:${claim.name}`, claim.key);
    for (const { kind, value } of claim.identities) {
      if (kind === 'code') put(codes, value, claim.key);
      else if (kind === 'fqdn' || kind === 'hostname') put(names, value, claim.key);
    }
  }
  return [keys, codes, typed, names].filter((map) => map !== undefined);
}

function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

function resolve({ builder, index, find, suggest }: Places, reference: CsvReference): string | null {
  const name = fold(reference.text);
  const named = index.find((map) => map.has(name));
  const key = named?.get(name);
  if (key !== undefined && key !== null && builder.hasAsset(key)) return key;
  if (key === null) {
    builder.warn(ambiguous(reference));
    return null;
  }
  const known = find?.(reference.text) ?? null;
  if (known !== null) return addOnce(builder, known, reference);
  if (reference.site) return addOnce(builder, impliedSite(reference.text), reference);
  builder.warn(unknownReference(reference, suggest(name, firstNames(index, 2000))));
  return null;
}

/** Brings in an asset that has no row of its own. */
function addOnce(builder: SetBuilder, claim: AssetClaim, reference: CsvReference): string | null {
  if (builder.hasAsset(claim.key)) return claim.key;
  const fault = builder.addAsset(claim, reference.place);
  if (fault !== null) {
    builder.warn(fault);
    return null;
  }
  return claim.key;
}

function impliedSite(text: string): AssetClaim {
  const { value } = normaliseIdentity('code', text);
  const key = `site/${(value?.value ?? text).toLowerCase()}`;
  return { key, type: 'site', name: text, identities: value ? [value] : [], attributes: {} };
}

function ambiguous(reference: CsvReference): InputProblem {
  const shown = reference.text.slice(0, 80);
  return {
    code: 'csv.ambiguous-reference',
    ...reference.place,
    path: reference.column,
    message: {
      fr: `Plusieurs actifs du fichier s’appellent « ${shown} » : le lien n’est pas fait. Nommez celui-ci par son code, ou « type:nom ».`,
      en: `Several assets of the file are called “${shown}”: the link is not made. Name this one by its code, or “type:name”.`,
    },
  };
}

function unknownReference(reference: CsvReference, near: string | null): InputProblem {
  const shown = reference.text.slice(0, 80);
  return {
    code: 'csv.unknown-reference',
    ...reference.place,
    path: reference.column,
    message: {
      fr: `Aucun actif du fichier ne s’appelle « ${shown} » : le lien n’est pas fait.${near === null ? ' Ajoutez une ligne pour lui, ou corrigez le nom.' : ` Vouliez-vous dire « ${near} » ?`}`,
      en: `No asset of the file is called “${shown}”: the link is not made.${near === null ? ' Add a row for it, or correct the name.' : ` Did you mean “${near}”?`}`,
    },
  };
}

/** A suggestion is worth a look at some thousand names, not at all of them. */
function* firstNames(index: Index, limit: number): Generator<string> {
  let count = 0;
  for (const map of index) {
    for (const name of map.keys()) {
      if (count++ >= limit) return;
      yield name;
    }
  }
}
