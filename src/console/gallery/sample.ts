import type { DayState } from '#console/kit/day-bars.tsx';
import type { GraphEdge, GraphGroup, GraphNode } from '#console/kit/collapse-graph.ts';
import type { GeoLink, GeoSite } from '#console/kit/geo-map.tsx';
import type { Deadline, State } from '#console/kit/state.ts';
import type { ServiceWeather } from '#console/kit/weather-row.tsx';

/** Believable data for the gallery: nothing here reaches a real page. */
export const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;

export const ago = (millis: number): string => new Date(now - millis).toISOString();
export const minutes = (count: number): number => count * minute;
export const hours = (count: number): number => count * hour;

/** Thirty days; `hurt` gives the worst of some of them, counted from today. */
export function daysOf(hurt: Readonly<Record<number, number | null>>): DayState[] {
  return Array.from({ length: 30 }, (_, index) => {
    const back = 29 - index;
    const worst = back in hurt ? (hurt[back] ?? null) : 0;
    const availability = worst === null ? null : worst === 3 ? 0.962 : 1;
    return { date: ago(back * 24 * hour).slice(0, 10), worst, availability, unknown: worst === null };
  });
}

const service = (
  id: string,
  name: string,
  state: State,
  sentence: string,
  more: Partial<ServiceWeather> = {},
): ServiceWeather => ({
  id,
  name,
  href: `/services/${id}`,
  state,
  sentence,
  days: daysOf({}),
  availability30: 1,
  secondsLeft: null,
  ...more,
});

export const hurtServices: readonly ServiceWeather[] = [
  service(
    'SP14',
    'Immatriculation des véhicules',
    'down',
    'lien Nouméa–Koné coupé depuis 12 min, la redondance est déjà perdue',
    {
      days: daysOf({ 0: 3, 1: 1, 2: 1, 11: 2 }),
      availability30: 0.9994,
      secondsLeft: 13_680,
    },
  ),
  service(
    'SP02',
    'Portail des démarches demarches.gouv.nc',
    'degraded',
    'le stockage baie-dc1-02 répond en 340 ms, cinq fois plus que d’habitude',
    {
      days: daysOf({ 0: 2, 5: 2, 6: 2 }),
      availability30: 0.99912,
      secondsLeft: -2400,
    },
  ),
  service('SP07', 'Titres miniers', 'unknown', 'sonde de Koné muette depuis 12 min', {
    days: daysOf({ 0: null, 18: 3 }),
    availability30: 0.9821,
  }),
  service('SP21', 'Paie des agents', 'reduced', 'un contrôleur de domaine sur deux répond', {
    days: daysOf({ 0: 1 }),
  }),
  service('SP11', 'Bulletin officiel', 'planned', 'maintenance jusqu’à 10:30, décidée par Rose Cagnard', {
    days: daysOf({}),
  }),
];

export const calmServices: readonly ServiceWeather[] = [
  service('SP01', 'Identité numérique NC Connect', 'ok', ''),
  service('SP03', 'demarches-simplifiees.gouv.nc', 'ok', '', {
    days: daysOf({ 9: 3 }),
    availability30: 0.9987,
  }),
  service('SP05', 'Messagerie des agents', 'ok', '', { availability30: null }),
];

export interface SampleFinding {
  readonly id: string;
  readonly state: State;
  readonly title: string;
  readonly asset: string;
  readonly kind: string;
  readonly services: number;
  readonly since: string;
  readonly owner: string | null;
  readonly deadline: Deadline;
  readonly cause: string;
}

