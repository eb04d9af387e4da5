import { checked } from './scenario-checks.ts';
import type { Scenario } from './scenario-types.ts';

const arraySlow = { SP02: 2, SP12: 2, SP14: 2, SP18: 2, SP19: 2, SP25: 2, SP26: 2, SP29: 2 } as const;
const httpError = {
  fr: 'réponse 503 au lieu de 200',
  en: 'answer 503 instead of 200',
};

export const systemScenarios: readonly Scenario[] = [
  {
    id: 'certificate-expired',
    title: { fr: 'Un certificat expire sur un portail', en: 'A certificate expires on a portal' },
    story: {
      fr: 'Le certificat du portail des démarches n’a pas été renouvelé. À minuit les navigateurs refusent le site.',
      en: 'The certificate of the procedures portal was not renewed. At midnight browsers refuse the site.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Dimanche, 18 h : le certificat expire dans six heures. Personne n’est touché, mais cela presse.',
          en: 'Sunday, 18:00: the certificate expires in six hours. Nobody is hurt, but it is urgent.',
        },
        do: [
          checked(
            'crt-demarches',
            'tls',
            'degraded',
            'tls.expiring-critical',
            { fr: 'le certificat expire dans 6 heures', en: 'the certificate expires in 6 hours' },
            { host: 'demarches.gouv.example', hoursLeft: 6 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 360,
        say: {
          fr: 'Minuit : le certificat a expiré, les navigateurs refusent le portail.',
          en: 'Midnight: the certificate has expired, browsers refuse the portal.',
        },
        do: [
          checked(
            'crt-demarches',
            'tls',
            'down',
            'tls.expired',
            { fr: 'le certificat a expiré il y a 1 minute', en: 'the certificate expired 1 minute ago' },
            { host: 'demarches.gouv.example', hoursLeft: 0 },
          ),
        ],
        expect: { SP02: 3 },
      },
      {
        afterMinutes: 835,
        say: {
          fr: 'L’astreinte renouvelle le certificat.',
          en: 'The person on call renews the certificate.',
        },
        do: [
          {
            kind: 'claim',
            bucket: 'demo:applications',
            patch: { set: [{ key: 'crt-demarches', attributes: { renewals: 1, renewed_by: 'ACME' } }] },
          },
          checked(
            'crt-demarches',
            'tls',
            'up',
            'tls.ok',
            {
              fr: 'certificat valable 90 jours, chaîne complète',
              en: 'certificate valid for 90 days, complete chain',
            },
            { host: 'demarches.gouv.example', daysLeft: 90 },
          ),
        ],
        expect: {},
      },
    ],
  },
  {
    id: 'storage-degraded',
    title: { fr: 'Une baie de stockage ralentit', en: 'A storage array slows down' },
    story: {
      fr: 'Un contrôleur de la baie 1 de Ducos tombe en panne. Les machines dont les disques y sont ralentissent, puis la base des impôts s’arrête.',
      en: 'A controller of array 1 in Ducos fails. The machines whose disks are there slow down, then the tax database stops.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'La baie 1 de Ducos a perdu un contrôleur : latence de 180 ms, tout ce qui n’a pas de copie ailleurs est dégradé.',
          en: 'Array 1 in Ducos has lost a controller: 180 ms of latency, whatever has no copy elsewhere is degraded.',
        },
        do: [
          checked(
            'san-1',
            'sensor',
            'degraded',
            'sensor.controller-failed',
            { fr: 'contrôleur B en panne, latence de 180 ms', en: 'controller B failed, latency of 180 ms' },
            { controller: 'B', latencyMs: 180 },
          ),
        ],
        expect: arraySlow,
      },
      {
        afterMinutes: 45,
        say: {
          fr: 'La base des impôts dépasse ses délais d’écriture et s’arrête.',
          en: 'The tax database exceeds its write timeouts and stops.',
        },
        do: [
          checked(
            'impots-db-1',
            'tcp',
            'down',
            'tcp.refused',
            { fr: 'connexion refusée sur le port 1521', en: 'connection refused on port 1521' },
            { host: 'impots-db-1.srv.example', port: 1521 },
          ),
          checked('impots', 'http', 'down', 'http.status', httpError, {
            url: 'https://impots.gouv.example/',
            status: 503,
          }),
        ],
        expect: { ...arraySlow, SP19: 3 },
      },
      {
        afterMinutes: 130,
        say: {
          fr: 'Le contrôleur est remplacé : la baie est nominale, la base des impôts reste à relancer.',
          en: 'The controller is replaced: the array is nominal, the tax database is still to be restarted.',
        },
        do: [
          checked(
            'san-1',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'deux contrôleurs actifs, latence de 1 ms', en: 'two active controllers, latency of 1 ms' },
            { latencyMs: 1 },
          ),
        ],
        expect: { SP19: 3 },
      },
      {
        afterMinutes: 150,
        say: {
          fr: 'La base est relancée, les impôts en ligne répondent.',
          en: 'The database is restarted, online tax answers.',
        },
        do: [
          checked(
            'impots-db-1',
            'tcp',
            'up',
            'tcp.ok',
            { fr: 'le port 1521 répond en 2 ms', en: 'port 1521 answers in 2 ms' },
            { host: 'impots-db-1.srv.example', port: 1521 },
          ),
          checked(
            'impots',
            'http',
            'up',
            'http.ok',
            { fr: 'réponse 200 en 140 ms', en: 'answer 200 in 140 ms' },
            { url: 'https://impots.gouv.example/', status: 200 },
          ),
        ],
        expect: {},
      },
    ],
  },
  {
    id: 'hidden-common-cause',
    title: { fr: 'La paire n’en était pas une', en: 'The pair was not a pair' },
    story: {
      fr: 'Les deux serveurs de la gestion de crise étaient fixés sur le même hyperviseur. Il s’arrête : une heure pour rétablir.',
      en: 'Both crisis management servers were pinned to the same hypervisor. It stops: one hour to recover.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'L’hyperviseur 3 de Ducos s’arrête. La grappe tient, mais les deux serveurs de crise étaient dessus.',
          en: 'Hypervisor 3 in Ducos stops. The cluster holds, but both crisis servers were on it.',
        },
        do: [
          checked(
            'hyp-dc1-3',
            'icmp',
            'down',
            'icmp.lost',
            { fr: 'aucune réponse à 5 paquets', en: 'no answer to 5 packets' },
            { sent: 5, received: 0 },
          ),
        ],
        expect: { SP16: 3 },
      },
      {
        afterMinutes: 42,
        say: {
          fr: 'L’un des deux serveurs redémarre ailleurs sur la grappe de Ducos.',
          en: 'One of the two servers restarts elsewhere on the Ducos cluster.',
        },
        do: [
          {
            kind: 'claim',
            bucket: 'demo:virtualisation',
            patch: {
              set: [{ key: 'crise-app-2', attributes: { pinned_to: null } }],
              removeLinks: [{ from: 'node/hyp-dc1-3', to: 'crise-app-2', type: 'hosts' }],
              addLinks: [{ from: 'cl-dc1', to: 'crise-app-2', type: 'hosts' }],
            },
          },
        ],
        expect: {},
      },
      {
        afterMinutes: 300,
        say: { fr: 'L’hyperviseur est réparé.', en: 'The hypervisor is repaired.' },
        do: [
          checked(
            'hyp-dc1-3',
            'icmp',
            'up',
            'icmp.ok',
            { fr: 'répond en 1 ms (5 paquets sur 5)', en: 'answers in 1 ms (5 of 5 packets)' },
            { sent: 5, received: 5, averageMs: 1 },
          ),
        ],
        expect: {},
      },
    ],
  },
  {
    id: 'power-cut',
    title: { fr: 'Coupure de courant à Houaïlou', en: 'Power cut in Houaïlou' },
    story: {
      fr: 'Le secteur est coupé à Houaïlou. L’onduleur tient quarante minutes, puis le site s’éteint.',
      en: 'The mains fail in Houaïlou. The battery holds forty minutes, then the site goes dark.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Secteur coupé : l’onduleur prend le relais, personne n’est touché.',
          en: 'Mains lost: the battery takes over, nobody is hurt.',
        },
        do: [
          checked(
            'feed-hou',
            'sensor',
            'down',
            'sensor.mains-lost',
            { fr: 'tension d’entrée 0 V', en: 'input voltage 0 V' },
            { inputVolts: 0 },
          ),
          checked(
            'ups-hou',
            'sensor',
            'up',
            'sensor.on-battery',
            { fr: 'sur batterie, 40 minutes d’autonomie', en: 'on battery, 40 minutes left' },
            { chargePercent: 100, minutesLeft: 40 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 28,
        say: { fr: 'Il reste douze minutes de batterie.', en: 'Twelve minutes of battery are left.' },
        do: [
          checked(
            'ups-hou',
            'sensor',
            'up',
            'sensor.low-battery',
            { fr: 'batterie à 30 %, 12 minutes d’autonomie', en: 'battery at 30%, 12 minutes left' },
            { chargePercent: 30, minutesLeft: 12 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 41,
        say: {
          fr: 'Batterie épuisée : le site s’éteint. Un guichet fermé, un relais d’alerte en moins.',
          en: 'Battery exhausted: the site goes dark. One counter closed, one alert relay less.',
        },
        do: [
          checked(
            'ups-hou',
            'sensor',
            'down',
            'sensor.off',
            { fr: 'l’onduleur ne délivre plus de courant', en: 'the UPS delivers no power' },
            { chargePercent: 0 },
          ),
        ],
        expect: { SP16: 1, SP18: 2 },
      },
      {
        afterMinutes: 155,
        say: { fr: 'Le courant est revenu, le site redémarre.', en: 'Power is back, the site starts again.' },
        do: [
          checked(
            'feed-hou',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'tension d’entrée 231 V', en: 'input voltage 231 V' },
            { inputVolts: 231 },
          ),
          checked(
            'ups-hou',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'sur secteur, batterie en charge', en: 'on mains, battery charging' },
            { chargePercent: 8 },
          ),
        ],
        expect: {},
      },
    ],
  },
];
