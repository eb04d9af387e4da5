import { useT } from '#console/i18n.ts';
import { Since } from '#console/kit/duration.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Link } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { deadlineTexts } from '#console/kit/state.ts';
import { ActionList } from '#console/kit/weather-row.tsx';
import { EffectMark } from '#map/asset-state.tsx';
import type { Weather } from './api.ts';

type Action = Weather['actions'][number];

/** The five most useful things to do now, each with its reason. */
export function HomeActions({ actions }: { actions: readonly Action[] }) {
  const t = useT();
  const title = t({ fr: 'À traiter maintenant', en: 'To do now' });
  if (actions.length === 0) {
    return (
      <Section title={title}>
        <div className="card home-nothing">
          <Empty
            mark={<StateShape state="ok" />}
            title={t({ fr: 'Rien ne presse', en: 'Nothing is pressing' })}
          >
            {t({
              fr: 'Aucun constat ouvert n’attend quelqu’un. Les constats mis de côté restent dans la liste.',
              en: 'No open finding waits for anyone. Findings set aside stay in the list.',
            })}
          </Empty>
        </div>
      </Section>
    );
  }
  return (
    <Section
      title={title}
      actions={<Link href="/findings">{t({ fr: 'Tous les constats', en: 'All findings' })}</Link>}
    >
      <ActionList
        label={title}
        items={actions.map((action) => ({
          id: action.findingId,
          href: `/findings/${action.findingId}`,
          mark: <EffectMark effect={action.state} size={16} />,
          title: action.asset === null ? t(action.title) : withAsset(t(action.title), action.asset.name),
          when: <When action={action} />,
          reason: t(action.reason),
        }))}
      />
    </Section>
  );
}

/** The name of the asset goes before what does not already say it. */
function withAsset(title: string, name: string): string {
  return title.toLowerCase().includes(name.toLowerCase()) ? title : `${name} · ${title}`;
}

/** Since when, and how soon; the time left before the tolerable outage is part of the reason. */
function When({ action }: { action: Action }) {
  const t = useT();
  return (
    <>
      <Since at={action.since} />
      {' · '}
      <span className={action.deadline === 'immediate' ? 'ink-down' : ''}>
        {t(deadlineTexts[action.deadline]).toLowerCase()}
      </span>
    </>
  );
}
