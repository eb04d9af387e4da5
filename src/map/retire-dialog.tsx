import { Modal, Textarea } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Form, useForm } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { listAssets, readAsset, retireAsset } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import { AssetServices } from './asset-around.tsx';
import { FallList, useFall } from './fall-list.tsx';

interface RetireDialogProps {
  readonly opened: boolean;
  readonly asset: AssetDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes an asset off the map, once it is said by name what stands on it. */
export function RetireDialog({ opened, asset, onClose, onDone }: RetireDialogProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(
        { fr: 'Retirer {name} de la carte ?', en: 'Retire {name} from the map?' },
        { name: asset.name },
      )}
      size={520}
    >
      <RetireForm asset={asset} onClose={onClose} onDone={onDone} />
    </Modal>
  );
}

function RetireForm({ asset, onClose, onDone }: Omit<RetireDialogProps, 'opened'>) {
  const t = useT();
  const fall = useFall([asset.id], []);
  const retire = useContractMutation(retireAsset, {
    refresh: [listAssets, readAsset],
    onDone: () => {
      toast(
        { fr: 'Actif retiré. Son histoire reste.', en: 'Asset retired. Its history stays.' },
        { state: 'ok' },
      );
      onClose();
      onDone();
    },
  });
  const form = useForm({ reason: '' }, retire.error);
  const live = asset.claims.filter((claim) => claim.missingSince === null);
  return (
    <Form
      onSubmit={() => retire.mutate({ params: { id: asset.id }, body: { reason: form.values.reason } })}
      problem={retire.error}
      busy={retire.isPending}
      action={t({ fr: 'Retirer de la carte', en: 'Retire from the map' })}
      destructive
      onCancel={onClose}
    >
      {live.length > 0 && (
        <p className="muted">
          {t(
            {
              fr: 'Ces sources en parlent encore et pourraient le ramener : {names}.',
              en: 'These sources still mention it and could bring it back: {names}.',
            },
            { names: [...new Set(live.map((claim) => t(claim.source.title)))].join(', ') },
          )}
        </p>
      )}
      <AssetServices asset={asset} most={6} />
      <section>
        <h3>{t({ fr: 'S’il venait à manquer', en: 'If it were missing' })}</h3>
        <FallList fall={fall} without={[asset.id]} />
      </section>
      <Textarea
        label={t({ fr: 'Motif', en: 'Reason' })}
        description={t({ fr: 'Gardé dans le journal d’audit', en: 'Kept in the audit log' })}
        required
        maxLength={4000}
        {...form.text('reason')}
      />
    </Form>
  );
}
