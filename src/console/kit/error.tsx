import './empty.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemError } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from './empty.tsx';
import { StateShape } from './state-badge.tsx';

/** An error that takes the place of a content: what happened, what it means, what to do. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useT();
  const problem = error instanceof ProblemError ? error : null;
  const retry = onRetry !== undefined && problem?.status !== 403 && problem?.status !== 404;
  return (
    <div role="alert">
      <Empty
        mark={<StateShape state={problem?.status === 403 ? 'planned' : 'unknown'} />}
        title={t(titleOf(problem))}
        {...(retry
          ? { actions: <Button onClick={onRetry}>{t({ fr: 'Réessayer', en: 'Try again' })}</Button> }
          : {})}
      >
        {problem
          ? t(problem.text)
          : t({
              fr: 'Cette page a rencontré une erreur. Rechargez-la ; si cela dure, prévenez un administrateur.',
              en: 'This page met an error. Reload it; if it lasts, tell an administrator.',
            })}
      </Empty>
    </div>
  );
}

function titleOf(problem: ProblemError | null) {
  if (problem?.status === 403)
    return { fr: 'Vous n’avez pas le droit de voir ceci', en: 'You have no right to see this' };
  if (problem?.status === 404) return { fr: 'Introuvable', en: 'Not found' };
  return { fr: 'Affichage impossible pour le moment', en: 'Cannot be shown for now' };
}

/** A thin band above a content that is still good: partial data, stale data. */
export function Band({
  state,
  children,
  action,
}: {
  state: 'degraded' | 'unknown' | 'reduced' | 'down' | 'planned';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`band tint-${state}`} role="status">
      <span className="row">
        <StateShape state={state} />
        <span>{children}</span>
      </span>
      {action}
    </div>
  );
}
