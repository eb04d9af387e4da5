import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { useFocusFirst } from '#console/kit/use-focus-first.ts';
import { Loading } from '#console/kit/loading.tsx';
import { usePreferences } from '#console/preferences.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { completeSetup, getSetup } from './api.ts';
import type { Me } from './api.ts';
import { BareLayout } from './bare-layout.tsx';
import { enterConsole } from './enter-console.tsx';
import { EnrolSteps, SecondFactorSteps } from './second-factor-steps.tsx';

/** `/setup#token`: the first administrator, then the second factor. */
export default function SetupPage() {
  const t = useT();
  const go = useGo();
  const [token] = useState(() => window.location.hash.slice(1));
  const [me, setMe] = useState<Me | null>(null);
  const enter = (next: Me): void => {
    setMe(next);
    if (next.secondFactor !== 'done') return;
    enterConsole(next);
    go('/', { replace: true });
  };
  if (me === null) return <FirstAccount token={token} onDone={enter} />;
  return <SecondFactorSteps me={me} onDone={enter} before={[t({ fr: 'Compte', en: 'Account' })]} />;
}

interface FirstAccountProps {
  readonly token: string;
  readonly onDone: (me: Me) => void;
}

function FirstAccount({ token, onDone }: FirstAccountProps) {
  const t = useT();
  const setup = useContract(getSetup, {});
  const title = t({ fr: 'Bienvenue dans Vigie', en: 'Welcome to Vigie' });
  if (setup.isError) {
    return (
      <BareLayout title={title}>
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      </BareLayout>
    );
  }
  if (setup.data === undefined) {
    return (
      <BareLayout title={title}>
        <Loading rows={4} />
      </BareLayout>
    );
  }
  if (!setup.data.needed) {
    return (
      <BareLayout title={t({ fr: 'Vigie est déjà configurée', en: 'Vigie is already set up' })}>
        <p>
          {t({
            fr: 'Le premier administrateur existe. Il peut vous créer un compte.',
            en: 'The first administrator exists, and can create an account for you.',
          })}
        </p>
        <p>
          <Link href="/sign-in">{t({ fr: 'Se connecter', en: 'Sign in' })}</Link>
        </p>
      </BareLayout>
    );
  }
  if (token === '') return <NoToken />;
  return <AccountForm token={token} onDone={onDone} />;
}

function NoToken() {
  const t = useT();
  return (
    <BareLayout
      title={t({ fr: 'Il manque le lien de premier démarrage', en: 'The first-start link is missing' })}
    >
      <p>
        {t({
          fr: 'Pour que seul l’exploitant du serveur crée le premier compte, Vigie affiche un lien à usage unique dans le terminal ou le journal où elle a démarré. Ouvrez ce lien, en entier, signe # compris.',
          en: 'So that only who runs the server creates the first account, Vigie prints a one-time link in the terminal or the log where it started. Open that link whole, sign # included.',
        })}
      </p>
      <p className="muted">
        {t({
          fr: 'Lien perdu ? Redémarrez Vigie : elle en affiche un autre.',
          en: 'Link lost? Restart Vigie: it prints another.',
        })}
      </p>
    </BareLayout>
  );
}

function AccountForm({ token, onDone }: FirstAccountProps) {
  const t = useT();
  const { language } = usePreferences();
  const create = useContractMutation(completeSetup, { onDone });
  const first = useFocusFirst();
  const form = useForm({ displayName: '', login: '', password: '' }, create.error);
  return (
    <BareLayout
      steps={<EnrolSteps before={[t({ fr: 'Compte', en: 'Account' })]} current={0} />}
      title={t({ fr: 'Bienvenue dans Vigie', en: 'Welcome to Vigie' })}
      lead={t({
        fr: 'Créez le premier compte, celui d’un administrateur. Les autres se créent ensuite depuis la console.',
        en: 'Create the first account, an administrator’s. The others are then created from the console.',
      })}
    >
      <Form
        onSubmit={() => create.mutate({ body: { ...form.values, token, language } })}
        problem={create.error}
        busy={create.isPending}
        action={t({ fr: 'Créer le compte', en: 'Create the account' })}
      >
        <TextInput
          label={t({ fr: 'Nom affiché', en: 'Displayed name' })}
          autoComplete="name"
          ref={first}
          required
          withAsterisk={false}
          {...form.text('displayName')}
        />
        <TextInput
          label={t({ fr: 'Identifiant', en: 'Login' })}
          description={t({
            fr: 'Lettres, chiffres et . _ + - @, sans espace',
            en: 'Letters, digits and . _ + - @, no space',
          })}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          {...form.text('login')}
        />
        <PasswordInput
          label={t({ fr: 'Mot de passe', en: 'Password' })}
          description={t({
            fr: 'Au moins 12 caractères. Quatre mots sans rapport font un bon mot de passe.',
            en: 'At least 12 characters. Four unrelated words make a good password.',
          })}
          autoComplete="new-password"
          required
          withAsterisk={false}
          {...form.text('password')}
        />
      </Form>
    </BareLayout>
  );
}
