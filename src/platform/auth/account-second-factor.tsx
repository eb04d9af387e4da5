import { Button, Modal, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Section } from '#console/kit/page.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { loadSession } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { renewRecoveryCodes } from './api.ts';
import type { Me } from './api.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { EnrolAuthenticator } from './second-factor-enrol.tsx';

type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly next: 'replace' | 'codes' }
  | { readonly kind: 'enrol'; readonly password?: string }
  | { readonly kind: 'codes'; readonly codes: readonly string[] };

const fewCodes = 2;

/** The authenticator of one's account and its recovery codes. */
export function AccountSecondFactor({ me }: { me: Me }) {
  const t = useT();
  const [step, setStep] = useState<Step>({ kind: 'none' });
  return (
    <Section title={t({ fr: 'Second facteur', en: 'Second factor' })}>
      <div className="card padded stack">
        {me.hasAuthenticator ? (
          <p>
            {t(
              {
                fr: 'Une application d’authentification est configurée ; il reste {count} code de secours.|Une application d’authentification est configurée ; il reste {count} codes de secours.',
                en: 'An authenticator is set up; {count} recovery code is left.|An authenticator is set up; {count} recovery codes are left.',
              },
              { count: me.recoveryCodesLeft },
            )}
          </p>
        ) : (
          <Band state="degraded">
            {t({
              fr: 'Seul votre mot de passe protège ce compte. Configurez une application d’authentification.',
              en: 'Only your password protects this account. Set up an authenticator.',
            })}
          </Band>
        )}
        {me.hasAuthenticator && me.recoveryCodesLeft <= fewCodes && (
          <Band state="degraded">
            {t({
              fr: 'Presque plus de codes de secours : sans téléphone, vous ne pourriez plus entrer. Renouvelez-les.',
              en: 'Hardly any recovery code is left: without your phone you could not enter. Renew them.',
            })}
          </Band>
        )}
        <div className="row wrap">
          {me.hasAuthenticator ? (
            <>
              <Button onClick={() => setStep({ kind: 'password', next: 'codes' })}>
                {t({ fr: 'Renouveler les codes de secours', en: 'Renew the recovery codes' })}
              </Button>
              <Button onClick={() => setStep({ kind: 'password', next: 'replace' })}>
                {t({ fr: 'Changer d’application', en: 'Change authenticator' })}
              </Button>
            </>
          ) : (
            <Button variant="filled" onClick={() => setStep({ kind: 'enrol' })}>
              {t({ fr: 'Configurer une application', en: 'Set up an authenticator' })}
            </Button>
          )}
        </div>
      </div>
      <StepDialog step={step} setStep={setStep} />
    </Section>
  );
}

function StepDialog({ step, setStep }: { step: Step; setStep: (step: Step) => void }) {
  const t = useT();
  const close = (): void => setStep({ kind: 'none' });
  const kept = (): void => {
    close();
    loadSession().catch(toastProblem);
    toast({ fr: 'Second facteur à jour.', en: 'Second factor up to date.' }, { state: 'ok' });
  };
  const titles = {
    none: '',
    password: t({ fr: 'Confirmez votre mot de passe', en: 'Confirm your password' }),
    enrol: t({ fr: 'Application d’authentification', en: 'Authenticator' }),
    codes: t({ fr: 'Gardez vos codes de secours', en: 'Keep your recovery codes' }),
  };
  return (
    <Modal
      opened={step.kind !== 'none'}
      onClose={close}
      title={titles[step.kind]}
      size={540}
      // Shown once: a click beside must not lose them.
      closeOnClickOutside={step.kind !== 'codes'}
      closeOnEscape={step.kind !== 'codes'}
      withCloseButton={step.kind !== 'codes'}
    >
      {step.kind === 'password' && (
        <PasswordAgain
          next={step.next}
          onReplace={(password) => setStep({ kind: 'enrol', password })}
          onCodes={(codes) => setStep({ kind: 'codes', codes })}
          onCancel={close}
        />
      )}
      {step.kind === 'enrol' && (
        <EnrolAuthenticator
          {...(step.password === undefined ? {} : { password: step.password })}
          onCodes={(codes) => setStep({ kind: 'codes', codes })}
          onCancel={close}
        />
      )}
      {step.kind === 'codes' && (
        <div className="stack">
          <p className="muted">
            {t({
              fr: 'Chacun remplace une fois votre téléphone. Les précédents ne valent plus. Vigie ne les montrera plus.',
              en: 'Each replaces your phone once. The former ones are void. Vigie will not show them again.',
            })}
          </p>
          <RecoveryCodes codes={step.codes} onKept={kept} />
        </div>
      )}
    </Modal>
  );
}

interface PasswordAgainProps {
  readonly next: 'replace' | 'codes';
  readonly onReplace: (password: string) => void;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onCancel: () => void;
}

function PasswordAgain({ next, onReplace, onCodes, onCancel }: PasswordAgainProps) {
  const t = useT();
  const renew = useContractMutation(renewRecoveryCodes, { onDone: (reply) => onCodes(reply.recoveryCodes) });
  const form = useForm({ password: '' }, renew.error);
  const { password } = form.values;
  return (
    <Form
      onSubmit={() => (next === 'replace' ? onReplace(password) : renew.mutate({ body: { password } }))}
      problem={renew.error}
      busy={renew.isPending}
      action={t({ fr: 'Continuer', en: 'Continue' })}
      onCancel={onCancel}
    >
      <PasswordInput
        label={t({ fr: 'Mot de passe', en: 'Password' })}
        autoComplete="current-password"
        data-autofocus
        {...form.text('password')}
      />
    </Form>
  );
}
