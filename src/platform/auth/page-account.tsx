import './bare-layout.css';
import { useT } from '#console/i18n.ts';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useSession } from '#console/session.ts';
import { roleTexts } from '#platform/rights.ts';
import { AccountPassword } from './account-password.tsx';
import { AccountProfile } from './account-profile.tsx';
import { AccountSecondFactor } from './account-second-factor.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { AccountTokens } from './account-tokens.tsx';

/** `/account`: one's own profile, password, second factor, sessions and tokens. */
export default function AccountPage() {
  const t = useT();
  const me = useSession();
  if (me === null) return <LoadingPage />;
  const roles = [...new Set(me.grants.map((grant) => t(roleTexts[grant.role])))].join(', ');
  return (
    <Page
      title={t({ fr: 'Mon compte', en: 'My account' })}
      chips={
        <span className="muted">
          {me.login}
          {roles === '' ? '' : ` · ${roles}`}
        </span>
      }
    >
      <div className="account-page">
        <AccountProfile me={me} />
        <AccountPassword me={me} />
        <AccountSecondFactor me={me} />
        <AccountSessions />
        <AccountTokens me={me} />
      </div>
    </Page>
  );
}
