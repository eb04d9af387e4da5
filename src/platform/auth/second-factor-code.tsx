import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { useFocusFirst } from '#console/kit/use-focus-first.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { passSecondFactor } from './api.ts';
import type { Me } from './api.ts';

/** Asks for the code of the authenticator, or for one of the recovery codes. */
export function SecondFactorCode({ onDone }: { onDone: (me: Me) => void }) {
  const t = useT();
  const [recovery, setRecovery] = useState(false);
  const pass = useContractMutation(passSecondFactor, { onDone });
  const first = useFocusFirst();
  const form = useForm({ code: '' }, pass.error);
  const code = recovery ? form.values.code.trim() : form.values.code.replaceAll(' ', '');
  return (
    <>
      <Form
        onSubmit={() => pass.mutate({ body: { code } })}
        problem={pass.error}
        busy={pass.isPending}
        action={t({ fr: 'Continuer', en: 'Continue' })}
      >
        <TextInput
          key={recovery ? 'recovery' : 'code'}
          className="code-input"
          label={
            recovery
              ? t({ fr: 'Code de secours', en: 'Recovery code' })
              : t({ fr: 'Code à six chiffres', en: 'Six-digit code' })
          }
          description={
            recovery
              ? t({
                  fr: 'Un des dix codes reçus à la configuration ; chacun ne sert qu’une fois.',
                  en: 'One of the ten codes received at set-up; each works once.',
                })
              : t({
                  fr: 'Celui que votre application d’authentification affiche pour Vigie.',
                  en: 'The one that your authenticator shows for Vigie.',
                })
          }
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete={recovery ? 'off' : 'one-time-code'}
          maxLength={recovery ? 40 : 7}
          ref={first}
          required
          withAsterisk={false}
          {...form.text('code')}
        />
      </Form>
      <p className="muted">
        <button
          type="button"
          className="text-button"
          onClick={() => {
            form.reset({ code: '' });
            pass.reset();
            setRecovery(!recovery);
          }}
        >
          {recovery
            ? t({ fr: 'Utiliser l’application d’authentification', en: 'Use the authenticator' })
            : t({
                fr: 'Téléphone absent ? Utiliser un code de secours',
                en: 'No phone at hand? Use a recovery code',
              })}
        </button>
      </p>
    </>
  );
}
