import { PasswordInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { Section } from '#console/kit/page.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { changePassword, listSessions } from './api.ts';
import type { Me } from './api.ts';

/** Changes one's password; the other sessions end. */
export function AccountPassword({ me }: { me: Me }) {
  const t = useT();
  const change = useContractMutation(changePassword, {
    refresh: [listSessions],
    onDone: () => {
      form.reset({ currentPassword: '', newPassword: '' });
      toast(
        {
          fr: 'Mot de passe changé ; vos autres sessions ont pris fin.',
          en: 'Password changed; your other sessions have ended.',
        },
        { state: 'ok' },
      );
    },
  });
  const form = useForm({ currentPassword: '', newPassword: '' }, change.error);
  return (
    <Section title={t({ fr: 'Mot de passe', en: 'Password' })}>
      <div className="card padded">
        <Form
          onSubmit={() => change.mutate({ body: form.values })}
          problem={change.error}
          busy={change.isPending}
          action={t({ fr: 'Changer le mot de passe', en: 'Change the password' })}
        >
          <input type="text" autoComplete="username" value={me.login} readOnly hidden />
          <div className="account-form">
            <PasswordInput
              label={t({ fr: 'Mot de passe actuel', en: 'Current password' })}
              autoComplete="current-password"
              {...form.text('currentPassword')}
            />
            <PasswordInput
              label={t({ fr: 'Nouveau mot de passe', en: 'New password' })}
              description={t({
                fr: 'Au moins 12 caractères ; quatre mots sans rapport conviennent',
                en: 'At least 12 characters; four unrelated words will do',
              })}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autoComplete="new-password"
              {...form.text('newPassword')}
            />
          </div>
        </Form>
      </div>
    </Section>
  );
}
