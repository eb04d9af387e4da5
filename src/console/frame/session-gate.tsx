import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemError, csrfToken } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { startLive } from '#console/live.ts';
import { loadSession, useSession } from '#console/session.ts';

/** Shows a page once it is known who looks at it; whoever is not signed in whole is led to the sign-in page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const t = useT();
  const router = useRouter();
  const session = useSession();
  const gallery = useLocation({ select: (location) => location.pathname.startsWith('/_kit') });
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
  // The gallery of the kit shows invented data only, and is looked at without a server.
  const known = session !== null || gallery;
  const whole = session?.secondFactor === 'done' || gallery;
  // Without the readable cookie there is no session: asking would only log a refusal.
  const hopeless = !known && csrfToken(document.cookie) === '';
  useEffect(() => {
    if (!known && !hopeless) ask();
  }, [known, hopeless, ask]);
  useEffect(() => {
    if (!hopeless && (!known || whole)) return;
    // Read now, not followed: the address is already that of the sign-in page before this one is gone.
    const { pathname, href } = router.history.location;
    if (pathname !== '/sign-in') void router.navigate({ href: signInHref(href), replace: true });
  }, [hopeless, known, whole, router]);
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

function signInHref(here: string): string {
  return here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`;
}
