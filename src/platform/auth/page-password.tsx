import { PasswordInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Time } from '#console/kit/time.tsx';
import { useFocusFirst } from '#console/kit/use-focus-first.ts';
import { setPreference } from '#console/preferences.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { checkPasswordLink, spendPasswordLink } from './api.ts';
import { BareLayout } from './bare-layout.tsx';

/** Also said of a link cut on its way: the server cannot tell them apart. */
const spent: Text = {
  fr: 'Il a déjà servi, a expiré, a été remplacé, ou n’est pas entier. Demandez-en un autre à un administrateur.',
  en: 'It was used already, has expired, was replaced, or is not whole. Ask an administrator for another.',
};

/** `/set-password#token`: the link an administrator hands over, by which a person chooses a password. */
export default function PasswordPage() {
  const t = useT();
  const [token] = useState(() => window.location.hash.slice(1));
  const [doneFor, setDoneFor] = useState<string | null>(null);
  const check = useContract(checkPasswordLink, { body: { token } }, { enabled: doneFor === null });
  const language = check.data?.language;
  useEffect(() => {
    if (language !== undefined) setPreference('language', language);
  }, [language]);
  const title = t({ fr: 'Choisissez votre mot de passe', en: 'Choose your password' });
  if (doneFor !== null) return <Done login={doneFor} />;
  if (check.isError && check.error.status >= 400 && check.error.status < 429) {
    return (
      <BareLayout title={t({ fr: 'Ce lien ne vaut plus', en: 'This link is no longer valid' })}>
        <p>{t(spent)}</p>
        <p>
          <Link href="/sign-in">{t({ fr: 'Se connecter', en: 'Sign in' })}</Link>
        </p>
      </BareLayout>
    );
  }
  if (check.isError) {
    return (
      <BareLayout title={title}>
        <ErrorState error={check.error} onRetry={() => void check.refetch()} />
      </BareLayout>
    );
  }
  if (check.data === undefined) {
    return (
      <BareLayout title={title}>
        <Loading rows={3} />
      </BareLayout>
    );
  }
  const { displayName, login, expiresAt } = check.data;
  return (
    <BareLayout title={title} lead={`${displayName} · ${login}`}>
      <NewPassword token={token} login={login} onDone={setDoneFor} />
      <p className="muted" style={{ fontSize: 13 }}>
        {t({ fr: 'Ce lien ne sert qu’une fois et expire le', en: 'This link works once and expires on' })}{' '}
        <Time at={expiresAt} mode="exact" />.
      </p>
    </BareLayout>
  );
}

interface NewPasswordProps {
  readonly token: string;
  readonly login: string;
  readonly onDone: (login: string) => void;
}

function NewPassword({ token, login, onDone }: NewPasswordProps) {
  const t = useT();
  const change = useContractMutation(spendPasswordLink, { onDone: (reply) => onDone(reply.login) });
  const first = useFocusFirst();
  const form = useForm({ password: '' }, change.error);
  return (
    <Form
      onSubmit={() => change.mutate({ body: { token, password: form.values.password } })}
      problem={change.error}
      busy={change.isPending}
      action={t({ fr: 'Enregistrer le mot de passe', en: 'Save the password' })}
    >
      {/* Tells a password manager whose password this is. */}
      <input type="text" autoComplete="username" value={login} readOnly hidden />
      <PasswordInput
        label={t({ fr: 'Nouveau mot de passe', en: 'New password' })}
        description={t({
          fr: 'Au moins 12 caractères. Quatre mots sans rapport font un bon mot de passe.',
          en: 'At least 12 characters. Four unrelated words make a good password.',
        })}
        autoComplete="new-password"
        ref={first}
        required
        withAsterisk={false}
        {...form.text('password')}
      />
    </Form>
  );
}

function Done({ login }: { login: string }) {
  const t = useT();
  return (
    <BareLayout title={t({ fr: 'Mot de passe enregistré', en: 'Password saved' })}>
      <p>
        {t(
          {
            fr: 'Vos autres sessions ont pris fin. Connectez-vous avec l’identifiant {login}.',
            en: 'Your other sessions have ended. Sign in with the login {login}.',
          },
          { login },
        )}
      </p>
      <p>
        <Link href="/sign-in">{t({ fr: 'Se connecter', en: 'Sign in' })}</Link>
      </p>
    </BareLayout>
  );
}