const words: readonly (readonly [State, string, string, string, Deadline, string])[] = [
  [
    'down',
    'La liaison ne répond plus aux deux extrémités',
    'Nouméa–Koné (faisceau)',
    'Liaison',
    'immediate',
    'Liaison Nouméa–Koné',
  ],
  [
    'down',
    'Le routeur est injoignable derrière la liaison coupée',
    'rt-kone-01',
    'Routeur',
    'immediate',
    'Liaison Nouméa–Koné',
  ],
  [
    'degraded',
    'FortiOS 7.4.3 : faille exploitée en ce moment (CVE-2024-21762)',
    'fw-dc1-01',
    'Pare-feu',
    'days3',
    'Failles exploitées',
  ],
  ['degraded', 'Le certificat expire dans 6 j', 'demarches.gouv.nc', 'Certificat', 'days3', 'Certificats'],
  ['degraded', 'Le volume /var/lib/pgsql est plein à 92 %', 'srv-bdd-04', 'Serveur', 'days14', 'Stockage'],
  ['reduced', 'Un câble sous-marin sur deux porte le trafic', 'Gondwana-2', 'Câble', 'days14', 'Câbles'],
  [
    'unknown',
    'La source ne répond plus depuis 47 min',
    'Centreon (supervision)',
    'Source',
    'days3',
    'Sources muettes',
  ],
  [
    'planned',
    'Mise à jour du micrologiciel prévue ce soir à 20:00',
    'sw-agg-noumea-02',
    'Commutateur',
    'planned',
    'Maintenances',
  ],
];

const owners = [null, 'Rose Cagnard', 'Maurice Wamytan', null, 'Équipe réseau'];

/** As many findings as asked for, all different, in the words of real ones. */
export function findings(count: number): SampleFinding[] {
  return Array.from({ length: count }, (_, index) => {
    const [state, title, asset, kind, deadline, cause] = words[index % words.length] ?? words[0]!;
    const round = Math.floor(index / words.length);
    return {
      id: `F${index + 1}`,
      state,
      title,
      asset: round === 0 ? asset : `${asset} · ${round + 1}`,
      kind,
      services: (index * 7) % 5,
      since: ago(minutes(12 + index * 37)),
      owner: owners[index % owners.length] ?? null,
      deadline,
      cause,
    };
  });
}

const place = (
  id: string,
  name: string,
  shortName: string,
  latitude: number,
  longitude: number,
  state: State = 'ok',
  note = '8 actifs',
): GeoSite => ({
  id,
  name,
  shortName,
  latitude,
  longitude,
  state,
  note,
});

export const sites: readonly GeoSite[] = [
  place('NOU-GOV', 'Hôtel du gouvernement', 'Nouméa', -22.279, 166.4445),
  place(
    'NOU-DC1',
    'Centre de données principal',
    'Nouméa',
    -22.242,
    166.44,
    'degraded',
    '212 actifs, 3 constats',
  ),
  place('NOU-DOU', 'Cité administrative', 'Nouméa', -22.2741, 166.4488),
  place('NOU-NVL', 'Nouville', 'Nouméa', -22.265, 166.41, 'reduced'),
  place('DUM-DC2', 'Centre de secours', 'Dumbéa', -22.15, 166.45),
  place('KON', 'Antenne de Koné', 'Koné', -21.0595, 164.8658, 'down', '34 actifs, 2 constats'),
  place('POY', 'Poindimié', 'Poindimié', -20.9333, 165.3333),
  place('KOU', 'Koumac', 'Koumac', -20.5667, 164.2833, 'unknown', 'sonde muette'),
  place('BOU', 'Bourail', 'Bourail', -21.5667, 165.4833),
  place('LAF', 'La Foa', 'La Foa', -21.7108, 165.8277),
  place('LIF', 'Wé', 'Lifou', -20.917, 167.264),
  place('MAR', 'Tadine', 'Maré', -21.5496, 167.88),
  place('OUV', 'Fayaoué', 'Ouvéa', -20.65, 166.55, 'planned', 'maintenance ce soir'),
  place('PIN', 'Vao', 'Île des Pins', -22.6667, 167.4833),
  place('THI', 'Thio', 'Thio', -21.6111, 166.2167),
  place('HIE', 'Hienghène', 'Hienghène', -20.6833, 164.9333),
  place('BEL', 'Waala', 'Bélep', -19.7167, 163.65),
];

const line = (from: string, to: string, name: string, state: State = 'ok'): GeoLink => ({
  id: `${from}-${to}`,
  from,
  to,
  name,
  state,
});

