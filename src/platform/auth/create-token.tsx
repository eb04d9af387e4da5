import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Form, fieldError, useForm } from '#console/kit/form.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { rightTexts } from '#platform/rights.ts';
import type { Right } from '#platform/rights.ts';
import { createToken, listAllTokens, listTokens, tokenRights } from './api.ts';
import type { Me } from './api.ts';
import { copyText } from './copy-text.tsx';

interface CreateTokenProps {
  readonly me: Me;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes a token limited to some of one's rights, then shows it once. */
export function CreateToken({ me, opened, onClose }: CreateTokenProps) {
  const t = useT();
  const [token, setToken] = useState<string | null>(null);
  const close = (): void => {
    setToken(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t({ fr: 'Créer un jeton d’API', en: 'Create an API token' })}
      size={480}
      closeOnClickOutside={token === null}
      closeOnEscape={token === null}
    >
      {token === null ? (
        <TokenForm me={me} onToken={setToken} onCancel={close} />
      ) : (
        <div className="stack" style={{ gap: 12 }}>
          <p>
            {t({
              fr: 'Copiez ce jeton maintenant : Vigie n’en garde qu’une empreinte et ne le montrera plus.',
              en: 'Copy this token now: Vigie keeps only a hash of it and will not show it again.',
            })}
          </p>
          <code className="secret">{token}</code>
          <div className="row">
            <Button variant="filled" onClick={() => copyText(token)}>
              {t({ fr: 'Copier', en: 'Copy' })}
            </Button>
            <Button onClick={close}>{t({ fr: 'Fermer', en: 'Close' })}</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

interface TokenFormProps {
  readonly me: Me;
  readonly onToken: (token: string) => void;
  readonly onCancel: () => void;
}

function TokenForm({ me, onToken, onCancel }: TokenFormProps) {
  const t = useT();
  const create = useContractMutation(createToken, {
    refresh: [listTokens, listAllTokens],
    onDone: (reply) => onToken(reply.token),
  });
  const form = useForm({ name: '', rights: ['read'] as Right[], days: '90' }, create.error);
  const { name, rights, days } = form.values;
  const rightsError = fieldError(create.error, 'rights');
  return (
    <Form
      onSubmit={() => create.mutate({ body: { name, rights, expiresInDays: Number(days) } })}
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Créer le jeton', en: 'Create the token' })}
      onCancel={onCancel}
    >
      <TextInput
        label={t({ fr: 'Nom', en: 'Name' })}
        description={t({
          fr: 'Le programme qui s’en servira : « export Grafana »',
          en: 'The program that will use it: “Grafana export”',
        })}
        data-autofocus
        {...form.text('name')}
      />
      <Checkbox.Group
        label={t({ fr: 'Droits', en: 'Rights' })}
        value={rights}
        onChange={(value) => form.set('rights', value as Right[])}
        error={rightsError === undefined ? undefined : t(rightsError.message)}
      >
        <div className="stack" style={{ gap: 10, marginTop: 4 }}>
          {tokenRights
            .filter((right) => me.rights.includes(right))
            .map((right) => (
              <Checkbox key={right} value={right} label={t(rightTexts[right])} />
            ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t({ fr: 'Valable', en: 'Valid for' })}
        data={['7', '30', '90', '180', '365'].map((value) => ({
          value,
          label: t({ fr: '{count} jours', en: '{count} days' }, { count: Number(value) }),
        }))}
        value={days}
        onChange={(value) => form.set('days', value ?? '90')}
        allowDeselect={false}
      />
    </Form>
  );
}
