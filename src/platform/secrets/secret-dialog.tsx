import { Modal, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { createSecret, listSecrets, replaceSecret } from './api.ts';
import { secretKinds } from './secret-kinds.tsx';

export type Secret = ReplyOf<typeof listSecrets>['items'][number];

interface SecretDialogProps {
  readonly opened: boolean;
  /** The secret to replace; a new one without. */
  readonly secret?: Secret | undefined;
  readonly onClose: () => void;
}

/** Puts a secret in, or replaces one: its value goes in and never comes out. */
export function SecretDialog({ opened, secret, onClose }: SecretDialogProps) {
  const t = useT();
  const title =
    secret === undefined
      ? t({ fr: 'Confier un secret', en: 'Entrust a secret' })
      : t({ fr: 'Remplacer « {name} »', en: 'Replace “{name}”' }, { name: secret.name });
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={480}>
      {secret === undefined ? (
        <CreateForm onClose={onClose} />
      ) : (
        <ReplaceForm secret={secret} onClose={onClose} />
      )}
    </Modal>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const t = useT();
  const create = useContractMutation(createSecret, {
    refresh: [listSecrets],
    onDone: () => {
      toast({ fr: 'Secret confié.', en: 'Secret entrusted.' }, { state: 'ok' });
      onClose();
    },
  });
  const form = useForm({ name: '', kind: 'password', value: '' }, create.error);
  return (
    <Form
      onSubmit={() => create.mutate({ body: form.values })}
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Confier le secret', en: 'Entrust the secret' })}
      onCancel={onClose}
    >
      <TextInput
        label={t({ fr: 'Nom', en: 'Name' })}
        description={t({
          fr: 'Ce qu’il ouvre : « SNMP commutateurs Koné »',
          en: 'What it opens: “SNMP switches Koné”',
        })}
        autoComplete="off"
        data-autofocus
        {...form.text('name')}
      />
      <Select
        label={t({ fr: 'Genre', en: 'Kind' })}
        data={Object.entries(secretKinds).map(([value, text]) => ({ value, label: t(text) }))}
        value={form.values.kind}
        onChange={(value) => form.set('kind', value ?? 'password')}
        allowDeselect={false}
      />
      <ValueField
        kind={form.values.kind}
        label={t({ fr: 'Valeur', en: 'Value' })}
        field={form.text('value')}
      />
    </Form>
  );
}

function ReplaceForm({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const t = useT();
  const replace = useContractMutation(replaceSecret, {
    refresh: [listSecrets],
    onDone: () => {
      toast({ fr: 'Secret remplacé.', en: 'Secret replaced.' }, { state: 'ok' });
      onClose();
    },
  });
  const form = useForm({ name: secret.name, value: '' }, replace.error);
  const { name, value } = form.values;
  return (
    <Form
      onSubmit={() =>
        replace.mutate({ params: { id: secret.id }, body: { name, ...(value === '' ? {} : { value }) } })
      }
      problem={replace.error}
      busy={replace.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
      onCancel={onClose}
    >
      <TextInput label={t({ fr: 'Nom', en: 'Name' })} autoComplete="off" {...form.text('name')} />
      <ValueField
        kind={secret.kind}
        label={t({ fr: 'Nouvelle valeur', en: 'New value' })}
        help={t({
          fr: 'Vide : la valeur actuelle reste. Elle ne peut pas être montrée.',
          en: 'Empty: the present value stays. It cannot be shown.',
        })}
        field={form.text('value')}
      />
    </Form>
  );
}

interface ValueFieldProps {
  readonly kind: string;
  readonly label: string;
  readonly help?: string;
  readonly field: ReturnType<ReturnType<typeof useForm<{ value: string }>>['text']>;
}

/** Keys have several lines; the rest is hidden while it is typed. */
function ValueField({ kind, label, help, field }: ValueFieldProps) {
  const t = useT();
  const shared = { label, ...(help === undefined ? {} : { description: help }), ...field };
  if (kind === 'ssh-key' || kind === 'certificate') {
    return <Textarea {...shared} rows={6} spellCheck={false} autoComplete="off" className="mono" />;
  }
  return (
    <PasswordInput
      {...shared}
      autoComplete="new-password"
      visibilityToggleButtonProps={{
        'aria-label': t({ fr: 'Montrer ce que vous tapez', en: 'Show what you type' }),
      }}
    />
  );
}
