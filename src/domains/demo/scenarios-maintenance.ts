import { checked } from './scenario-checks.ts';
import type { Scenario } from './scenario-types.ts';

/** All that stands on Ducos: only the external cloud and customs, doubled in Dumbéa, escape. */
const coreFalters = {
  SP01: 2,
  SP02: 2,
  SP03: 2,
  SP06: 2,
  SP08: 2,
  SP09: 2,
  SP10: 2,
  SP11: 2,
  SP12: 2,
  SP14: 2,
  SP15: 2,
  SP16: 2,
  SP17: 2,
  SP18: 2,
  SP19: 2,
  SP21: 2,
  SP22: 2,
  SP23: 2,
  SP24: 2,
  SP25: 2,
  SP26: 2,
  SP27: 2,
  SP28: 2,
  SP29: 2,
  SP30: 2,
} as const;
const cloudStopped = { SP03: 3, SP06: 3, SP16: 2, SP21: 3, SP23: 3, SP24: 3, SP27: 3, SP28: 2 } as const;

export const maintenanceScenarios: readonly Scenario[] = [
  {
    id: 'core-maintenance',
    title: { fr: 'Maintenance du cœur de réseau', en: 'Maintenance of the network core' },
    story: {
      fr: 'La mise à jour du cœur de Ducos est prévue, un équipement à la fois. Pendant la première moitié, l’autre équipement vacille.',
      en: 'The update of the Ducos core is planned, one unit at a time. During the first half, the other unit falters.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Début de la fenêtre : l’équipement 1 est retiré. C’est prévu, et personne n’est touché.',
          en: 'The window opens: unit 1 is taken out. It is planned, and nobody is hurt.',
        },
        do: [
          {
            kind: 'maintenance',
            assets: ['core-dc1-1'],
            minutes: 120,
            title: {
              fr: 'Mise à jour du cœur de Ducos, équipement 1',
              en: 'Update of the Ducos core, unit 1',
            },
          },
          checked(
            'core-dc1-1',
            'icmp',
            'down',
            'icmp.lost',
            { fr: 'aucune réponse à 5 paquets', en: 'no answer to 5 packets' },
            { sent: 5, received: 0 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 35,
        say: {
          fr: 'L’équipement 2, seul, perd des paquets : tout Ducos ralentit.',
          en: 'Unit 2, alone, loses packets: the whole of Ducos slows down.',
        },
        do: [
          checked(
            'core-dc1-2',
            'icmp',
            'degraded',
            'icmp.loss',
            { fr: '1 paquet perdu sur 5, 14 ms en moyenne', en: '1 of 5 packets lost, 14 ms on average' },
            { sent: 5, received: 4, averageMs: 14 },
          ),
        ],
        expect: coreFalters,
      },
      {
        afterMinutes: 50,
        say: {
          fr: 'Retour arrière : l’équipement 1 est remis en service.',
          en: 'Roll back: unit 1 is put back into service.',
        },
        do: [
          checked(
            'core-dc1-1',
            'icmp',
            'up',
            'icmp.ok',
            { fr: 'répond en 1 ms (5 paquets sur 5)', en: 'answers in 1 ms (5 of 5 packets)' },
            { sent: 5, received: 5, averageMs: 1 },
          ),
        ],
        expect: {},
      },
      {
        afterMinutes: 75,
        say: {
          fr: 'L’équipement 2 est remis d’aplomb ; la mise à jour est reportée.',
          en: 'Unit 2 is set right; the update is postponed.',
        },
        do: [
          checked(
            'core-dc1-2',
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
    id: 'cloud-maintenance',
    title: { fr: 'Travaux annoncés sur le nuage interne', en: 'Announced work on the internal cloud' },
    story: {
      fr: 'Le stockage du nuage interne est arrêté une heure pour extension. Les services touchés le sont comme prévu, et personne n’est réveillé.',
      en: 'The storage of the internal cloud is stopped for one hour to be extended. The services it hurts are hurt as planned, and nobody is woken up.',
    },
    steps: [
      {
        afterMinutes: 0,
        say: {
          fr: 'Dimanche, 6 h : le stockage du nuage interne est arrêté, comme annoncé.',
          en: 'Sunday, 6:00: the storage of the internal cloud is stopped, as announced.',
        },
        do: [
          {
            kind: 'maintenance',
            assets: ['ceph-1'],
            minutes: 90,
            title: {
              fr: 'Extension du stockage du nuage interne',
              en: 'Extension of the internal cloud storage',
            },
          },
          checked(
            'ceph-1',
            'sensor',
            'down',
            'sensor.stopped',
            { fr: 'stockage arrêté par un administrateur', en: 'storage stopped by an administrator' },
            { health: 'STOPPED' },
          ),
        ],
        expect: cloudStopped,
        planned: ['SP03', 'SP06', 'SP16', 'SP21', 'SP23', 'SP24', 'SP27', 'SP28'],
      },
      {
        afterMinutes: 62,
        say: { fr: 'Le stockage redémarre, agrandi.', en: 'The storage starts again, larger.' },
        do: [
          checked(
            'ceph-1',
            'sensor',
            'up',
            'sensor.ok',
            { fr: 'tous les disques en service', en: 'all disks in service' },
            { health: 'HEALTH_OK' },
          ),
        ],
        expect: {},
      },
    ],
  },
];
