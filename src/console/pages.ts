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
];
