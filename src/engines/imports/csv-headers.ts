import { foldWord } from './asset-words.ts';
import type { IdentityKind, LinkType } from './types.ts';

/** A column that names other assets of the file. */
export interface LinkColumn {
  readonly type: LinkType;
  /** True when the asset of the row is the `from` of the link. */
  readonly fromRow: boolean;
  /** True when one of those named is enough: they form a requirement group. */
  readonly anyOf?: boolean;
}

/** What a column holds. */
export type ColumnRole =
  | { readonly kind: 'key' | 'name' | 'type' | 'organisation' | 'site' | 'criticality' }
  | { readonly kind: 'identity'; readonly identity: IdentityKind }
  | { readonly kind: 'link'; readonly link: LinkColumn }
  | { readonly kind: 'need'; readonly attribute: string }
  | { readonly kind: 'duration'; readonly attribute: string; readonly unitMinutes: number }
  | { readonly kind: 'attribute'; readonly attribute: string };

const identityWords: Readonly<Record<IdentityKind, string>> = {
  uuid: 'uuid guid smbios_uuid uuid_machine',
  serial:
    'serie serial serial_number numero_de_serie numero_serie n_serie no_serie n_de_serie num_serie sn s_n service_tag',
  mac: 'mac macs adresse_mac adresses_mac mac_address mac_addresses adresse_physique ethernet',
  fqdn: 'fqdn nom_complet nom_dns dns dns_name nom_de_domaine domaine_complet',
  code: 'code codes code_inventaire numero_inventaire inventaire n_inventaire asset_tag etiquette tag_inventaire trigramme',
  hostname:
    'hostname host_name hote nom_d_hote nom_hote nom_machine nom_de_machine nom_netbios netbios sysname',
  ip: 'ip ips adresse_ip adresses_ip ip_address ip_addresses ipv4 ipv6 adresse_ipv4 adresse_ipv6 primary_ip ip_principale',
};

const linkWords: readonly (readonly [words: string, link: LinkColumn])[] = [
  [
    'depend_de depends_on dependance dependances dependency dependencies depend requires requiert besoin_de s_appuie_sur',
    { type: 'depends_on', fromRow: true },
  ],
  [
    'depend_de_un_parmi depend_de_l_un_de depends_on_any depends_on_one_of un_parmi any_of redondance redundancy',
    { type: 'depends_on', fromRow: true, anyOf: true },
  ],
  [
    'heberge_par heberge_sur hosted_by hosted_on tourne_sur runs_on installe_sur',
    { type: 'hosts', fromRow: false },
  ],
  ['heberge hosts', { type: 'hosts', fromRow: true }],
  ['connecte_a connecte relie_a raccorde_a connects_to connected_to', { type: 'connects_to', fromRow: true }],
  ['situe_dans located_in', { type: 'located_in', fromRow: true }],
  ['alimente_par powered_by', { type: 'powers', fromRow: false }],
  ['authentifie_par authenticated_by', { type: 'authenticates', fromRow: false }],
  ['administre_par administered_by managed_by', { type: 'administers', fromRow: false }],
  ['flux_vers envoie_a flows_to sends_to', { type: 'flows_to', fromRow: true }],
  ['stocke_sur stocke_par stocke_dans stored_on stored_in', { type: 'stores', fromRow: false }],
  ['sauvegarde_par sauvegarde_sur backed_up_by', { type: 'backs_up', fromRow: false }],
  ['protege_par protected_by', { type: 'protects', fromRow: false }],
];

const plainWords: readonly (readonly [words: string, role: ColumnRole])[] = [
  ['cle key id identifiant identifier reference ref', { kind: 'key' }],
  ['nom name libelle label designation intitule denomination', { kind: 'name' }],
  ['type type_actif type_d_actif asset_type categorie category nature', { kind: 'type' }],
  ['direction organisation organization entite entity proprietaire owner tenant', { kind: 'organisation' }],
  ['site lieu emplacement localisation location implantation', { kind: 'site' }],
  ['criticite criticality importance niveau_de_criticite', { kind: 'criticality' }],
  ['d disponibilite availability besoin_d need_d', { kind: 'need', attribute: 'need.d' }],
  ['i integrite integrity besoin_i need_i', { kind: 'need', attribute: 'need.i' }],
  ['c confidentialite confidentiality besoin_c need_c', { kind: 'need', attribute: 'need.c' }],
  ['p preuve tracabilite proof traceability besoin_p need_p need_t', { kind: 'need', attribute: 'need.p' }],
  ['fabricant marque constructeur manufacturer vendor brand', { kind: 'attribute', attribute: 'vendor' }],
  ['modele model', { kind: 'attribute', attribute: 'model' }],
  ['os systeme systeme_d_exploitation operating_system', { kind: 'attribute', attribute: 'os' }],
  ['version', { kind: 'attribute', attribute: 'version' }],
  ['description commentaire commentaires comment comments', { kind: 'attribute', attribute: 'description' }],
  ['latitude lat', { kind: 'attribute', attribute: 'latitude' }],
  ['longitude lon lng', { kind: 'attribute', attribute: 'longitude' }],
];

const durationUnits: Readonly<Record<string, number>> = {
  '': 60,
  h: 60,
  heures: 60,
  heure: 60,
  hours: 60,
  min: 1,
  mn: 1,
  minutes: 1,
  j: 1440,
  jours: 1440,
  days: 1440,
};
const durationWords: Readonly<Record<string, string>> = {
  dmia: 'dmia_minutes',
  mtd: 'dmia_minutes',
  rto: 'dmia_minutes',
  duree_maximale_d_interruption: 'dmia_minutes',
  pdma: 'pdma_minutes',
  rpo: 'pdma_minutes',
  perte_de_donnees_maximale: 'pdma_minutes',
};

const roles = new Map<string, ColumnRole>();
for (const [words, role] of plainWords) for (const word of words.split(' ')) roles.set(word, role);
for (const [identity, words] of Object.entries(identityWords)) {
  for (const word of words.split(' ')) {
    roles.set(word, { kind: 'identity', identity: identity as IdentityKind });
  }
}
for (const [words, link] of linkWords)
  for (const word of words.split(' ')) roles.set(word, { kind: 'link', link });
for (const [word, attribute] of Object.entries(durationWords)) {
  for (const [unit, unitMinutes] of Object.entries(durationUnits)) {
    roles.set(unit === '' ? word : `${word}_${unit}`, { kind: 'duration', attribute, unitMinutes });
  }
}

/** Roles that a file has once; a second such column is kept as an attribute under its own title. */
const single: ReadonlySet<string> = new Set(['key', 'name', 'type', 'organisation', 'site', 'criticality']);

/** What each column of a header holds, in French or English; a title that nobody knows is an attribute of that name. */
export function columnRoles(header: readonly string[]): readonly ColumnRole[] {
  const used = new Set<string>();
  return header.map((title, index) => {
    const known = roles.get(foldWord(title));
    const slot = known && 'attribute' in known ? known.attribute : known?.kind;
    const free = known && slot && !((single.has(slot) || 'attribute' in known) && used.has(slot));
    if (known && slot && free) {
      used.add(slot);
      return known;
    }
    const named = title.trim();
    const wanted = named === '' || named === '__proto__' ? `colonne ${index + 1}` : named;
    let attribute = wanted;
    for (let copy = 2; used.has(attribute); copy++) attribute = `${wanted} (${copy})`;
    used.add(attribute);
    return { kind: 'attribute', attribute };
  });
}
