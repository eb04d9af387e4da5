import './map-pages.css';
import { Button } from '@mantine/core';
import { useNow } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Duration } from '#console/kit/duration.tsx';
import { Facts } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { cancelMaintenance, listMaintenance } from './api-sources.ts';
import { AssetLink } from './asset-link.tsx';
import { FallList, useFall } from './fall-list.tsx';
import { Window, durationSeconds, isOver, statusOf, statusTexts } from './maintenance-words.tsx';
import type { Maintenance } from './maintenance-words.tsx';

/** Asks, by name, then cancels. */
export function useCancelMaintenance(): (one: Maintenance) => Promise<void> {
  const t = useT();
  const cancel = useContractMutation(cancelMaintenance, { refresh: [listMaintenance] });
  return async (one) => {
    const yes = await confirm({
      title: t({ fr: 'Annuler « {title} » ?', en: 'Cancel “{title}”?' }, { title: one.title }),
      body: t({
        fr: 'Ce qui est arrêté sur ces actifs comptera de nouveau comme une panne, aussitôt.',
        en: 'What is stopped on these assets will count as an outage again, at once.',
      }),
      cuts: one.assets.map((asset) => ({ name: asset.name, state: 'planned' })),
      action: t({ fr: 'Annuler la maintenance', en: 'Cancel the maintenance' }),
    });
    if (!yes) return;
    try {
      await cancel.mutateAsync({ params: { id: one.id } });
      toast({ fr: 'Maintenance annulée.', en: 'Maintenance cancelled.' });
    } catch (error) {
      toastProblem(error);
    }
  };
}

interface MaintenancePanelProps {
  readonly maintenance: Maintenance;
  readonly onClose: () => void;
}

/** One window: when, on what, and what it cuts. */
export function MaintenancePanel({ maintenance: one, onClose }: MaintenancePanelProps) {
  const t = useT();
  const now = useNow(15);
  const mayPlan = useRight('operate');
  const cancel = useCancelMaintenance();
  const over = isOver(one, now);
  const cancelButton = (
    <Button onClick={() => void cancel(one)}>
      {t({ fr: 'Annuler la maintenance', en: 'Cancel the maintenance' })}
    </Button>
  );
  return (
    <SidePanel
      title={one.title}
      mark={<StateShape state="planned" />}
      onClose={onClose}
      {...(mayPlan && !over ? { footer: cancelButton } : {})}
    >
      <Facts
        items={[
          { name: t({ fr: 'État', en: 'State' }), value: t(statusTexts[statusOf(one, now)]) },
          {
            name: t({ fr: 'Quand', en: 'When' }),
            value: <Window startsAt={one.startsAt} endsAt={one.endsAt} />,
          },
          { name: t({ fr: 'Durée', en: 'Lasts' }), value: <Duration seconds={durationSeconds(one)} /> },
          { name: t({ fr: 'Annoncée par', en: 'Announced by' }), value: one.by },
          ...(one.cancelledAt === null
            ? []
            : [
                {
                  name: t({ fr: 'Annulée', en: 'Cancelled' }),
                  value: <Time at={one.cancelledAt} mode="exact" />,
                },
              ]),
        ]}
      />
      <section className="stack" style={{ gap: 4 }}>
        <h3>{t({ fr: 'Actifs arrêtés', en: 'Assets stopped' })}</h3>
        <ul className="stack" style={{ gap: 4 }}>
          {one.assets.map((asset) => (
            <li key={asset.id}>
              <AssetLink asset={asset} />
            </li>
          ))}
        </ul>
      </section>
      {!over && <Cuts ids={one.assets.map((asset) => asset.id)} />}
    </SidePanel>
  );
}

/** What falls while these assets are stopped, asked of the impact engine. */
export function Cuts({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const fall = useFall(ids, []);
  return (
    <section className="stack" style={{ gap: 8 }}>
      <h3>{t({ fr: 'Ce que cet arrêt coupe', en: 'What this stop cuts' })}</h3>
      <FallList fall={fall} />
    </section>
  );
}
