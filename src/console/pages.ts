import IconBuildingBank from '@tabler/icons-react/dist/esm/icons/IconBuildingBank.mjs';
import IconMap from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs';
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import IconApi from '@tabler/icons-react/dist/esm/icons/IconApi.mjs';
import IconCalendarTime from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs';
import IconHeartRateMonitor from '@tabler/icons-react/dist/esm/icons/IconHeartRateMonitor.mjs';
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconNetwork from '@tabler/icons-react/dist/esm/icons/IconNetwork.mjs';
import IconMasksTheater from '@tabler/icons-react/dist/esm/icons/IconMasksTheater.mjs';
import IconScale from '@tabler/icons-react/dist/esm/icons/IconScale.mjs';
import IconServer2 from '@tabler/icons-react/dist/esm/icons/IconServer2.mjs';
import IconPackages from '@tabler/icons-react/dist/esm/icons/IconPackages.mjs';
import IconPlug from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs';
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs';
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs';
import IconShieldExclamation from '@tabler/icons-react/dist/esm/icons/IconShieldExclamation.mjs';
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs';
import type { ComponentType, FunctionComponent } from 'react';
import type { Text } from '#engines/text.ts';
import type { Right } from '#platform/rights.ts';

type Icon = ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>;

export interface PageEntry {
  /** Of the router: `/services/$id`. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: FunctionComponent }>;
  /** A page without it is reached by a link only. */
  readonly nav?: {
    readonly label: Text;
    readonly icon: Icon;
    readonly group: 'main' | 'domain' | 'settings';
    readonly order: number;
    /** Domain whose emptiness sends the page under « Plus ». */
    readonly domain?: string;
    /** `g` then this letter opens the page. */
    readonly letter?: string;
  };
  readonly right?: Right;
  /** `bare`: no rail (sign-in, set-up). `full` when absent. */
  readonly frame?: 'full' | 'bare';
}

