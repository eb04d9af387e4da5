import IconMap from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs';
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import type { ComponentType } from 'react';
import type { Text } from '#engines/text.ts';
import type { Right } from '#platform/rights.ts';

type Icon = ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>;

export interface PageEntry {
  /** Of the router: `/services/$id`. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
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
];
