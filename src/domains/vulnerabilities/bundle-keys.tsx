import { Button, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Form, useForm } from '#console/kit/form.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { distrustBundleKey, listBundleKeys, trustBundleKey } from './api-feeds.ts';

type Keys = ReplyOf<typeof listBundleKeys>;

function spoken(fingerprint: string): string {
  return (fingerprint.match(/.{4}/g) ?? []).join(' ');
}

/** Whose bundles are accepted here, and by which key this Vigie signs its own. */
export function BundleKeys() {
  const t = useT();
  const { data } = useContract(listBundleKeys, {}, { live: ['feed'] });
  return (
    <details className="feed-keys">
      <summary>
        {t({ fr: 'Clés dont les lots sont acceptés', en: 'Keys whose bundles are accepted' })}{' '}
        <span className="muted num">{data?.items.length}</span>
      </summary>
      {data?.items.length === 0 && (
        <p className="muted">
          {t({
            fr: 'Aucune : seuls les lots de cette Vigie sont acceptés.',
            en: 'None: only the bundles of this Vigie are accepted.',
          })}
        </p>
      )}
      <ul className="feed-list">
        {data?.items.map((key) => (
          <KeyLine key={key.fingerprint} bundleKey={key} />
        ))}
      </ul>
      <TrustForm />
      {data?.own != null && (
        <p className="muted feed-key">
          {t({
            fr: 'Clé de cette Vigie, à donner à qui reçoit ses lots :',
            en: 'Key of this Vigie, for whoever receives its bundles:',
          })}{' '}
          <code>{data.own.key}</code> {t({ fr: 'empreinte', en: 'fingerprint' })}{' '}
          <code>{spoken(data.own.fingerprint)}</code>
        </p>
      )}
    </details>
  );
}

function KeyLine({ bundleKey }: { bundleKey: Keys['items'][number] }) {
  const t = useT();
  const remove = useContractMutation(distrustBundleKey, { refresh: [listBundleKeys] });
  const { name, fingerprint } = bundleKey;
  const ask = async (): Promise<void> => {
    const yes = await confirm({
      title: t(
        { fr: 'Ne plus accepter les lots de {name} ?', en: 'No longer accept the bundles of {name}?' },
        { name },
      ),
      body: t({
        fr: 'Ce qui est déjà chargé reste. Ses prochains lots seront refusés.',
        en: 'What is loaded stays. Its next bundles will be refused.',
      }),
      action: t({ fr: 'Retirer la clé', en: 'Remove the key' }),
    });
    if (yes) await remove.mutateAsync({ params: { fingerprint } }).catch(toastProblem);
  };
  return (
    <li className="feed-key-line">
      <span>
        <strong>{name}</strong>{' '}
        <span className="muted">
          {t({ fr: 'acceptée par {by}', en: 'accepted by {by}' }, { by: bundleKey.trustedBy })}{' '}
          <Time at={bundleKey.trustedAt} />
        </span>
        <code className="feed-key">{spoken(fingerprint)}</code>
      </span>
      <Button size="compact-xs" variant="subtle" onClick={() => void ask()}>
        {t({ fr: 'Retirer', en: 'Remove' })}
      </Button>
    </li>
  );
}

function TrustForm() {
  const t = useT();
  const trust = useContractMutation(trustBundleKey, {
    refresh: [listBundleKeys],
    onDone: () => {
      toast({ fr: 'Clé acceptée.', en: 'Key accepted.' }, { state: 'ok' });
      form.reset({ key: '', name: '' });
    },
  });
  const form = useForm({ key: '', name: '' }, trust.error);
  return (
    <Form
      onSubmit={() => trust.mutate({ body: form.values })}
      problem={trust.error}
      busy={trust.isPending}
      action={t({ fr: 'Accepter cette clé', en: 'Accept this key' })}
    >
      <div className="form-grid">
        <TextInput
          label={t({ fr: 'Clé publique', en: 'Public key' })}
          description={t({
            fr: 'Comparez son empreinte de vive voix avec qui exporte',
            en: 'Compare its fingerprint aloud with whoever exports',
          })}
          placeholder="vigie-feeds:…"
          classNames={{ input: 'mono' }}
          spellCheck={false}
          maxLength={200}
          {...form.text('key')}
        />
        <TextInput
          label={t({ fr: 'De qui', en: 'Whose' })}
          description={t({ fr: 'Le site ou l’équipe', en: 'The site or the team' })}
          maxLength={120}
          {...form.text('name')}
        />
      </div>
    </Form>
  );
}
