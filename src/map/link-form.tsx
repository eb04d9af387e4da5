import { Checkbox, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import type { FormState } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { createLink, readAsset, readAssetHistory } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import { linkTypes } from './api-shared.ts';
import type { AssetRef, LinkType } from './api-shared.ts';
import { AssetPicker } from './asset-picker.tsx';
import { linkText } from './link-types.ts';

interface LinkDialogProps {
  readonly opened: boolean;
  readonly asset: AssetDetail;
  readonly onClose: () => void;
}

/** Links two assets by hand, in the words in which the link will be read. */
export function LinkDialog({ opened, asset, onClose }: LinkDialogProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t({ fr: 'Relier {name}', en: 'Link {name}' }, { name: asset.name })}
      size={480}
    >
      <LinkForm asset={asset} onClose={onClose} />
    </Modal>
  );
}

type Reading = `${LinkType} ${'from' | 'to'}`;

interface Values {
  readonly reading: Reading;
  readonly other: AssetRef | null;
  readonly grouped: boolean;
  readonly group: string;
  readonly kMin: number;
  readonly kFull: number;
}

const start: Values = {
  reading: 'depends_on from',
  other: null,
  grouped: false,
  group: '',
  kMin: 1,
  kFull: 2,
};
const readings = linkTypes.flatMap((type): Reading[] =>
  type === 'connects_to' ? [`${type} from`] : [`${type} from`, `${type} to`],
);

function LinkForm({ asset, onClose }: Omit<LinkDialogProps, 'opened'>) {
  const t = useT();
  const create = useContractMutation(createLink, {
    refresh: [readAsset, readAssetHistory],
    onDone: () => {
      toast({ fr: 'Lien ajouté.', en: 'Link added.' }, { state: 'ok' });
      onClose();
    },
  });
  const form = useForm(start, create.error);
  const { other, reading, grouped } = form.values;
  const { type, direction } = readingOf(reading);
  const submit = (): void => {
    if (other === null) return;
    const [fromId, toId] = direction === 'from' ? [asset.id, other.id] : [other.id, asset.id];
    const { group: name, kMin, kFull } = form.values;
    const group = grouped && type === 'depends_on' ? { group: { name, kMin, kFull } } : {};
    create.mutate({ body: { fromId, toId, type, ...group } });
  };
  return (
    <Form
      onSubmit={submit}
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Relier', en: 'Link' })}
      onCancel={onClose}
    >
      <Select
        label={asset.name}
        data={readings.map((one) => {
          const read = readingOf(one);
          return { value: one, label: t(linkText(read.type, read.direction)) };
        })}
        value={reading}
        onChange={(value) => form.set('reading', value as Reading)}
        allowDeselect={false}
        searchable
        maxDropdownHeight={300}
      />
      <AssetPicker
        label={t({ fr: 'Actif', en: 'Asset' })}
        value={other}
        onChange={(value) => form.set('other', value)}
        without={[asset.id]}
        error={form.field('other').error}
        required
      />
      {type === 'depends_on' && (
        <GroupFields form={form} consumer={direction === 'from' ? asset.name : (other?.name ?? '…')} />
      )}
    </Form>
  );
}

function readingOf(reading: Reading): { type: LinkType; direction: 'from' | 'to' } {
  const [type, direction] = reading.split(' ') as [LinkType, 'from' | 'to'];
  return { type, direction };
}

function GroupFields({ form, consumer }: { form: FormState<Values>; consumer: string }) {
  const t = useT();
  const { grouped, kMin, kFull } = form.values;
  return (
    <>
      <Checkbox
        label={t({ fr: 'D’autres peuvent le remplacer', en: 'Others can replace it' })}
        description={t(
          {
            fr: '{name} n’a besoin que de quelques-uns d’un groupe : deux liens, trois serveurs…',
            en: '{name} needs only some of a group: two links, three servers…',
          },
          { name: consumer },
        )}
        checked={grouped}
        onChange={(event) => form.set('grouped', event.currentTarget.checked)}
      />
      {grouped && (
        <div className="columns two">
          <TextInput
            label={t({ fr: 'Nom du groupe', en: 'Name of the group' })}
            placeholder={t({ fr: 'Accès internet', en: 'Internet access' })}
            required
            {...form.text('group')}
          />
          <div className="columns two">
            <NumberInput
              label={t({ fr: 'Au moins', en: 'At least' })}
              min={1}
              max={1000}
              value={kMin}
              onChange={(value) => form.set('kMin', Number(value))}
            />
            <NumberInput
              label={t({ fr: 'Plein service', en: 'Full service' })}
              min={1}
              max={1000}
              value={kFull}
              onChange={(value) => form.set('kFull', Number(value))}
            />
          </div>
        </div>
      )}
    </>
  );
}
