import { Modal, Select, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import type { FormState } from '#console/kit/form.tsx';
import { ProblemError } from '#console/client.ts';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import type { Grant } from '#platform/rights.ts';
import { createAccount, listAccounts, updateAccount } from './api-accounts.ts';
import type { AccountItem } from './api-accounts.ts';
import { GrantsField } from './grants-field.tsx';
import type { PasswordLink } from './link-once.tsx';

interface AccountDialogProps {
  readonly opened: boolean;
  /** The account to change; a new one without. */
  readonly account?: AccountItem | undefined;
  readonly onLink: (link: PasswordLink) => void;
  readonly onClose: () => void;
}

/** Creates an account, whose link is then shown once, or changes one. */
export function AccountDialog({ opened, account, onLink, onClose }: AccountDialogProps) {
  const t = useT();
  const title =
    account === undefined
      ? t({ fr: 'Créer un compte', en: 'Create an account' })
      : t({ fr: 'Modifier {name}', en: 'Change {name}' }, { name: account.displayName });
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={560}>
      {account === undefined ? (
        <CreateForm onLink={onLink} onClose={onClose} />
      ) : (
        <ChangeForm account={account} onClose={onClose} />
      )}
    </Modal>
  );
}

interface Values {
  readonly login: string;
  readonly displayName: string;
  readonly email: string;
  readonly language: 'fr' | 'en';
  readonly grants: readonly Grant[];
}

function CreateForm({ onLink, onClose }: Pick<AccountDialogProps, 'onLink' | 'onClose'>) {
  const t = useT();
  const create = useContractMutation(createAccount, {
    refresh: [listAccounts],
    onDone: ({ account, link }) => {
      onClose();
      onLink({ name: account.displayName, ...link });
    },
  });
  const form = useForm<Values>(
    {
      login: '',
      displayName: '',
      email: '',
      language: 'fr',
      grants: [{ role: 'viewer', organisationId: null }],
    },
    create.error,
  );
  const { login, displayName, email, language, grants } = form.values;
  return (
    <Form
      onSubmit={() =>
        create.mutate({ body: { login, displayName, email: emailOf(email), language, grants: [...grants] } })
      }
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Créer le compte', en: 'Create the account' })}
      onCancel={onClose}
    >
      <div className="form-grid">
        <TextInput
          label={t({ fr: 'Identifiant', en: 'Login' })}
          placeholder="rcagnard"
          autoComplete="off"
          data-autofocus
          {...form.text('login')}
        />
        <PersonFields form={form} problem={create.error} />
      </div>
    </Form>
  );
}

function ChangeForm({ account, onClose }: { account: AccountItem; onClose: () => void }) {
  const t = useT();
  const save = useContractMutation(updateAccount, {
    refresh: [listAccounts],
    onDone: () => {
      toast({ fr: 'Compte enregistré.', en: 'Account saved.' }, { state: 'ok' });
      onClose();
    },
  });
  const form = useForm<Values>(
    {
      login: account.login,
      displayName: account.displayName,
      email: account.email ?? '',
      language: account.language,
      grants: account.grants,
    },
    save.error,
  );
  const { displayName, email, language, grants } = form.values;
  return (
    <Form
      onSubmit={() =>
        save.mutate({
          params: { id: account.id },
          body: { displayName, email: emailOf(email), language, grants: [...grants] },
        })
      }
      problem={save.error}
      busy={save.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
      onCancel={onClose}
    >
      <div className="form-grid">
        <PersonFields form={form} problem={save.error} />
      </div>
    </Form>
  );
}

function emailOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function PersonFields({ form, problem }: { form: FormState<Values>; problem: unknown }) {
  const t = useT();
  const language = form.field('language');
  const grants = form.field('grants');
  return (
    <>
      <TextInput
        label={t({ fr: 'Nom affiché', en: 'Displayed name' })}
        placeholder="Rose Cagnard"
        autoComplete="off"
        {...form.text('displayName')}
      />
      <TextInput
        label={t({ fr: 'Adresse électronique', en: 'E-mail address' })}
        type="email"
        autoComplete="off"
        {...form.text('email')}
      />
      <Select
        label={t({ fr: 'Langue', en: 'Language' })}
        data={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
        value={language.value}
        onChange={(value) => language.set(value === 'en' ? 'en' : 'fr')}
        allowDeselect={false}
      />
      <GrantsField
        grants={grants.value}
        onChange={grants.set}
        error={grants.error ?? grantsError(problem, t)}
      />
    </>
  );
}

/** The refusal of one of the roles: `body.grants.0.organisationId`. */
function grantsError(problem: unknown, t: ReturnType<typeof useT>): string | undefined {
  if (!(problem instanceof ProblemError)) return undefined;
  const found = problem.fields.find((field) => field.field.startsWith('body.grants.'));
  return found === undefined ? undefined : t(found.message);
}
