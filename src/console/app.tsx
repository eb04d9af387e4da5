import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { ConfirmHost } from './kit/confirm.tsx';
import { ToastHost } from './kit/toast.tsx';
import { usePreferences } from './preferences.ts';
import { router } from './router.tsx';
import { translate } from './text.ts';
import { cssVariables, themeOf } from './theme.ts';
import { queryClient } from './use-contract.ts';

function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

export function App() {
  const preferences = usePreferences();
  const systemDark = useMediaQuery(
    '(prefers-color-scheme: dark)',
    matchMedia('(prefers-color-scheme: dark)').matches,
  );
  const dark = preferences.theme === 'dark' || (preferences.theme === 'auto' && systemDark);
  const close = translate({ fr: 'Fermer', en: 'Close' }, preferences.language);
  const theme = useMemo(() => themeOf(close), [close]);
  useEffect(() => {
    document.documentElement.dataset['density'] = preferences.density;
    document.documentElement.lang = preferences.language;
  }, [preferences.density, preferences.language]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      deduplicateCssVariables={false}
      forceColorScheme={dark ? 'dark' : 'light'}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <ConfirmHost />
        <ToastHost />
      </QueryClientProvider>
    </MantineProvider>
  );
}
