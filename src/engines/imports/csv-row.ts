import type { CsvRow } from '#engines/csv.ts';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import { sameFamily } from '#engines/identity/type-family.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Place } from '#engines/result.ts';
import { assetTypeWords, foldWord, typeOfAssetWord } from './asset-words.ts';
import type { ColumnRole, LinkColumn } from './csv-headers.ts';
import { readCriticality, readMinutes, readNeed } from './csv-values.ts';
import { pushIdentity, tooManyIdentities } from './identity-list.ts';
import type { Suggester } from './nearest.ts';
import type { AssetClaim, Identity, IdentityKind } from './types.ts';

/** Another asset named in a cell, to be found once the whole file is read. */
export interface CsvReference {
  readonly link: LinkColumn;
  readonly text: string;
  readonly column: string;
  /** Sites may be named without a row of their own. */
  readonly site: boolean;
  readonly place: Place;
}

/** What the header says of all rows. */
export interface CsvLayout {
  readonly header: readonly string[];
  readonly roles: readonly ColumnRole[];
  readonly defaultType: string | undefined;
  readonly suggest: Suggester;
}

export interface CsvDraft {
  readonly claim: AssetClaim;
  /** The attributes of the claim, to which the references that lead nowhere are added. */
  readonly attributes: Record<string, JsonValue>;
  readonly place: Place;
  readonly references: readonly CsvReference[];
  readonly warnings: readonly InputProblem[];
}

interface Gathering {
  key: string;
  name: string;
  type: string;
  organisation: string;
  readonly identities: Identity[];
  readonly attributes: Record<string, JsonValue>;
  readonly references: CsvReference[];
  readonly warnings: InputProblem[];
}

/** One row as a claim, or the reason why it is none. Cells that cannot be used are kept as attributes, with a warning. */
export function readCsvRow(row: CsvRow, layout: CsvLayout): CsvDraft | InputProblem {
  const { header, roles, defaultType } = layout;
  const draft: Gathering = {
    key: '',
    name: '',
    type: '',
    organisation: '',
    identities: [],
    attributes: {},
    references: [],
    warnings: [],
  };
  for (const [index, role] of roles.entries()) {
    const text = (row.cells[index] ?? '').trim();
    if (text !== '')
      readCell(draft, role, text, { layout, column: header[index] ?? '', place: () => row.place(index) });
  }
  const surplus = row.cells.findIndex((cell, index) => index >= roles.length && cell.trim() !== '');
  if (surplus !== -1) return moreCells(row.place(surplus), roles.length);
  if (draft.type === '' && defaultType === undefined) return noType(row.place(roles.findIndex(isType)));
  const code = draft.identities.find(({ kind }) => kind === 'code')?.value;
  const name = draft.name || code || draft.key;
  if (name === '') return noName(row.place(roles.findIndex(isName)));
  const type = draft.type || (defaultType ?? '');
  addNameIdentity(draft, type, name);
  const key = draft.key || code || `${type}/${name.toLowerCase()}`;
  const { organisation, identities, attributes, references, warnings } = draft;
  const claim = { key, type, name, ...(organisation === '' ? {} : { organisation }), identities, attributes };
  return { claim, attributes, place: row.place(0), references, warnings };
}

interface Cell {
  readonly layout: CsvLayout;
  readonly column: string;
  readonly place: () => Place;
}

function readCell(draft: Gathering, role: ColumnRole, text: string, cell: Cell): void {
  const { column, place } = cell;
  const path = column;
  const set = (
    attribute: string,
    value: number | null,
    code: string,
    message: InputProblem['message'],
  ): void => {
    if (value !== null) draft.attributes[attribute] = value;
    else {
      draft.attributes[column] = text;
      draft.warnings.push({ code, ...place(), path, message });
    }
  };
  if (role.kind === 'identity') readIdentities(draft, role.identity, text, cell);
  else if (role.kind === 'attribute') draft.attributes[role.attribute] = text;
  else if (role.kind === 'criticality')
    set('criticality', readCriticality(text), 'csv.criticality', notCriticality);
  else if (role.kind === 'need') set(role.attribute, readNeed(text), 'csv.need', notNeed);
  else if (role.kind === 'duration') {
    set(role.attribute, readMinutes(text, role.unitMinutes), 'csv.duration', notDuration);
  } else if (role.kind === 'link' || role.kind === 'site') {
    const link = role.kind === 'link' ? role.link : siteLink;
    for (const part of text.split(/[|\n]/)) {
      if (part.trim() === '') continue;
      draft.references.push({ link, text: part.trim(), column, site: role.kind === 'site', place: place() });
    }
  } else if (role.kind === 'type') readType(draft, text, cell);
  else draft[role.kind] = text;
}

