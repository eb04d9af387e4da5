import { Button, TextInput } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { beginAuthenticator, confirmAuthenticator } from './api.ts';
import { copyText } from './copy-text.tsx';
import { QrCode } from './qr-code.tsx';

interface EnrolProps {
  /** Asked for when an authenticator is being replaced. */
  readonly password?: string;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onCancel?: () => void;
}

/** Sets up an authenticator: QR code, the same secret in text, and a first code to prove that it works. */
export function EnrolAuthenticator({ password, onCodes, onCancel }: EnrolProps) {
  const t = useT();
  const begin = useContractMutation(beginAuthenticator);
  const { mutate } = begin;
  const start = useCallback(
    () => mutate({ body: password === undefined ? {} : { password } }),
    [mutate, password],
  );
  useEffect(start, [start]);
  if (begin.isError) return <ErrorState error={begin.error} onRetry={start} />;
  if (begin.data === undefined) return <Loading rows={4} />;
  const { otpauthUrl, secret } = begin.data;
  return (
    <div className="stack" style={{ gap: 16 }}>
      <div className="qr">
        <QrCode text={otpauthUrl} label={t({ fr: 'Code QR de la clé', en: 'QR code of the key' })} />
        <div className="qr-text stack">
          <p>
            {t({
              fr: 'Scannez ce code avec une application d’authentification (FreeOTP+, Aegis, 2FAS…), ou saisissez-y cette clé :',
              en: 'Scan this code with an authenticator (FreeOTP+, Aegis, 2FAS…), or type this key into it:',
            })}
          </p>
          <code className="secret">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          <div>
            <Button size="compact-sm" onClick={() => copyText(secret)}>
              {t({ fr: 'Copier la clé', en: 'Copy the key' })}
            </Button>
          </div>
        </div>
      </div>
      <ConfirmCode onCodes={onCodes} {...(onCancel === undefined ? {} : { onCancel })} />
    </div>
  );
}

function ConfirmCode({ onCodes, onCancel }: Pick<EnrolProps, 'onCodes' | 'onCancel'>) {
  const t = useT();
  const confirm = useContractMutation(confirmAuthenticator, {
    onDone: (reply) => onCodes(reply.recoveryCodes),
  });
  const form = useForm({ code: '' }, confirm.error);
  return (
    <Form
      onSubmit={() => confirm.mutate({ body: { code: form.values.code.replaceAll(' ', '') } })}
      problem={confirm.error}
      busy={confirm.isPending}
      action={t({ fr: 'Vérifier le code', en: 'Check the code' })}
      {...(onCancel === undefined ? {} : { onCancel })}
    >
      <TextInput
        className="code-input"
        label={t({ fr: 'Code affiché par l’application', en: 'Code shown by the authenticator' })}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        required
        withAsterisk={false}
        {...form.text('code')}
      />
    </Form>
  );
}