/** Every page of the console, one line each. */
export const pages: readonly PageEntry[] = [
  { path: '/_kit', load: () => import('./gallery/page.tsx') },
  { path: '/setup', frame: 'bare', load: () => import('#platform/auth/page-setup.tsx') },
  { path: '/sign-in', frame: 'bare', load: () => import('#platform/auth/page-sign-in.tsx') },
  { path: '/password', frame: 'bare', load: () => import('#platform/auth/page-password.tsx') },
  { path: '/set-password', frame: 'bare', load: () => import('#platform/auth/page-password.tsx') },
  { path: '/account', load: () => import('#platform/auth/page-account.tsx') },
  {
    path: '/',
    right: 'read',
    load: () => import('#domains/services/page.tsx'),
    nav: { label: { fr: 'Météo', en: 'Weather' }, icon: IconSun, group: 'main', order: 1, letter: 'm' },
  },
  {
    path: '/services',
    right: 'read',
    load: () => import('#domains/services/page-services.tsx'),
    nav: {
      label: { fr: 'Services publics', en: 'Public services' },
      icon: IconBuildingBank,
      group: 'domain',
      order: 1,
      domain: 'services',
      letter: 'p',
    },
  },
  { path: '/services/$id', right: 'read', load: () => import('#domains/services/page-service.tsx') },
  { path: '/begin', right: 'read', load: () => import('#domains/demo/page-begin.tsx') },
  {
    path: '/findings',
    right: 'read',
    load: () => import('#map/page-findings.tsx'),
    nav: {
      label: { fr: 'À traiter', en: 'To do' },
      icon: IconListCheck,
      group: 'main',
      order: 2,
      letter: 't',
    },
  },
  { path: '/findings/$id', right: 'read', load: () => import('#map/page-finding.tsx') },
  {
    path: '/map',
    right: 'read',
    nav: { label: { fr: 'Carte', en: 'Map' }, icon: IconMap, group: 'main', order: 30, letter: 'c' },
    load: () => import('#map/page-map.tsx'),
  },
  {
    path: '/assets',
    right: 'read',
    load: () => import('#map/page-assets.tsx'),
    nav: { label: { fr: 'Actifs', en: 'Assets' }, icon: IconStack, group: 'main', order: 40, letter: 'a' },
  },
  { path: '/assets/$id', right: 'read', load: () => import('#map/page-asset.tsx') },
  {
    path: '/software',
    right: 'read',
    load: () => import('#map/page-software.tsx'),
    nav: {
      label: { fr: 'Logiciels', en: 'Software' },
      icon: IconPackages,
      group: 'main',
      order: 45,
      letter: 'l',
    },
  },
  { path: '/software/$id', right: 'read', load: () => import('#map/page-component.tsx') },
  {
    path: '/checks',
    right: 'read',
    load: () => import('#domains/supervision/page.tsx'),
    nav: {
      label: { fr: 'Sondes', en: 'Checks' },
      icon: IconHeartRateMonitor,
      group: 'domain',
      order: 10,
      domain: 'supervision',
      letter: 's',
    },
  },
  { path: '/checks/$id', right: 'read', load: () => import('#domains/supervision/page-check.tsx') },
  {
    path: '/network',
    right: 'read',
    load: () => import('#domains/network/page.tsx'),
    nav: {
      label: { fr: 'Réseau', en: 'Network' },
      icon: IconNetwork,
      group: 'domain',
      order: 20,
      domain: 'network',
      letter: 'r',
    },
  },
  { path: '/network/ranges', right: 'operate', load: () => import('#domains/network/page-ranges.tsx') },
  { path: '/network/$id', right: 'read', load: () => import('#domains/network/page-device.tsx') },
  {
    path: '/hosts',
    right: 'read',
    load: () => import('#domains/host/page.tsx'),
    nav: {
      label: { fr: 'Hôtes', en: 'Hosts' },
      icon: IconServer2,
      group: 'domain',
      order: 30,
      domain: 'host',
      letter: 'h',
    },
  },
  { path: '/hosts/$id', right: 'read', load: () => import('#domains/host/page-host.tsx') },
  {
    path: '/vulnerabilities',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page.tsx'),
    nav: {
      label: { fr: 'Vulnérabilités', en: 'Vulnerabilities' },
      icon: IconShieldExclamation,
      group: 'domain',
      order: 5,
      letter: 'v',
    },
  },
  {
    path: '/vulnerabilities/cve/$name',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-cve.tsx'),
  },
  {
    path: '/vulnerabilities/remediation',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-remediation.tsx'),
  },
  {
    path: '/vulnerabilities/subscriptions',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-subscriptions.tsx'),
  },
  {
    path: '/vulnerabilities/bulletin',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-bulletin.tsx'),
  },
  {
    path: '/vulnerabilities/decisions',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-decisions.tsx'),
  },
  {
    path: '/vulnerabilities/import-vex',
    right: 'analyse',
    load: () => import('#domains/vulnerabilities/page-import-vex.tsx'),
  },
  {
    path: '/maintenance',
    right: 'read',
    load: () => import('#map/page-maintenance.tsx'),
    nav: {
      label: { fr: 'Maintenances', en: 'Maintenance' },
      icon: IconCalendarTime,
      group: 'main',
      order: 60,
    },
  },
  {
    path: '/sources',
    right: 'read',
    load: () => import('#map/page-sources.tsx'),
    nav: { label: { fr: 'Sources', en: 'Sources' }, icon: IconPlug, group: 'settings', order: 10 },
  },
  { path: '/questions', right: 'read', load: () => import('#map/page-questions.tsx') },
  { path: '/import', right: 'operate', load: () => import('#map/page-import.tsx') },
  {
    path: '/vulnerabilities/feeds',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-feeds.tsx'),
  },
  {
    path: '/vulnerabilities/feeds/$id',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-feed.tsx'),
  },
  {
    path: '/vulnerabilities/aliases',
    right: 'analyse',
    load: () => import('#domains/vulnerabilities/page-aliases.tsx'),
  },
  {
    path: '/rules',
    right: 'read',
    load: () => import('#map/page-rules.tsx'),
    nav: { label: { fr: 'Règles', en: 'Rules' }, icon: IconScale, group: 'settings', order: 20 },
  },
  {
    path: '/vulnerabilities/policy',
    right: 'read',
    load: () => import('#domains/vulnerabilities/page-policy.tsx'),
  },
  {
    path: '/people',
    right: 'administer',
    load: () => import('#platform/auth/page-accounts.tsx'),
    nav: { label: { fr: 'Comptes', en: 'Accounts' }, icon: IconUsers, group: 'settings', order: 30 },
  },
  {
    path: '/tokens',
    right: 'administer',
    load: () => import('#platform/auth/page-tokens.tsx'),
    nav: { label: { fr: 'Jetons d’API', en: 'API tokens' }, icon: IconApi, group: 'settings', order: 40 },
  },
  {
    path: '/secrets',
    right: 'operate',
    load: () => import('#platform/secrets/page.tsx'),
    nav: { label: { fr: 'Secrets', en: 'Secrets' }, icon: IconLock, group: 'settings', order: 50 },
  },
  {
    path: '/audit',
    right: 'audit',
    load: () => import('#platform/audit/page.tsx'),
    nav: { label: { fr: 'Audit', en: 'Audit' }, icon: IconHistory, group: 'settings', order: 60 },
  },
  {
    path: '/demo',
    right: 'read',
    load: () => import('#domains/demo/page.tsx'),
    nav: {
      label: { fr: 'Démonstration', en: 'Demonstration' },
      icon: IconMasksTheater,
      group: 'settings',
      order: 70,
    },
  },
  {
    path: '/settings',
    right: 'administer',
    load: () => import('#platform/settings/page.tsx'),
    nav: { label: { fr: 'Réglages', en: 'Settings' }, icon: IconSettings, group: 'settings', order: 80 },
  },
];