export const geoLinks: readonly GeoLink[] = [
  line('NOU-DC1', 'KON', 'Liaison Nouméa–Koné', 'down'),
  line('NOU-DC1', 'BOU', 'Liaison Nouméa–Bourail'),
  line('BOU', 'KON', 'Liaison Bourail–Koné'),
  line('KON', 'KOU', 'Liaison Koné–Koumac', 'unknown'),
  line('NOU-DC1', 'LIF', 'Câble Nouméa–Lifou'),
  line('LIF', 'OUV', 'Faisceau Lifou–Ouvéa', 'planned'),
  line('LIF', 'MAR', 'Faisceau Lifou–Maré'),
  line('NOU-DC1', 'PIN', 'Câble Nouméa–île des Pins', 'reduced'),
  line('BOU', 'POY', 'Liaison Bourail–Poindimié'),
  line('NOU-DC1', 'DUM-DC2', 'Fibre Ducos–Dumbéa'),
];

const node = (
  id: string,
  name: string,
  kind: string,
  state: State = 'ok',
  group: string | null = null,
): GraphNode => ({ id, name, kind, state, group });

export const dependencyNodes: readonly GraphNode[] = [
  node('s14', 'Immatriculation des véhicules', 'Service', 'down'),
  node('s02', 'Portail des démarches', 'Service', 'degraded'),
  node('s01', 'NC Connect', 'Service'),
  node('a1', 'siv-front', 'Application', 'down'),
  node('a2', 'siv-metier', 'Application', 'degraded'),
  node('a3', 'demarches-web', 'Application', 'degraded'),
  node('a4', 'keycloak', 'Application'),
  node('v1', 'srv-siv-01', 'Machine virtuelle', 'down', 'KON'),
  node('v2', 'srv-bdd-04', 'Machine virtuelle', 'ok', 'DC1'),
  node('v3', 'srv-web-07', 'Machine virtuelle', 'ok', 'DC1'),
  node('v4', 'srv-idp-01', 'Machine virtuelle', 'ok', 'DC1'),
  node('b1', 'baie-dc1-02', 'Stockage', 'degraded', 'DC1'),
  node('n1', 'sw-agg-noumea-02', 'Commutateur', 'planned', 'DC1'),
  node('n2', 'fw-dc1-01', 'Pare-feu', 'ok', 'DC1'),
  node('n3', 'rt-kone-01', 'Routeur', 'unknown', 'KON'),
  node('l1', 'Nouméa–Koné', 'Liaison', 'down', 'KON'),
  node('l2', 'Gondwana-2', 'Câble', 'reduced', 'DC1'),
  node('l3', 'Picot-1', 'Câble', 'ok', 'DC1'),
];

const pairs =
  's14 a1,s14 a2,s02 a3,s02 a4,s14 a4,s01 a4,a1 v1,a2 v2,a3 v3,a4 v4,v1 n3,v2 b1,v3 b1,v4 b1,v2 n1,v3 n1,v4 n1,n1 n2,n3 l1,n2 l2,n2 l3,l1 n1';

export const dependencyEdges: readonly GraphEdge[] = pairs.split(',').map((pair) => {
  const [from = '', to = ''] = pair.split(' ');
  const target = dependencyNodes.find((one) => one.id === to)?.state ?? 'ok';
  const hurt = target === 'down' || target === 'degraded';
  return { id: pair, from, to, state: hurt ? target : 'ok', label: 'dépend de' };
});

export const graphGroups: readonly GraphGroup[] = [
  { id: 'DC1', name: 'Centre de données de Ducos' },
  { id: 'KON', name: 'Koné' },
];

/** A network of that many devices on 25 sites, to see what a large map does. */
export function largeNetwork(count: number): {
  nodes: GraphNode[];
  edges: GraphEdge[];
  groups: GraphGroup[];
} {
  const groups = Array.from({ length: 25 }, (_, index) => ({
    id: `S${index}`,
    name: sites[index % sites.length]?.shortName ?? `Site ${index}`,
  }));
  const nodes = Array.from({ length: count }, (_, index) =>
    node(
      `n${index}`,
      `sw-${index}`,
      'Commutateur',
      index % 97 === 5 ? 'down' : index % 61 === 7 ? 'degraded' : 'ok',
      `S${index % 25}`,
    ),
  );
  const edges = nodes
    .slice(1)
    .map((one, index) => ({ id: `e${index}`, from: one.id, to: `n${Math.floor(index / 2)}` }));
  return { nodes, edges, groups };
}
