import './feeds.css';
import { Button, Menu } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page, Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { listFeeds, readFeedPage } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';
import { FeedDialog } from './feed-dialog.tsx';
import { FeedFacts, FeedHead, FeedReport } from './feed-facts.tsx';
import { FeedQuarantine } from './feed-quarantine.tsx';
import { FeedUpload } from './feed-upload.tsx';
import { feedStatusWords, shownStatus } from './feed-words.tsx';
import { useFeedActions } from './use-feed-actions.tsx';

const listHref = '/vulnerabilities/feeds';

/** `/vulnerabilities/feeds/$id`: one feed: how old, from where, what its last read brought, what it set aside. */
export default function FeedPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useContract(
    readFeedPage,
    { params: { id } },
    { live: ['feed', 'source'], refetchSeconds: 30 },
  );
  const crumb = { label: t({ fr: 'Flux', en: 'Feeds' }), href: listHref };
  if (data === undefined && error === null) return <LoadingPage />;
  if (data === undefined) {
    return (
      <Page title={t({ fr: 'Flux', en: 'Feed' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={t(data.title)}
      crumb={crumb}
      mark={<StateShape state={feedStatusWords[shownStatus(data)].state} />}
      actions={<FeedButtons feed={data} />}
    >
      <div className="columns">
        <FeedHead feed={data} />
        <FeedFacts feed={data} />
      </div>
      {data.lastReport !== null && (
        <Section title={t({ fr: 'Dernier apport', en: 'Last brought' })}>
          <FeedReport report={data.lastReport} />
        </Section>
      )}
      {!data.isOffered && <FeedQuarantine feed={data} />}
    </Page>
  );
}

function FeedButtons({ feed }: { feed: Feed }) {
  const t = useT();
  const go = useGo();
  const may = useRight('administer');
  const actions = useFeedActions();
  const [open, setOpen] = useState<'no' | 'edit' | 'upload'>('no');
  const folders = useContract(listFeeds, {}, { enabled: open === 'edit' }).data?.folders ?? [];
  if (!may) return null;
  const isIdle = feed.running === null && !feed.isWaiting;
  return (
    <>
      {feed.enabled && feed.origin !== null && (
        <Button
          variant="filled"
          leftSection={<IconRefresh size={16} />}
          disabled={!isIdle}
          loading={actions.isBusy}
          onClick={() => void actions.run(feed)}
        >
          {t({ fr: 'Lire maintenant', en: 'Read now' })}
        </Button>
      )}
      <Button {...(feed.isOffered ? { variant: 'filled' } : {})} onClick={() => setOpen('edit')}>
        {feed.isOffered ? t({ fr: 'Activer', en: 'Enable' }) : t({ fr: 'Modifier', en: 'Change' })}
      </Button>
      {!feed.isOffered && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button aria-label={t({ fr: 'Autres actions', en: 'Other actions' })}>
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen('upload')}>
              {t({ fr: 'Apporter un fichier', en: 'Carry in a file' })}
            </Menu.Item>
            <Menu.Item onClick={() => void actions.enable(feed, !feed.enabled)}>
              {feed.enabled ? t({ fr: 'Désactiver', en: 'Disable' }) : t({ fr: 'Activer', en: 'Enable' })}
            </Menu.Item>
            {feed.records === 0 && feed.lastSuccessAt === null && (
              <Menu.Item onClick={() => void actions.remove(feed).then((gone) => gone && go(listHref))}>
                {t({ fr: 'Retirer', en: 'Remove' })}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <FeedDialog opened={open === 'edit'} feed={feed} folders={folders} onClose={() => setOpen('no')} />
      <FeedUpload opened={open === 'upload'} feed={feed} onClose={() => setOpen('no')} />
    </>
  );
}
