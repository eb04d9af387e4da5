import { checked, exposed } from './scenario-checks.ts';
import type { Scenario } from './scenario-types.ts';

const evidence = { cve: 'CVE-2024-21762', product: 'FortiOS', version: '7.2.6', fixedIn: '7.2.7' };
const vulnerable = {
  fr: 'FortiOS 7.2.6 est touché par CVE-2024-21762 (exécution de code à distance), dont l’exploitation est connue',
  en: 'FortiOS 7.2.6 is affected by CVE-2024-21762 (remote code execution), which is known to be exploited',
};
const fixed = {
  fr: 'FortiOS 7.2.11 n’est pas touché',
  en: 'FortiOS 7.2.11 is not affected',
};
/** What the edge firewall lets in, seen one step further: portals behind the load balancer, remote access. */
const reached = {
  SP01: 1,
  SP02: 1,
  SP03: 1,
  SP06: 1,
  SP08: 1,
  SP09: 1,
  SP11: 2,
  SP14: 1,
  SP17: 1,
  SP19: 1,
  SP20: 1,
  SP23: 1,
  SP24: 1,
  SP26: 1,
  SP27: 1,
} as const;

export const securityScenarios: readonly Scenario[] = [
  {
    id: 'exploited-firewall',
    title: { fr: 'Un pare-feu exploité', en: 'An exploited firewall' },
    story: {
      fr: 'Une faille du pare-feu de bordure est exploitée dans le monde. Exposé le matin, suspect à midi, compromis une demi-heure plus tard, puis isolé : voir ce que l’isolement coûte et ce qu’il arrête.',
      en: 'A flaw of the edge firewall is exploited worldwide. Exposed in the morning, suspected at noon, compromised half an hour later, then isolated: see what isolation costs and what it stops.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'La faille entre au catalogue des failles exploitées : les deux équipements sont exposés.',
          en: 'The flaw enters the catalogue of exploited flaws: both units are exposed.',
        },
        do: ['fw-edge-1', 'fw-edge-2'].map((asset) =>
          exposed(asset, [1, 1], 'vulnerability.exploited', vulnerable, evidence),
        ),
        expect: {},
        exposed: {},
      },
      {
        afterMinutes: 180,
        say: {
          fr: 'Un compte d’administration inconnu apparaît sur l’équipement 1 : compromission suspectée, l’accès distant est exposé.',
          en: 'An unknown administration account appears on unit 1: compromise suspected, remote access is exposed.',
        },
        do: [
          exposed(
            'fw-edge-1',
            [2, 2],
            'intrusion.unknown-account',
            {
              fr: 'compte « svc-maint » créé à 11 h 52 depuis l’extérieur',
              en: 'account “svc-maint” created at 11:52 from outside',
            },
            {
              account: 'svc-maint',
              source: '203.0.113.250',
              logLine: 'type=event subtype=system action=Add user=svc-maint',
            },
          ),
        ],
        expect: {},
        exposed: { SP11: 1 },
      },
      {
        afterMinutes: 210,
        say: {
          fr: 'Un fichier inconnu est trouvé dans le système de l’équipement 1 : compromission confirmée. L’accès distant est suspect, les portails sont exposés.',
          en: 'An unknown file is found in the system of unit 1: compromise confirmed. Remote access is suspected, portals are exposed.',
        },
        do: [
          exposed(
            'fw-edge-1',
            [3, 3],
            'intrusion.implant',
            {
              fr: 'fichier absent de l’image de l’éditeur, exécuté au démarrage',
              en: 'file absent from the vendor’s image, run at boot',
            },
            {
              path: '/data/lib/libdemo.so',
              sha256: '5d0c1f7e9a64b83d2e7f10c95ab64d38f1927ce06b58a4d3e97c20f6b1a84d59',
            },
          ),
        ],
        expect: {},
        exposed: reached,
      },
      {
        afterMinutes: 225,
        say: {
          fr: 'L’équipement 1 est isolé. L’équipement 2 porte tout : aucun service n’est perdu, et rien ne passe plus.',
          en: 'Unit 1 is isolated. Unit 2 carries everything: no service is lost, and nothing gets through any more.',
        },
        do: [
          {
            kind: 'claim',
            bucket: 'demo:network',
            patch: {
              set: [{ key: 'snmp/fw-edge-1', attributes: { isolated: true } }],
              removeLinks: [{ from: 'snmp/fw-edge-1', to: 'fw-edge', type: 'hosts' }],
            },
          },
          checked(
            'fw-edge-1',
            'icmp',
            'down',
            'icmp.lost',
            { fr: 'aucune réponse à 5 paquets (isolé)', en: 'no answer to 5 packets (isolated)' },
            { sent: 5, received: 0 },
          ),
        ],
        expect: {},
        exposed: {},
      },
      {
        afterMinutes: 330,
        say: { fr: 'L’équipement 2 est mis à jour en 7.2.11.', en: 'Unit 2 is updated to 7.2.11.' },
        do: [
          {
            kind: 'claim',
            bucket: 'demo:network',
            patch: { set: [{ key: 'snmp/fw-edge-2', attributes: { os_version: '7.2.11' } }] },
          },
          exposed('fw-edge-2', [0, 0], 'vulnerability.exploited', fixed, { ...evidence, version: '7.2.11' }),
        ],
        expect: {},
        exposed: {},
      },
      {
        afterMinutes: 900,
        say: {
          fr: 'L’équipement 1, réinstallé et mis à jour, reprend sa place. Les preuves sont conservées.',
          en: 'Unit 1, reinstalled and updated, takes its place again. Evidence is kept.',
        },
        do: [
          exposed('fw-edge-1', [0, 0], 'vulnerability.exploited', fixed, { ...evidence, version: '7.2.11' }),
          exposed(
            'fw-edge-1',
            [0, 0],
            'intrusion.unknown-account',
            { fr: 'comptes vérifiés', en: 'accounts verified' },
            {},
          ),
          exposed(
            'fw-edge-1',
            [0, 0],
            'intrusion.implant',
            {
              fr: 'système réinstallé depuis l’image de l’éditeur',
              en: 'system reinstalled from the vendor’s image',
            },
            {},
          ),
          {
            kind: 'claim',
            bucket: 'demo:network',
            patch: {
              set: [{ key: 'snmp/fw-edge-1', attributes: { os_version: '7.2.11', isolated: false } }],
              addLinks: [
                { from: 'snmp/fw-edge-1', to: 'fw-edge', type: 'hosts', requirement: 'fw-edge/units' },
              ],
            },
          },
          checked(
            'fw-edge-1',
            'icmp',
            'up',
            'icmp.ok',
            { fr: 'répond en 1 ms (5 paquets sur 5)', en: 'answers in 1 ms (5 of 5 packets)' },
            { sent: 5, received: 5, averageMs: 1 },
          ),
        ],
        expect: {},
        exposed: {},
      },
    ],
  },
];
