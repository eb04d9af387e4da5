import './map-pages.css';
import { Modal, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useReader } from '#console/clock.ts';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Form, fieldError } from '#console/kit/form.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { toast } from '#console/kit/toast.tsx';
import { localOfInstant } from '#console/local-instant.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { readAsset } from './api-assets.ts';
import type { AssetRef } from './api-shared.ts';
import { createMaintenance, listMaintenance } from './api-sources.ts';
import { AssetsPicker } from './asset-picker.tsx';
import { Cuts } from './maintenance-panel.tsx';
import { UntilField, addHours, atHour, useInstantOf } from './until-field.tsx';

interface PlanMaintenanceProps {
  readonly opened: boolean;
  /** Assets that the way here named. */
  readonly assetIds: readonly string[];
  readonly onClose: () => void;
  readonly onPlanned: (id: string) => void;
}

/** Plans a window; what it will cut is named before it is signed. */
export function PlanMaintenance({ opened, assetIds, onClose, onPlanned }: PlanMaintenanceProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t({ fr: 'Planifier une maintenance', en: 'Plan a maintenance' })}
      size={680}
    >
      <NamedAssets ids={assetIds} onClose={onClose} onPlanned={onPlanned} />
    </Modal>
  );
}

interface NamedAssetsProps extends Pick<PlanMaintenanceProps, 'onClose' | 'onPlanned'> {
  readonly ids: readonly string[];
}

/** The address holds identifiers: their names are read first. */
function NamedAssets({ ids, onClose, onPlanned }: NamedAssetsProps) {
  const t = useT();
  const reads = useQueries({
    queries: ids.map((id) => ({
      queryKey: [readAsset.id, { params: { id } }],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(readAsset, { params: { id } }, { signal }),
    })),
  });
  if (reads.some((read) => read.isPending)) return <Loading rows={6} />;
  const known = reads.flatMap((read) => (read.data === undefined ? [] : [read.data]));
  return (
    <>
      {known.length < ids.length && (
        <Band state="unknown">
          {t(
            {
              fr: '{count} actif demandé est introuvable : il n’est pas dans la liste.|{count} actifs demandés sont introuvables : ils ne sont pas dans la liste.',
              en: '{count} asset asked for is not found: it is not in the list.|{count} assets asked for are not found: they are not in the list.',
            },
            { count: ids.length - known.length },
          )}
        </Band>
      )}
      <PlanForm
        first={known.map(({ id, name, type, code }) => ({ id, name, type, code }))}
        onClose={onClose}
        onPlanned={onPlanned}
      />
    </>
  );
}

interface PlanFormProps extends Pick<PlanMaintenanceProps, 'onClose' | 'onPlanned'> {
  readonly first: readonly AssetRef[];
}

function PlanForm({ first, onClose, onPlanned }: PlanFormProps) {
  const t = useT();
  const [title, setTitle] = useState('');
  const [assets, setAssets] = useState(first);
  const hours = useHours();
  const [incomplete, setIncomplete] = useState(false);
  const create = useContractMutation(createMaintenance, {
    refresh: [listMaintenance],
    onDone: ({ id }) => {
      toast({ fr: 'Maintenance planifiée.', en: 'Maintenance planned.' }, { state: 'planned' });
      onPlanned(id);
    },
  });
  const { startsAt, endsAt } = hours;
  const plan = (): void => {
    const whole = title.trim() !== '' && assets.length > 0 && startsAt !== null && endsAt !== null;
    setIncomplete(!whole);
    if (startsAt === null || endsAt === null || !whole) return;
    const assetIds = assets.map((asset) => asset.id);
    create.mutate({ body: { title: title.trim(), startsAt, endsAt, assetIds } });
  };
  const errorOf = (name: string): string | undefined => {
    const found = fieldError(create.error, name);
    return found === undefined ? undefined : t(found.message);
  };
  return (
    <Form
      onSubmit={plan}
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Planifier la maintenance', en: 'Plan the maintenance' })}
      onCancel={onClose}
    >
      <TextInput
        label={t({ fr: 'Objet', en: 'Purpose' })}
        placeholder={t({ fr: 'Remplacement du commutateur de Koné', en: 'Replace the switch of Koné' })}
        value={title}
        maxLength={300}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={
          incomplete && title.trim() === ''
            ? t({ fr: 'Dites ce qui sera fait.', en: 'Say what will be done.' })
            : errorOf('title')
        }
        data-autofocus
      />
      <WindowFields hours={hours} errorOf={errorOf} />
      <AssetsPicker
        label={t({ fr: 'Actifs arrêtés', en: 'Assets stopped' })}
        values={assets}
        onChange={setAssets}
        error={
          incomplete && assets.length === 0
            ? t({ fr: 'Choisissez au moins un actif.', en: 'Choose at least one asset.' })
            : errorOf('assetIds')
        }
      />
      {assets.length > 0 && <Cuts ids={assets.map((asset) => asset.id)} />}
    </Form>
  );
}

interface Hours {
  readonly start: string;
  readonly end: string;
  readonly setStart: (local: string) => void;
  readonly setEnd: (local: string) => void;
  /** Null while the field is no date. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

/** From the next hour, for two hours; the end follows the start. */
function useHours(): Hours {
  const { timeZone } = useReader();
  const [start, setStart] = useState(() => nextHour(localOfInstant(Date.now(), timeZone)));
  const [end, setEnd] = useState(() => addHours(start, 2));
  return {
    start,
    end,
    setStart: (local) => {
      const length = (Date.parse(`${end}:00Z`) - Date.parse(`${start}:00Z`)) / 3_600_000;
      setStart(local);
      if (Number.isFinite(length) && length > 0 && local !== '') setEnd(addHours(local, length));
    },
    setEnd,
    startsAt: useInstantOf(start),
    endsAt: useInstantOf(end),
  };
}

function nextHour(local: string): string {
  return `${addHours(local, 1).slice(0, 13)}:00`;
}

function WindowFields({ hours, errorOf }: { hours: Hours; errorOf: (name: string) => string | undefined }) {
  const t = useT();
  const missing = t({ fr: 'Donnez une date et une heure.', en: 'Give a date and an hour.' });
  const lasting = [1, 2, 4, 8].map((count) => ({
    label: { fr: `${count} h`, en: `${count} h` },
    local: () => (hours.start === '' ? '' : addHours(hours.start, count)),
  }));
  return (
    <div className="form-grid">
      <UntilField
        label={t({ fr: 'Début', en: 'Start' })}
        presets={[
          { label: { fr: 'Maintenant', en: 'Now' }, local: (now) => now },
          { label: { fr: 'Ce soir', en: 'Tonight' }, local: (now) => atHour(now, 0, '18:00') },
          { label: { fr: 'Demain 6 h', en: 'Tomorrow 6:00' }, local: (now) => atHour(now, 1, '06:00') },
        ]}
        value={hours.start}
        onChange={hours.setStart}
        error={hours.startsAt === null ? missing : errorOf('startsAt')}
      />
      <UntilField
        label={t({ fr: 'Fin', en: 'End' })}
        presets={lasting}
        value={hours.end}
        onChange={hours.setEnd}
        error={hours.endsAt === null ? missing : errorOf('endsAt')}
      />
    </div>
  );
}
