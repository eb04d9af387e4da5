import { Button, Modal, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { listSecrets } from '#platform/secrets/api.ts';
import { addFeed, listFeeds, readFeedPage, updateFeed } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';
import { kindTexts } from './feed-kind-texts.ts';
import { feedHours } from './feed-words.tsx';

interface FeedDialogProps {
  readonly opened: boolean;
  /** The feed to set up or to change; one that is not of the catalogue without. */
  readonly feed?: Feed | undefined;
  readonly folders: readonly string[];
  readonly onClose: () => void;
}

/** Enables a feed of the catalogue, adds another, or changes one: where it is read, how often, how old it may be. */
export function FeedDialog({ opened, feed, folders, onClose }: FeedDialogProps) {
  const t = useT();
  const name = feed === undefined ? '' : t(feed.title);
  let title = t({ fr: 'Ajouter un flux', en: 'Add a feed' });
  if (feed !== undefined) {
    title = feed.isOffered
      ? t({ fr: 'Activer {name}', en: 'Enable {name}' }, { name })
      : t({ fr: 'Modifier {name}', en: 'Change {name}' }, { name });
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={560}>
      <FeedForm feed={feed} folders={folders} onClose={onClose} />
    </Modal>
  );
}

const day = 86_400;

function initialOf(feed: Feed | undefined) {
  return {
    id: feed?.id ?? '',
    kind: feed?.kind ?? ('csaf' as Feed['kind']),
    name: feed?.title.fr ?? '',
    origin: feed?.origin ?? (feed?.isOffered === true ? feed.publicOrigin : null) ?? '',
    everySeconds: feed?.everySeconds ?? day,
    staleDays: Math.max(1, Math.round((feed?.staleAfterSeconds ?? 30 * day) / day)),
    secretId: feed?.secretId ?? null,
    enabled: feed === undefined || feed.isOffered || feed.enabled,
  };
}
type Draft = ReturnType<typeof initialOf>;

/** `csaf:fortinet` of a new feed: its kind and its name. */
function idOf({ id, kind, name }: Draft): string {
  if (id !== '') return id;
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return slug === '' ? kind : `${kind}:${slug}`;
}

function useSave(feed: Feed | undefined, onClose: () => void) {
  const refresh = [listFeeds, readFeedPage];
  const create = useContractMutation(addFeed, { refresh });
  const update = useContractMutation(updateFeed, { refresh });
  const isNew = feed === undefined || feed.isOffered;
  const current = isNew ? create : update;
  const done = (): void => {
    toast({ fr: 'Flux enregistré.', en: 'Feed kept.' }, { state: 'ok' });
    onClose();
  };
  return {
    error: current.error,
    busy: current.isPending,
    send: (draft: Draft): void => {
      const body = {
        // A feed of the catalogue has its name in both languages; another has the one that it was given.
        title:
          feed === undefined || draft.name !== feed.title.fr
            ? { fr: draft.name, en: draft.name }
            : feed.title,
        origin: draft.origin.trim() === '' ? null : draft.origin.trim(),
        enabled: draft.enabled,
        everySeconds: draft.everySeconds,
        staleAfterSeconds: draft.staleDays * day,
        secretId: draft.secretId,
      };
      if (isNew) create.mutate({ body: { ...body, id: idOf(draft), kind: draft.kind } }, { onSuccess: done });
      else update.mutate({ params: { id: feed.id }, body }, { onSuccess: done });
    },
  };
}

function FeedForm({ feed, folders, onClose }: Omit<FeedDialogProps, 'opened'>) {
  const t = useT();
  const save = useSave(feed, onClose);
  const form = useForm(initialOf(feed), save.error);
  const isNew = feed === undefined || feed.isOffered;
  return (
    <Form
      onSubmit={() => save.send(form.values)}
      problem={save.error}
      busy={save.busy}
      action={
        feed?.isOffered === true
          ? t({ fr: 'Activer', en: 'Enable' })
          : isNew
            ? t({ fr: 'Ajouter', en: 'Add' })
            : t({ fr: 'Enregistrer', en: 'Save' })
      }
      onCancel={onClose}
    >
      {feed?.brings != null && <p className="muted">{t(feed.brings)}</p>}
      {feed === undefined && <WhatFields form={form} />}
      <OriginField form={form} feed={feed} folders={folders} />
      <PaceFields form={form} />
      {feed?.takesKey === true && <KeyField form={form} />}
      {!isNew && (
        <Switch
          label={t({ fr: 'Flux activé', en: 'Feed enabled' })}
          checked={form.values.enabled}
          onChange={(event) => form.set('enabled', event.currentTarget.checked)}
        />
      )}
    </Form>
  );
}

type FormOf = ReturnType<typeof useForm<Draft>>;

function WhatFields({ form }: { form: FormOf }) {
  const t = useT();
  return (
    <div className="form-grid">
      <Select
        label={t({ fr: 'Genre', en: 'Kind' })}
        allowDeselect={false}
        data={Object.entries(kindTexts).map(([value, text]) => ({ value, label: t(text) }))}
        value={form.values.kind}
        onChange={(kind) => form.set('kind', (kind ?? 'csaf') as Feed['kind'])}
      />
      <TextInput label={t({ fr: 'Nom', en: 'Name' })} required maxLength={120} {...form.text('name')} />
    </div>
  );
}

function OriginField({
  form,
  feed,
  folders,
}: {
  form: FormOf;
  feed: Feed | undefined;
  folders: readonly string[];
}) {
  const t = useT();
  const publicOrigin = feed?.publicOrigin ?? null;
  const inFolders =
    folders.length === 0
      ? t({
          fr: 'Aucun dossier n’est autorisé (VIGIE_FEED_FOLDERS).',
          en: 'No folder is allowed (VIGIE_FEED_FOLDERS).',
        })
      : t(
          { fr: 'Dossiers autorisés : {list}.', en: 'Allowed folders: {list}.' },
          { list: folders.join(', ') },
        );
  return (
    <div className="stack" style={{ gap: 6 }}>
      <TextInput
        label={t({ fr: 'Adresse ou dossier', en: 'Address or folder' })}
        description={`${t({
          fr: 'L’adresse publique, celle d’un miroir de même disposition, ou un dossier. Vide : apporté à la main.',
          en: 'The public address, that of a mirror laid out alike, or a folder. Empty: carried in by hand.',
        })} ${inFolders}`}
        classNames={{ input: 'mono' }}
        maxLength={2000}
        spellCheck={false}
        {...form.text('origin')}
      />
      {publicOrigin !== null && form.values.origin !== publicOrigin && (
        <Button
          size="compact-xs"
          variant="subtle"
          style={{ alignSelf: 'start' }}
          onClick={() => form.set('origin', publicOrigin)}
        >
          {t({ fr: 'Reprendre l’adresse publique', en: 'Take the public address again' })}
        </Button>
      )}
    </div>
  );
}

function PaceFields({ form }: { form: FormOf }) {
  const t = useT();
  const known = feedHours.some((hours) => hours * 3600 === form.values.everySeconds);
  const hours = known ? feedHours : [...feedHours, form.values.everySeconds / 3600];
  return (
    <div className="form-grid">
      <Select
        label={t({ fr: 'Lire toutes les', en: 'Read every' })}
        allowDeselect={false}
        data={hours.map((one) => ({
          value: String(one * 3600),
          label: one < 48 ? `${one} h` : t({ fr: '{count} jours', en: '{count} days' }, { count: one / 24 }),
        }))}
        value={String(form.values.everySeconds)}
        onChange={(seconds) => form.set('everySeconds', Number(seconds ?? day))}
      />
      <NumberInput
        label={t({ fr: 'Contenu ancien au-delà de (jours)', en: 'Content is old beyond (days)' })}
        min={1}
        max={365}
        allowDecimal={false}
        value={form.values.staleDays}
        onChange={(value) => form.set('staleDays', Number(value) || 1)}
        error={form.field('staleDays').error}
      />
    </div>
  );
}

function KeyField({ form }: { form: FormOf }) {
  const t = useT();
  const { data } = useContract(listSecrets, { query: { kind: 'feed-key' } });
  return (
    <Select
      label={t({ fr: 'Clé de l’interface (facultative)', en: 'Key of the interface (optional)' })}
      description={t({
        fr: 'Sans clé, NVD demande 6 s entre deux pages : le premier chargement prend environ 20 min. Confiez la clé sous Secrets, genre « Clé de flux ».',
        en: 'Without a key NVD asks for 6 s between pages: the first load takes about 20 min. Entrust the key under Secrets, kind “Feed key”.',
      })}
      clearable
      placeholder={t({ fr: 'sans clé', en: 'no key' })}
      data={(data?.items ?? []).map((secret) => ({ value: secret.id, label: secret.name }))}
      value={form.values.secretId}
      onChange={(secretId) => form.set('secretId', secretId)}
      error={form.field('secretId').error}
    />
  );
}
