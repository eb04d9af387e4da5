import { PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { csrfToken } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { useFocusFirst } from '#console/kit/use-focus-first.ts';
import { useSession } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { getSession, getSetup, signIn } from './api.ts';
import type { Me } from './api.ts';
import { BareLayout } from './bare-layout.tsx';
import { enterConsole, placeAfter } from './enter-console.tsx';
import { SecondFactorSteps } from './second-factor-steps.tsx';

/** `/sign-in?to=/services/…`: password, then the second factor. */
export default function SignInPage() {
  const t = useT();
  const go = useGo();
  const known = useSession();
  const [typed, setTyped] = useState<Me | null>(null);
  // The readable cookie tells that a session is open (another tab, a page half way through): nothing to type again.
  const [maybeOpen] = useState(() => csrfToken(document.cookie) !== '');
  const open = useContract(getSession, {}, { enabled: maybeOpen && typed === null && known === null });
  const me = typed ?? known ?? open.data ?? null;
  useEffect(() => {
    if (me?.secondFactor !== 'done') return;
    enterConsole(me);
    go(placeAfter(window.location.search), { replace: true });
  }, [me, go]);
  if (me !== null && me.secondFactor !== 'done') return <SecondFactorSteps me={me} onDone={setTyped} />;
  if (me !== null || open.isLoading) {
    return (
      <BareLayout title={t({ fr: 'Connexion…', en: 'Signing in…' })}>
        <Loading rows={3} />
      </BareLayout>
    );
  }
  return <PasswordStep onDone={setTyped} />;
}

function PasswordStep({ onDone }: { onDone: (me: Me) => void }) {
  const t = useT();
  const setup = useContract(getSetup, {});
  const enter = useContractMutation(signIn, { onDone });
  const first = useFocusFirst();
  const form = useForm({ login: '', password: '' }, enter.error);
  const interrupted = placeAfter(window.location.search) !== '/';
  return (
    <BareLayout
      title={t({ fr: 'Se connecter', en: 'Sign in' })}
      {...(interrupted
        ? {
            lead: t({
              fr: 'Vous reviendrez à la page demandée.',
              en: 'You will return to the page asked for.',
            }),
          }
        : {})}
    >
      {setup.data?.needed === true && (
        <Band state="planned">
          {t({
            fr: 'Vigie attend son premier administrateur : ouvrez le lien affiché par le serveur à son démarrage.',
            en: 'Vigie awaits its first administrator: open the link that the server printed when it started.',
          })}
        </Band>
      )}
      <Form
        onSubmit={() => enter.mutate({ body: form.values })}
        problem={enter.error}
        busy={enter.isPending}
        action={t({ fr: 'Se connecter', en: 'Sign in' })}
      >
        <TextInput
          label={t({ fr: 'Identifiant', en: 'Login' })}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          ref={first}
          required
          withAsterisk={false}
          {...form.text('login')}
        />
        <PasswordInput
          label={t({ fr: 'Mot de passe', en: 'Password' })}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.text('password')}
        />
      </Form>
      <p className="muted" style={{ fontSize: 13 }}>
        {t({
          fr: 'Mot de passe oublié ? Un administrateur peut vous remettre un lien pour en choisir un autre.',
          en: 'Forgot your password? An administrator can hand you a link to choose another.',
        })}
      </p>
    </BareLayout>
  );
}
