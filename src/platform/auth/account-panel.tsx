import './accounts.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNow } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { Facts } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { Time } from '#console/kit/time.tsx';
import { useRight, useSession } from '#console/session.ts';
import { rightTexts, rightsOfRole } from '#platform/rights.ts';
import { AccountStatusMark, grantWords, statusOf } from './account-words.tsx';
import type { AccountItem } from './api-accounts.ts';
import { useOrganisations } from './grants-field.tsx';
import type { useAccountActions } from './use-account-actions.tsx';

interface AccountPanelProps {
  readonly account: AccountItem;
  readonly actions: ReturnType<typeof useAccountActions>;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** One account: who, with which rights, and what may be done to its access. */
export function AccountPanel({ account, actions, onEdit, onClose }: AccountPanelProps) {
  const t = useT();
  const mayAudit = useRight('audit');
  const organisations = useOrganisations();
  const rights = new Set(account.grants.flatMap((grant) => [...rightsOfRole[grant.role]]));
  const named = [...rights].filter((right) => right !== 'public' && right !== 'self');
  return (
    <SidePanel
      title={account.displayName}
      onClose={onClose}
      footer={<Button onClick={onEdit}>{t({ fr: 'Modifier le compte', en: 'Change the account' })}</Button>}
    >
      <AccountStatusMark account={account} />
      <Facts
        items={[
          { name: t({ fr: 'Identifiant', en: 'Login' }), value: account.login },
          { name: t({ fr: 'Adresse', en: 'E-mail' }), value: account.email ?? '—' },
          { name: t({ fr: 'Rôles', en: 'Roles' }), value: grantWords(account.grants, organisations, t) },
          {
            name: t({ fr: 'Peut', en: 'May' }),
            value: named.length === 0 ? '—' : named.map((right) => t(rightTexts[right])).join(' · '),
          },
          {
            name: t({ fr: 'Dernière connexion', en: 'Last sign-in' }),
            value: <Time at={account.lastSignedInAt} />,
          },
          { name: t({ fr: 'Créé', en: 'Created' }), value: <Time at={account.createdAt} mode="exact" /> },
        ]}
      />
      {mayAudit && (
        <Link href={`/audit?actor=${account.id}`}>
          {t({ fr: 'Ce que ce compte a fait', en: 'What this account did' })}
        </Link>
      )}
      <AccountAccess account={account} actions={actions} />
    </SidePanel>
  );
}

function AccountAccess({ account, actions }: Pick<AccountPanelProps, 'account' | 'actions'>) {
  const t = useT();
  const me = useSession();
  const status = statusOf(account, useNow(15));
  const own = me?.id === account.id;
  return (
    <section className="stack" style={{ gap: 4 }}>
      <h3>{t({ fr: 'Accès', en: 'Access' })}</h3>
      <ul className="access-list">
        {status === 'locked' && (
          <Access
            says={t({ fr: 'Bloqué après trop d’essais ratés', en: 'Locked after too many failed attempts' })}
            does={t({ fr: 'Débloquer', en: 'Unlock' })}
            run={() => void actions.unlock(account)}
          />
        )}
        {status !== 'disabled' && (
          <Access
            says={
              account.hasPassword
                ? t({ fr: 'Mot de passe choisi', en: 'Password chosen' })
                : t({ fr: 'Mot de passe pas encore choisi', en: 'Password not chosen yet' })
            }
            does={t({ fr: 'Donner un lien', en: 'Give a link' })}
            run={() => void actions.link(account)}
          />
        )}
        <Access
          says={
            account.hasAuthenticator
              ? t({ fr: 'Application d’authentification configurée', en: 'Authenticator set up' })
              : t({ fr: 'Sans application d’authentification', en: 'No authenticator' })
          }
          does={account.hasAuthenticator ? t({ fr: 'Oublier', en: 'Forget' }) : null}
          run={() => void actions.forget(account)}
        />
        <Access
          says={t(
            {
              fr: '{count} session ouverte|{count} sessions ouvertes',
              en: '{count} open session|{count} open sessions',
            },
            { count: account.openSessions },
          )}
          does={account.openSessions > 0 ? t({ fr: 'Fermer', en: 'Close' }) : null}
          run={() => void actions.endSessions(account)}
        />
        {status === 'disabled' ? (
          <Access
            says={
              <>
                {t({ fr: 'Désactivé', en: 'Disabled' })} <Time at={account.disabledAt} />
              </>
            }
            does={t({ fr: 'Réactiver', en: 'Enable' })}
            run={() => void actions.enable(account)}
          />
        ) : (
          !own && (
            <Access
              says={t({ fr: 'Compte en service', en: 'Account in service' })}
              does={t({ fr: 'Désactiver', en: 'Disable' })}
              run={() => void actions.disable(account)}
            />
          )
        )}
      </ul>
    </section>
  );
}

/** What is so, and what may be done about it. */
function Access({ says, does, run }: { says: ReactNode; does: string | null; run: () => void }) {
  return (
    <li>
      <span>{says}</span>
      {does !== null && (
        <Button size="compact-xs" onClick={run}>
          {does}
        </Button>
      )}
    </li>
  );
}