const siteLink: LinkColumn = { type: 'located_in', fromRow: true };

function readType(draft: Gathering, text: string, { layout, column, place }: Cell): void {
  const known = typeOfAssetWord(text);
  draft.type = known ?? foldWord(text).slice(0, 60);
  if (known !== null) return;
  const near = layout.suggest(draft.type, assetTypeWords);
  const message = {
    fr: `Le type « ${text.slice(0, 60)} » n’est pas connu ; il est repris tel quel.${near === null ? '' : ` Vouliez-vous dire « ${near} » ?`}`,
    en: `The type “${text.slice(0, 60)}” is not known; it is taken as it is.${near === null ? '' : ` Did you mean “${near}”?`}`,
  };
  draft.warnings.push({ code: 'csv.unknown-type', ...place(), path: column, message });
}

const separators: Readonly<Record<IdentityKind, RegExp>> = {
  uuid: /[|\n]/,
  serial: /[|\n]/,
  code: /[|\n]/,
  mac: /[|,;\n]/,
  fqdn: /[|,;\s]/,
  hostname: /[|,;\s]/,
  ip: /[|,;\s]/,
};

function readIdentities(draft: Gathering, kind: IdentityKind, text: string, { column, place }: Cell): void {
  for (const part of text.split(separators[kind])) {
    if (part.trim() === '') continue;
    // People write a full name in the column of the host name.
    const meant = kind === 'hostname' && part.includes('.') ? 'fqdn' : kind;
    const { value, problems } = normaliseIdentity(meant, part);
    if (value === null) draft.attributes[column] = text;
    else if (!pushIdentity(draft.identities, value)) {
      draft.warnings.push({
        code: 'import.too-many-identities',
        ...place(),
        path: column,
        message: tooManyIdentities,
      });
      return;
    }
    for (const { code, message } of problems)
      draft.warnings.push({ code, ...place(), path: column, message });
  }
}

/** The name of a machine is mostly its host name. */
function addNameIdentity(draft: Gathering, type: string, name: string): void {
  if (!sameFamily(type, 'device')) return;
  if (draft.identities.some(({ kind }) => kind === 'hostname' || kind === 'fqdn')) return;
  const { value } = normaliseIdentity(name.includes('.') ? 'fqdn' : 'hostname', name);
  if (value) pushIdentity(draft.identities, value);
}

const isType = ({ kind }: ColumnRole): boolean => kind === 'type';
const isName = ({ kind }: ColumnRole): boolean => kind === 'name';

const notCriticality = {
  fr: 'La criticité va de 0 à 4, ou de « nulle » à « vitale ». Le texte est gardé comme simple attribut.',
  en: 'Criticality goes from 0 to 4, or from “none” to “vital”. The text is kept as a plain attribute.',
};
const notNeed = {
  fr: 'Un besoin de sécurité (DICP) va de 0 à 4. Le texte est gardé comme simple attribut.',
  en: 'A security need (DICP) goes from 0 to 4. The text is kept as a plain attribute.',
};
const notDuration = {
  fr: 'Durée illisible : écrivez par exemple « 4 h », « 30 min » ou « 2 j ». Le texte est gardé comme simple attribut.',
  en: 'Unreadable duration: write for example “4 h”, “30 min” or “2 d”. The text is kept as a plain attribute.',
};

function noType(place: Place): InputProblem {
  const message = {
    fr: 'Le type de cet actif manque. Écrivez par exemple « serveur », « application » ou « service ».',
    en: 'The type of this asset is missing. Write for example “server”, “application” or “service”.',
  };
  return { code: 'csv.no-type', ...place, message };
}

function noName(place: Place): InputProblem {
  const message = {
    fr: 'Cet actif n’a ni nom ni code. Donnez-lui un nom.',
    en: 'This asset has neither name nor code. Give it a name.',
  };
  return { code: 'csv.no-name', ...place, message };
}

function moreCells(place: Place, expected: number): InputProblem {
  const message = {
    fr: `Cette ligne a plus de cellules que l’en-tête n’en annonce (${expected}). Mettez entre guillemets le texte qui contient le séparateur.`,
    en: `This row has more cells than the header announces (${expected}). Put in quotes the text that holds the separator.`,
  };
  return { code: 'csv.more-cells-than-header', ...place, message };
}
