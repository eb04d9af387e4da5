import './feeds.css';
import { Button, FileButton, Modal } from '@mantine/core';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { useState } from 'react';
import type { DragEvent } from 'react';
import { ProblemError } from '#console/client.ts';
import { formatBytes } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { listFeeds, readFeedPage, uploadFeed } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';
import { BundleKeys } from './bundle-keys.tsx';
import { feedHref } from './feed-columns.tsx';

interface FeedUploadProps {
  readonly opened: boolean;
  /** The feed that the file is of; found by its content without. */
  readonly feed?: Feed | undefined;
  readonly onClose: () => void;
}

/** Carries in a signed bundle, or the file of one feed; and says whose bundles are accepted. */
export function FeedUpload({ opened, feed, onClose }: FeedUploadProps) {
  const t = useT();
  const title =
    feed === undefined
      ? t({ fr: 'Apporter un fichier', en: 'Carry in a file' })
      : t({ fr: 'Apporter un fichier de {name}', en: 'Carry in a file of {name}' }, { name: t(feed.title) });
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={600}>
      <div className="stack" style={{ gap: 16 }}>
        <UploadArea feed={feed} />
        {feed === undefined && <BundleKeys />}
      </div>
    </Modal>
  );
}

function UploadArea({ feed }: { feed: Feed | undefined }) {
  const t = useT();
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const send = useContractMutation(uploadFeed, { refresh: [listFeeds, readFeedPage] });
  const take = (chosen: File | null): void => {
    if (chosen === null || send.isPending) return;
    setFile(chosen);
    const query = { name: chosen.name.slice(-200), ...(feed === undefined ? {} : { feed: feed.id }) };
    // The contract's body is a stream of bytes: on this side, a file is one.
    send.mutate({ query, body: chosen as unknown as AsyncIterable<Uint8Array> });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0] ?? null);
  };
  return (
    <div
      className={over ? 'feed-drop over' : 'feed-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="muted">
        {t({
          fr: 'Un lot signé (« vigie feeds export »), ou le fichier d’un flux : JSON, JSON Lines, CSV, XML, gzip ou zip, 8 Gio au plus. Un lot dont un octet diffère est refusé en entier.',
          en: 'A signed bundle ("vigie feeds export"), or the file of a feed: JSON, JSON Lines, CSV, XML, gzip or zip, 8 GiB at most. A bundle of which one byte differs is refused as a whole.',
        })}
      </p>
      <div className="row wrap">
        <FileButton onChange={take}>
          {(props) => (
            <Button
              variant="filled"
              leftSection={<IconUpload size={16} />}
              loading={send.isPending}
              {...props}
            >
              {t({ fr: 'Choisir un fichier', en: 'Choose a file' })}
            </Button>
          )}
        </FileButton>
        {file !== null && (
          <span className="clip">
            {file.name} <span className="muted num">{formatBytes(file.size, language)}</span>
          </span>
        )}
      </div>
      <div aria-live="polite">
        {send.isPending && (
          <p className="muted">{t({ fr: 'Envoi, puis vérification…', en: 'Sending, then checking…' })}</p>
        )}
        {send.error instanceof ProblemError && <Band state="down">{t(send.error.text)}</Band>}
        {send.data !== undefined && <Outcome reply={send.data} />}
      </div>
    </div>
  );
}

function Outcome({ reply }: { reply: ReplyOf<typeof uploadFeed> }) {
  const t = useT();
  return (
    <>
      <p>
        {reply.kind === 'bundle'
          ? t({
              fr: 'Signature vérifiée. La lecture commence.',
              en: 'Signature verified. Reading begins.',
            })
          : t({ fr: 'Fichier reçu. La lecture commence.', en: 'File received. Reading begins.' })}
      </p>
      <ul className="feed-list">
        {reply.feeds.map((feed) => (
          <li key={feed.id}>
            <StateShape state={feed.isOlder ? 'planned' : 'reduced'} />
            <Link href={feedHref(feed.id)}>{t(feed.title)}</Link>
            {feed.isOlder && (
              <span className="muted">
                {t({
                  fr: 'plus ancien que ce qui est chargé : laissé tel quel',
                  en: 'older than what is loaded: left as it is',
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
