import { useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemError } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { startLive } from '#console/live.ts';
import { loadSession, useSession } from '#console/session.ts';

/** Shows a page once it is known who looks at it; whoever is not signed in whole is led to the sign-in page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const t = useT();
  const go = useGo();
  const session = useSession();
  const here = useLocation({ select: (location) => location.href });
  const [error, setError] = useState<unknown>(null);
  const ask = useCallback(() => {
    loadSession().then(
      () => setError(null),
      (problem: unknown) => {
        // A 401 has already led to the sign-in page.
        if (!(problem instanceof ProblemError) || problem.status !== 401) setError(problem);
      },
    );
  }, []);
  const known = session !== null || isGallery(here);
  const whole = session?.secondFactor === 'done' || isGallery(here);
  useEffect(() => {
    if (!known) ask();
  }, [known, ask]);
  useEffect(() => {
    if (known && !whole) go(`/sign-in?to=${encodeURIComponent(here)}`, { replace: true });
  }, [known, whole, go, here]);
  const listening = session?.secondFactor === 'done';
  useEffect(() => (listening ? startLive() : undefined), [listening]);
  if (whole) return children;
  if (error === null) return <LoadingPage />;
  return (
    <Page title={t({ fr: 'Vigie ne répond pas', en: 'Vigie does not answer' })}>
      <ErrorState error={error} onRetry={ask} />
    </Page>
  );
}

/** The gallery of the kit shows invented data only, and is looked at without a server. */
function isGallery(here: string): boolean {
  return here.startsWith('/_kit');
}
