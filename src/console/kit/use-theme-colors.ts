import { useMemo, useSyncExternalStore } from 'react';
import { states } from './state.ts';
import type { State } from './state.ts';

/** The tokens as colours, for what draws on a canvas; anew when the theme changes. */
export interface ThemeColors {
  readonly dark: boolean;
  readonly background: string;
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly ink: Readonly<Record<State, string>>;
  readonly tint: Readonly<Record<State, string>>;
  readonly series: readonly string[];
}

const attribute = 'data-mantine-color-scheme';

/** The tokens follow the attribute of the page, which changes a little after the scheme that is asked for. */
function watchScheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [attribute] });
  return () => observer.disconnect();
}

export function useThemeColors(): ThemeColors {
  const scheme = useSyncExternalStore(watchScheme, () => document.documentElement.getAttribute(attribute));
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const byState = (suffix: string): Record<State, string> =>
      Object.fromEntries(states.map((state) => [state, read(`${state}${suffix}`)])) as Record<State, string>;
    return {
      dark: scheme === 'dark',
      background: read('bg'),
      surface: read('surface'),
      line: read('line'),
      lineStrong: read('line-strong'),
      text: read('text'),
      muted: read('muted'),
      accent: read('accent'),
      ink: byState(''),
      tint: byState('-tint'),
      series: [1, 2, 3, 4, 5, 6].map((index) => read(`series-${index}`)),
    };
  }, [scheme]);
}
