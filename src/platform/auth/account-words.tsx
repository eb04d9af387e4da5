import { useNow } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { TimeLeft } from '#console/kit/duration.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import { roleTexts } from '#platform/rights.ts';
import type { Grant } from '#platform/rights.ts';
import type { AccountItem } from './api-accounts.ts';

export type AccountStatus = 'ready' | 'disabled' | 'locked' | 'waiting';

/** Disabled wins; then the block after failed attempts; then a password never chosen. */
export function statusOf(account: AccountItem, now: number): AccountStatus {
  if (account.disabledAt !== null) return 'disabled';
  if (account.lockedUntil !== null && Date.parse(account.lockedUntil) > now) return 'locked';
  return account.hasPassword ? 'ready' : 'waiting';
}

const shapes: Readonly<Record<AccountStatus, State>> = {
  ready: 'ok',
  disabled: 'unknown',
  locked: 'degraded',
  waiting: 'planned',
};

export function statusText(status: AccountStatus, t: Translate): string {
  return {
    ready: t({ fr: 'En service', en: 'In service' }),
    disabled: t({ fr: 'Désactivé', en: 'Disabled' }),
    locked: t({ fr: 'Bloqué', en: 'Locked' }),
    waiting: t({ fr: 'Sans mot de passe', en: 'No password yet' }),
  }[status];
}

export function AccountStatusMark({ account }: { account: AccountItem }) {
  const t = useT();
  const status = statusOf(account, useNow(15));
  return (
    <span className={status === 'ready' ? 'badge muted' : `badge ink-${shapes[status]}`}>
      <StateShape state={shapes[status]} size={12} />
      {statusText(status, t)}
      {status === 'locked' && account.lockedUntil !== null && (
        <>
          {' · '}
          <TimeLeft until={account.lockedUntil} />
        </>
      )}
    </span>
  );
}

/** « Exploitant (Direction du numérique), Lecteur »: the whole administration goes without saying. */
export function grantWords(
  grants: readonly Grant[],
  organisations: ReadonlyMap<string, string>,
  t: Translate,
): string {
  if (grants.length === 0) return t({ fr: 'aucun rôle', en: 'no role' });
  return grants
    .map((grant) => {
      const role = t(roleTexts[grant.role]);
      if (grant.organisationId === null) return role;
      const name = organisations.get(grant.organisationId);
      return `${role} (${name ?? t({ fr: 'organisation introuvable', en: 'organisation not found' })})`;
    })
    .join(', ');
}
