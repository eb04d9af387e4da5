import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Evidence } from '#console/kit/evidence.tsx';
import { StateBadge } from '#console/kit/state-badge.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import type { tryTarget } from './api.ts';
import { Latency, checkStates } from './check-words.tsx';

interface CheckTryProps {
  readonly seen: ReplyOf<typeof tryTarget> | undefined;
  readonly error: string | undefined;
  readonly busy: boolean;
  /** A header whose value is stored and never shown cannot be tried. */
  readonly hidden: boolean;
  readonly onTry: () => void;
}

/** What the check would see now, before it is saved. */
export function CheckTry({ seen, error, busy, hidden, onTry }: CheckTryProps) {
  const t = useT();
  return (
    <section className="check-try" aria-label={t({ fr: 'Essai', en: 'Try' })}>
      <div className="row wrap">
        <Button onClick={onTry} loading={busy}>
          {t({ fr: 'Essayer', en: 'Try' })}
        </Button>
        <span className="muted">
          {hidden
            ? t({
                fr: 'Tapez de nouveau la valeur des en-têtes masqués pour l’essai.',
                en: 'Type the value of the hidden headers again for the try.',
              })
            : t({
                fr: 'Sonde la cible une fois, sans rien enregistrer.',
                en: 'Checks the target once, saving nothing.',
              })}
        </span>
      </div>
      <div aria-live="polite">
        {error !== undefined && <Band state="down">{error}</Band>}
        {error === undefined && seen !== undefined && (
          <div className="check-seen">
            <p className="row wrap">
              <StateBadge state={checkStates[seen.state]} variant="tinted" />
              <span>{t(seen.detail)}</span>
              {seen.latencyMs !== null && <Latency ms={seen.latencyMs} />}
            </p>
            <details className="form-more">
              <summary>{t({ fr: 'Relevé brut', en: 'Raw fact' })}</summary>
              <Evidence value={seen.evidence} source={seen.code} />
            </details>
          </div>
        )}
      </div>
    </section>
  );
}
