import './bulletin.css';
import { Button } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { urlOf } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { useRight } from '#console/session.ts';
import type { Tlp } from '#engines/bulletin/tlp.ts';
import { downloadBulletin } from './api-bulletin.ts';
import type { BulletinEdit, BulletinReply } from './api-bulletin.ts';
import { useBulletinActions } from './use-bulletin-actions.tsx';

/** What a person gives a bulletin beside its data. */
export interface BulletinGiven {
  readonly tlp: Tlp;
  /** Null: as drafted. */
  readonly introduction: string | null;
  readonly edits: ReadonlyMap<string, BulletinEdit>;
}

export interface HeadProps {
  readonly bulletin: BulletinReply;
  readonly given: BulletinGiven;
  /** PDF can be had on this machine. */
  readonly pdf: boolean;
  readonly changed: boolean;
  readonly saved: () => void;
  readonly onVersion: (version: number | undefined) => void;
}

/** Where the bulletin stands, its documents, and what comes next. */
export function BulletinHead(props: HeadProps) {
  const t = useT();
  const { bulletin, pdf, changed } = props;
  const may = useRight('analyse');
  const actions = useBulletinActions(props);
  const isDraft = bulletin.publishedAt === null;
  return (
    <div className="row wrap" style={{ justifyContent: 'space-between' }}>
      <Status bulletin={bulletin} />
      <span className="row wrap">
        <Documents
          week={bulletin.week}
          version={bulletin.saved ? bulletin.version : undefined}
          pdf={pdf}
          stale={changed}
        />
        {may && isDraft && (
          <>
            {bulletin.saved && <Button onClick={actions.drop}>{t({ fr: 'Jeter', en: 'Throw away' })}</Button>}
            <Button loading={actions.saving} disabled={!changed} onClick={actions.save}>
              {t({ fr: 'Enregistrer', en: 'Save' })}
            </Button>
            <Button variant="filled" loading={actions.publishing} onClick={actions.publish}>
              {t({ fr: 'Publier', en: 'Publish' })}
            </Button>
          </>
        )}
        {may && !isDraft && bulletin.versions[0]?.version === bulletin.version && (
          <Button loading={actions.saving} onClick={actions.correct}>
            {t({ fr: 'Corriger', en: 'Correct' })}
          </Button>
        )}
      </span>
    </div>
  );
}

function Status({ bulletin }: { bulletin: BulletinReply }) {
  const t = useT();
  if (bulletin.publishedAt === null) {
    return (
      <span className="row">
        <StateShape state="planned" />
        {bulletin.saved
          ? t(
              { fr: 'Projet de {by}, non publié', en: 'Draft of {by}, not published' },
              { by: bulletin.preparedBy },
            )
          : t({
              fr: 'Projet rédigé d’après nos données, pas encore enregistré',
              en: 'Draft written from our data, not saved yet',
            })}
      </span>
    );
  }
  return (
    <span className="row wrap">
      <StateShape state="ok" />
      {t(
        { fr: 'Version {version}, publiée par {by}', en: 'Version {version}, published by {by}' },
        { version: bulletin.version, by: bulletin.preparedBy },
      )}
      <span className="muted">
        <Time at={bulletin.publishedAt} />
      </span>
    </span>
  );
}

interface DocumentsProps {
  readonly week: string;
  readonly version: number | undefined;
  readonly pdf: boolean;
  /** What is on the screen is not saved: the document does not hold it. */
  readonly stale: boolean;
}

function Documents({ week, version, pdf, stale }: DocumentsProps) {
  const t = useT();
  const hrefOf = (format: 'pdf' | 'html') =>
    urlOf(downloadBulletin, { params: { week }, query: { format, version } });
  return (
    <>
      {stale && (
        <span className="muted">
          {t({ fr: 'Enregistrez avant de télécharger.', en: 'Save before downloading.' })}
        </span>
      )}
      {!pdf && (
        <span className="muted">
          {t({
            fr: 'PDF absent sur cette machine : imprimez la page HTML.',
            en: 'No PDF on this machine: print the HTML page.',
          })}
        </span>
      )}
      {pdf && (
        <Button component="a" href={hrefOf('pdf')} leftSection={<IconDownload size={14} />}>
          PDF
        </Button>
      )}
      <Button component="a" href={hrefOf('html')} target="_blank" rel="noreferrer">
        HTML
      </Button>
    </>
  );
}
