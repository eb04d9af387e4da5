import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { fieldError } from '#console/kit/form.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import {
  addSubscriptions,
  listSubscriptionHits,
  listSubscriptions,
  previewSubscription,
  subscriptionKinds,
  suggestSubscriptions,
  tooMany,
} from './api-subscriptions.ts';
import type { Preview, SubscriptionKind } from './api-subscriptions.ts';
import { foundText, kindHelp, kindTexts } from './subscription-words.ts';

interface Given {
  readonly kind: SubscriptionKind;
  readonly value: string;
}

/** Saves subscriptions and reads again what they change. */
export function useSubscribe() {
  const add = useContractMutation(addSubscriptions, {
    refresh: [listSubscriptions, listSubscriptionHits, suggestSubscriptions],
  });
  const subscribe = async (items: readonly Given[]): Promise<boolean> => {
    try {
      const { added } = await add.mutateAsync({ body: { items: [...items] } });
      toast(
        added === 0
          ? { fr: 'Vous suivez déjà ce sujet.', en: 'You follow this subject already.' }
          : added === 1
            ? { fr: 'Sujet suivi.', en: 'Subject followed.' }
            : { fr: `${added} sujets suivis.`, en: `${added} subjects followed.` },
        { state: 'ok' },
      );
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    }
  };
  return { subscribe, busy: add.isPending };
}

/** A subject is tried first: what it would have told in 30 days says whether it is worth following. */
export function SubscribeForm() {
  const t = useT();
  const [kind, setKind] = useState<SubscriptionKind>('vendor');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState<Given | null>(null);
  const { subscribe, busy } = useSubscribe();
  const trial = useContract(
    previewSubscription,
    { query: tried ?? { kind, value: '--' } },
    { enabled: tried !== null, keep: false },
  );
  const change = (next: Partial<Given>): void => {
    if (next.kind !== undefined) setKind(next.kind);
    if (next.value !== undefined) setValue(next.value);
    setTried(null);
  };
  const problem = fieldError(trial.error, 'value');
  const save = async (): Promise<void> => {
    if (tried !== null && (await subscribe([tried]))) change({ value: '' });
  };
  return (
    <form
      className="stack"
      style={{ gap: 12 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim().length >= 2) setTried({ kind, value: value.trim() });
      }}
    >
      <SegmentedControl
        aria-label={t({ fr: 'Nature du sujet', en: 'Kind of subject' })}
        value={kind}
        onChange={(next) => change({ kind: next as SubscriptionKind })}
        data={subscriptionKinds.map((one) => ({ value: one, label: capitalised(t(kindTexts[one])) }))}
      />
      <TextInput
        label={t({ fr: 'Sujet', en: 'Subject' })}
        description={t(kindHelp[kind])}
        value={value}
        maxLength={200}
        error={problem === undefined ? undefined : t(problem.message)}
        onChange={(event) => change({ value: event.currentTarget.value })}
      />
      {trial.data !== undefined && tried !== null && <Tried given={tried} preview={trial.data} />}
      {trial.error !== null && problem === undefined && <Band state="down">{t(trial.error.text)}</Band>}
      <div className="row">
        {trial.data === undefined ? (
          <Button
            type="submit"
            variant="filled"
            disabled={value.trim().length < 2}
            loading={trial.isFetching}
          >
            {t({ fr: 'Essayer', en: 'Try' })}
          </Button>
        ) : (
          <Button variant="filled" loading={busy} onClick={() => void save()}>
            {t({ fr: 'Suivre', en: 'Follow' })}
          </Button>
        )}
      </div>
    </form>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Tried({ given, preview }: { given: Given; preview: Preview }) {
  const t = useT();
  const { count, touching, examples, nothingKnown } = preview;
  if (nothingKnown) {
    return (
      <Band state="unknown">
        {t({
          fr: 'Aucun avis des 30 derniers jours n’est chargé : l’essai ne dit rien. L’abonnement vaudra dès que les flux seront lus.',
          en: 'No advisory of the last 30 days is loaded: the trial says nothing. The subscription will hold once the feeds are read.',
        })}
      </Band>
    );
  }
  const values = { count, value: given.value };
  return (
    <div className="stack">
      <p>
        {count === 0
          ? t(
              {
                fr: '« {value} » n’aurait rien donné en 30 jours : l’orthographe est-elle la bonne ? Un sujet rare peut aussi être suivi tel quel.',
                en: '“{value}” would have given nothing in 30 days: is the spelling right? A rare subject may also be followed as it is.',
              },
              values,
            )
          : t(
              {
                fr: '« {value} » aurait donné {count} sujet en 30 jours.|« {value} » aurait donné {count} sujets en 30 jours.',
                en: '“{value}” would have given {count} subject in 30 days.|“{value}” would have given {count} subjects in 30 days.',
              },
              values,
            )}{' '}
        {count > 0 &&
          t(
            {
              fr: '{count} touche ce que nous avons.|{count} touchent ce que nous avons.',
              en: '{count} touches what we have.|{count} touch what we have.',
            },
            { count: touching },
          )}
      </p>
      {count > tooMany && (
        <Band state="degraded">
          {t({
            fr: 'C’est plus que ce qu’on lit. Suivez plutôt les produits que vous avez : ce qui touche la carte est dit de toute façon.',
            en: 'That is more than one reads. Rather follow the products you have: what touches the map is told anyway.',
          })}
        </Band>
      )}
      <ul className="trial">
        {examples.map((one) => (
          <li key={one.name}>
            <span className="mono">{one.name}</span> <span>{one.title}</span>
            <span className="muted"> · {t(foundText(one.found.by), { text: one.found.text })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
