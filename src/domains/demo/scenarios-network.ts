import { checked } from './scenario-checks.ts';
import type { Scenario } from './scenario-types.ts';

const lost = {
  fr: 'aucune réponse à 5 paquets',
  en: 'no answer to 5 packets',
};
const answers = (milliseconds: number) => ({
  fr: `répond en ${milliseconds} ms (5 paquets sur 5)`,
  en: `answers in ${milliseconds} ms (5 of 5 packets)`,
});

const abroadLost = { SP04: 3, SP05: 3, SP07: 3, SP09: 2, SP13: 3, SP20: 2, SP21: 2 } as const;
const abroadSlow = { SP04: 2, SP05: 2, SP07: 2, SP09: 2, SP13: 2, SP20: 2, SP21: 2 } as const;
const koneLost = { SP02: 1, SP14: 2, SP15: 2, SP28: 2 } as const;

export const networkScenarios: readonly Scenario[] = [
  {
    id: 'kone-link',
    title: { fr: 'Le lien de Koné est coupé', en: 'The Koné link is cut' },
    story: {
      fr: 'Une pelleteuse coupe la fibre entre Nouméa et Koné. Les guichets de Koné s’arrêtent, Pouembout et Koumac tiennent par satellite, Voh est isolé.',
      en: 'An excavator cuts the fibre between Nouméa and Koné. The Koné counters stop, Pouembout and Koumac hold by satellite, Voh is cut off.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Lundi, 7 h 50 : les guichets ouvrent, tout répond.',
          en: 'Monday, 7:50: counters open, everything answers.',
        },
        do: [
          checked('wan-kne-1', 'icmp', 'up', 'icmp.ok', answers(6), { sent: 5, received: 5, averageMs: 6 }),
        ],
        expect: {},
      },
      {
        afterMinutes: 8,
        say: {
          fr: 'Le lien Nouméa–Koné ne répond plus. Un seul constat, et non un par équipement situé derrière.',
          en: 'The Nouméa–Koné link no longer answers. One finding, not one for each device behind it.',
        },
        do: [checked('wan-kne-1', 'icmp', 'down', 'icmp.lost', lost, { sent: 5, received: 0 })],
        expect: koneLost,
      },
      {
        afterMinutes: 25,
        say: {
          fr: 'Le satellite de Koumac porte seul tout le trafic et perd des paquets : un relais d’alerte s’affaiblit.',
          en: 'The Koumac satellite carries all the traffic alone and loses packets: an alert relay weakens.',
        },
        do: [
          checked(
            'wan-kou-2',
            'icmp',
            'degraded',
            'icmp.loss',
            {
              fr: '2 paquets perdus sur 5, 780 ms en moyenne',
              en: '2 of 5 packets lost, 780 ms on average',
            },
            { sent: 5, received: 3, averageMs: 780 },
          ),
        ],
        expect: { ...koneLost, SP16: 1 },
      },
      {
        afterMinutes: 40,
        say: {
          fr: 'L’opérateur confirme : fibre sectionnée par un chantier, équipe en route.',
          en: 'The operator confirms: fibre cut by roadworks, a team is on its way.',
        },
        do: [
          {
            kind: 'claim',
            bucket: 'demo:network',
            patch: { set: [{ key: 'wan-kne-1', attributes: { operator_ticket: 'DEMO-48213' } }] },
          },
        ],
        expect: { ...koneLost, SP16: 1 },
      },
      {
        afterMinutes: 150,
        say: {
          fr: 'Une soudure provisoire rétablit Koné, avec des pertes.',
          en: 'A temporary splice brings Koné back, with losses.',
        },
        do: [
          checked(
            'wan-kne-1',
            'icmp',
            'degraded',
            'icmp.loss',
            { fr: '1 paquet perdu sur 5, 9 ms en moyenne', en: '1 of 5 packets lost, 9 ms on average' },
            { sent: 5, received: 4, averageMs: 9 },
          ),
          checked('wan-kou-2', 'icmp', 'up', 'icmp.ok', answers(610), {
            sent: 5,
            received: 5,
            averageMs: 610,
          }),
        ],
        expect: koneLost,
      },
      {
        afterMinutes: 240,
        say: { fr: 'Réparation terminée : le lien est rétabli.', en: 'Repair done: the link is back.' },
        do: [
          checked('wan-kne-1', 'icmp', 'up', 'icmp.ok', answers(6), { sent: 5, received: 5, averageMs: 6 }),
        ],
        expect: {},
      },
    ],
  },
  {
    id: 'submarine-cables',
    title: {
      fr: 'Un câble international perdu, puis l’autre',
      en: 'One international cable lost, then the other',
    },
    story: {
      fr: 'Gondwana-1 est coupé au large : la redondance est perdue, personne n’est touché. Trois heures plus tard Gondwana-2 tombe à son tour.',
      en: 'Gondwana-1 is cut at sea: redundancy is lost, nobody is hurt. Three hours later Gondwana-2 fails in turn.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Gondwana-1 ne porte plus de trafic : l’accès international est fragilisé, aucun service n’est touché.',
          en: 'Gondwana-1 carries no traffic: international access is reduced, no service is hurt.',
        },
        do: [
          checked(
            'gondwana-1',
            'sensor',
            'down',
            'sensor.no-signal',
            { fr: 'perte de signal optique', en: 'loss of optical signal' },
            { receivedDbm: -40 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 180,
        say: {
          fr: 'Gondwana-2 tombe aussi : le nuage dédié externe est hors d’atteinte, les échanges avec l’étranger s’arrêtent.',
          en: 'Gondwana-2 fails too: the external cloud is out of reach, exchanges with abroad stop.',
        },
        do: [
          checked(
            'gondwana-2',
            'sensor',
            'down',
            'sensor.no-signal',
            { fr: 'perte de signal optique', en: 'loss of optical signal' },
            { receivedDbm: -40 },
          ),
        ],
        expect: abroadLost,
      },
      {
        afterMinutes: 330,
        say: {
          fr: 'Gondwana-2 revient à capacité réduite : tout fonctionne lentement.',
          en: 'Gondwana-2 comes back at reduced capacity: everything works slowly.',
        },
        do: [
          checked(
            'gondwana-2',
            'sensor',
            'degraded',
            'sensor.low-signal',
            { fr: 'signal faible, débit réduit de moitié', en: 'weak signal, half of the throughput' },
            { receivedDbm: -27 },
          ),
        ],
        expect: abroadSlow,
      },
      {
        afterMinutes: 400,
        say: {
          fr: 'Gondwana-2 est réparé : plus de redondance, mais plus personne de touché.',
          en: 'Gondwana-2 is repaired: still no redundancy, but nobody is hurt any more.',
        },
        do: [
          checked(
            'gondwana-2',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'signal nominal', en: 'nominal signal' },
            { receivedDbm: -14 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 720,
        say: { fr: 'Le navire câblier a réparé Gondwana-1.', en: 'The cable ship has repaired Gondwana-1.' },
        do: [
          checked(
            'gondwana-1',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'signal nominal', en: 'nominal signal' },
            { receivedDbm: -15 },
          ),
        ],
        expect: {},
      },
    ],
  },
  {
    id: 'silent-probe',
    title: { fr: 'La sonde de Koné se tait', en: 'The Koné probe falls silent' },
    story: {
      fr: 'La sonde de Koné ne rapporte plus rien. Rien ne dit que les sites du Nord vont mal, rien ne dit qu’ils vont bien : leur état est inconnu.',
      en: 'The Koné probe reports nothing. Nothing says that the northern sites are unwell, nothing says that they are well: their state is unknown.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'La sonde de Koné est muette : un constat sur la source, et l’état des sites qu’elle seule surveille devient inconnu.',
          en: 'The Koné probe is silent: a finding on the source, and the state of the sites that it alone watches becomes unknown.',
        },
        do: [{ kind: 'silence', source: 'demo:probe-kne' }],
        expect: {},
        unknown: ['SP02', 'SP14', 'SP15', 'SP16', 'SP27', 'SP28'],
      },
      {
        afterMinutes: 35,
        say: {
          fr: 'La sonde, redémarrée, rapporte de nouveau : tout allait bien.',
          en: 'Restarted, the probe reports again: all was well.',
        },
        do: [{ kind: 'speak', source: 'demo:probe-kne' }],
        expect: {},
      },
    ],
  },
];
