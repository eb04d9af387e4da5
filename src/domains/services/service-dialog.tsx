import './service.css';
import { Modal } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { useGo } from '#console/kit/link.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { createService, listServices, readService, readWeather, updateService } from './api.ts';
import type { ServiceDetail } from './api.ts';
import { ServiceForm } from './service-form.tsx';
import { bodyOf, newService, valuesOf } from './service-values.tsx';

interface ServiceDialogProps {
  readonly opened: boolean;
  /** Absent: a new one is described. */
  readonly service?: Pick<ServiceDetail, 'id' | 'name' | 'code' | 'organisation' | 'profile'>;
  readonly onClose: () => void;
}

/** Describes a public service, new or known. */
export function ServiceDialog({ opened, service, onClose }: ServiceDialogProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={760}
      title={
        service === undefined
          ? t({ fr: 'Ajouter un service public', en: 'Add a public service' })
          : t({ fr: 'Modifier le service', en: 'Edit the service' })
      }
    >
      {service === undefined ? (
        <Creation onClose={onClose} />
      ) : (
        <Edition service={service} onClose={onClose} />
      )}
    </Modal>
  );
}

function Creation({ onClose }: { onClose: () => void }) {
  const t = useT();
  const go = useGo();
  const create = useContractMutation(createService, {
    refresh: [listServices, readWeather],
    onDone: (reply) => {
      toast({ fr: 'Service ajouté.', en: 'Service added.' }, { state: 'ok' });
      go(`/services/${reply.id}`);
    },
  });
  return (
    <ServiceForm
      initial={newService}
      problem={create.error}
      busy={create.isPending}
      action={t({ fr: 'Ajouter le service', en: 'Add the service' })}
      onSubmit={(values) => create.mutate({ body: bodyOf(values) })}
      onCancel={onClose}
    />
  );
}

function Edition({ service, onClose }: Required<Pick<ServiceDialogProps, 'service' | 'onClose'>>) {
  const t = useT();
  const update = useContractMutation(updateService, {
    refresh: [readService, listServices, readWeather],
    onDone: () => {
      toast({ fr: 'Service enregistré.', en: 'Service saved.' }, { state: 'ok' });
      onClose();
    },
  });
  return (
    <ServiceForm
      initial={valuesOf(service)}
      problem={update.error}
      busy={update.isPending}
      action={t({ fr: 'Enregistrer', en: 'Save' })}
      onSubmit={(values) => update.mutate({ params: { id: service.id }, body: bodyOf(values) })}
      onCancel={onClose}
    />
  );
}
