import { join } from 'node:path';
import type { Text } from '#engines/text.ts';
import {
  readCertificate,
  readFlag,
  readFolders,
  readListen,
  readLogLevel,
  readMebibytes,
  readPath,
} from './config-values.ts';
import {
  type Reading,
  readPrivateKey,
  readPublicUrl,
  readTargets,
  readTimeZone,
  readUrl,
} from './config-values.ts';

/** One variable of the environment: what it is for, and how its text is read. */
export interface Variable<T> {
  readonly name: string;
  readonly meaning: Text;
  /** Text read when the variable is absent; null: Vigie does without, as `absent` says. */
  readonly initial: string | null;
  readonly absent?: Text;
  /** Its value may hold a password and is never shown. */
  readonly secret?: true;
  readonly read: (text: string) => Reading<T>;
}

function variable<T>(definition: Variable<T>): Variable<T> {
  return definition;
}

const project = join(import.meta.dirname, '..', '..');
export const defaultDataDirectory = join(project, 'data');

/** Every variable Vigie reads: the parser of the environment, `vigie help config` and docs/configuration.md. */
export const configTable = {
  dataDirectory: variable({
    name: 'VIGIE_DATA',
    meaning: {
      fr: 'Dossier des données : bases embarquées, clé de chiffrement.',
      en: 'Data folder: embedded databases, encryption key.',
    },
    initial: null,
    absent: { fr: 'dossier `data` du projet', en: 'folder `data` of the project' },
    read: readPath,
  }),
  listen: variable({
    name: 'VIGIE_LISTEN',
    meaning: {
      fr: 'Adresse et port du service. Hors de la machine (autre que 127.0.0.1), un certificat ou VIGIE_BEHIND_PROXY=1 est exigé.',
      en: 'Address and port of the service. Beyond this machine (other than 127.0.0.1), a certificate or VIGIE_BEHIND_PROXY=1 is required.',
    },
    initial: '127.0.0.1:8470',
    read: readListen,
  }),
  publicUrl: variable({
    name: 'VIGIE_PUBLIC_URL',
    meaning: {
      fr: 'Adresse que les personnes ouvrent, pour les liens des messages et la sécurité des sessions.',
      en: 'Address that people open, for links in messages and the safety of sessions.',
    },
    initial: null,
    absent: { fr: 'déduite de VIGIE_LISTEN', en: 'deduced from VIGIE_LISTEN' },
    read: readPublicUrl,
  }),
  certificate: variable({
    name: 'VIGIE_TLS_CERT',
    meaning: {
      fr: 'Fichier PEM du certificat et de sa chaîne.',
      en: 'PEM file of the certificate and its chain.',
    },
    initial: null,
    absent: { fr: 'HTTP sans TLS, sur la machine seulement', en: 'HTTP without TLS, on this machine only' },
    read: readCertificate,
  }),
  privateKey: variable({
    name: 'VIGIE_TLS_KEY',
    meaning: {
      fr: 'Fichier PEM de la clé privée du certificat.',
      en: 'PEM file of the certificate’s private key.',
    },
    initial: null,
    absent: { fr: 'aucune', en: 'none' },
    read: readPrivateKey,
  }),
  behindProxy: variable({
    name: 'VIGIE_BEHIND_PROXY',
    meaning: {
      fr: '1 quand un serveur mandataire du réseau privé porte le TLS et transmet X-Forwarded-For et X-Forwarded-Proto.',
      en: '1 when a proxy on the private network carries TLS and sends X-Forwarded-For and X-Forwarded-Proto.',
    },
    initial: '0',
    read: readFlag,
  }),
  postgresUrl: variable({
    name: 'VIGIE_POSTGRES_URL',
    meaning: {
      fr: 'PostgreSQL 18 ou plus récent à utiliser, conseillé en production.',
      en: 'PostgreSQL 18 or newer to use, advised in production.',
    },
    initial: null,
    absent: { fr: 'PostgreSQL embarqué', en: 'embedded PostgreSQL' },
    secret: true,
    read: readUrl(['postgres:', 'postgresql:'], 'postgresql://vigie@db.example.nc/vigie'),
  }),
  clickhouseUrl: variable({
    name: 'VIGIE_CLICKHOUSE_URL',
    meaning: {
      fr: 'ClickHouse à utiliser pour l’historique, conseillé en production.',
      en: 'ClickHouse to use for history, advised in production.',
    },
    initial: null,
    absent: { fr: 'ClickHouse embarqué', en: 'embedded ClickHouse' },
    secret: true,
    read: readUrl(['http:', 'https:'], 'https://vigie:…@ch.example.nc:8443/vigie'),
  }),
  historyMemoryMebibytes: variable({
    name: 'VIGIE_HISTORY_MEMORY',
    meaning: {
      fr: 'Mémoire que le ClickHouse embarqué peut prendre, en Mio.',
      en: 'Memory the embedded ClickHouse may take, in MiB.',
    },
    initial: '1536',
    read: readMebibytes,
  }),
  keyFile: variable({
    name: 'VIGIE_KEY_FILE',
    meaning: {
      fr: 'Fichier de la clé qui chiffre les secrets. Sauvegardez-le à part des bases.',
      en: 'File of the key that encrypts the secrets. Back it up apart from the databases.',
    },
    initial: null,
    absent: { fr: '`vigie.key` dans VIGIE_DATA', en: '`vigie.key` in VIGIE_DATA' },
    read: readPath,
  }),
  allowedTargets: variable({
    name: 'VIGIE_ALLOWED_TARGETS',
    meaning: {
      fr: 'Adresses, réseaux et noms que les contrôles peuvent joindre, séparés par des virgules (10.2.0.0/16, *.exemple.nc). La machine elle-même et les adresses spéciales n’en sont que si vous les nommez.',
      en: 'Addresses, networks and names that checks may reach, separated by commas (10.2.0.0/16, *.example.nc). The machine itself and special addresses are among them only if you name them.',
    },
    initial: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7',
    read: readTargets,
  }),
  feedFolders: variable({
    name: 'VIGIE_FEED_FOLDERS',
    meaning: {
      fr: 'Dossiers où un flux de vulnérabilités peut être lu au lieu d’une adresse, séparés par « : » (fichiers apportés à la main, montage d’un miroir). Ailleurs, Vigie refuse de lire.',
      en: 'Folders from which a vulnerability feed may be read instead of an address, separated by ":" (files carried in by hand, mount of a mirror). Elsewhere Vigie refuses to read.',
    },
    initial: null,
    absent: {
      fr: 'aucun : les flux viennent d’adresses ou d’un envoi',
      en: 'none: feeds come from addresses or uploads',
    },
    read: readFolders,
  }),
  timeZone: variable({
    name: 'VIGIE_TIMEZONE',
    meaning: {
      fr: 'Fuseau horaire de l’administration : horaires des services, mois des disponibilités, planifications.',
      en: 'Time zone of the administration: opening hours, months of availability, schedules.',
    },
    initial: 'Pacific/Noumea',
    read: readTimeZone,
  }),
  logLevel: variable({
    name: 'VIGIE_LOG_LEVEL',
    meaning: {
      fr: 'Détail du journal : debug, info, warn ou error.',
      en: 'Detail of the log: debug, info, warn or error.',
    },
    initial: 'info',
    read: readLogLevel,
  }),
  validateReplies: variable({
    name: 'VIGIE_VALIDATE_REPLIES',
    meaning: {
      fr: '1 pour vérifier chaque réponse contre son contrat (développement).',
      en: '1 to check each reply against its contract (development).',
    },
    initial: '0',
    read: readFlag,
  }),
} as const;
