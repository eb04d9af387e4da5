import './bulletin.css';
import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { CSSProperties } from 'react';
import { useNow } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useRight } from '#console/session.ts';
import type { Tlp } from '#engines/bulletin/tlp.ts';
import { tlpInks, tlpLabels } from '#engines/bulletin/tlp.ts';
import type { BulletinEdit, BulletinReply } from './api-bulletin.ts';
import { BulletinHead } from './bulletin-head.tsx';
import type { BulletinGiven } from './bulletin-head.tsx';
import { BulletinLine } from './bulletin-line.tsx';
import { tlpShort } from './bulletin-words.ts';

interface EditorProps {
  readonly bulletin: BulletinReply;
  /** PDF can be had on this machine. */
  readonly pdf: boolean;
  readonly onVersion: (version: number | undefined) => void;
}

function untouched(key: string): BulletinEdit {
  return { key, leftOut: false, note: '', action: '', responsible: '' };
}

/** A bulletin as it stands: a draft that may be changed, or a published version that may not. */
export function BulletinEditor({ bulletin, pdf, onVersion }: EditorProps) {
  const t = useT();
  const may = useRight('analyse') && bulletin.publishedAt === null;
  const now = useNow(60);
  const [given, setGiven] = useState<BulletinGiven>({
    tlp: bulletin.tlp,
    introduction: bulletin.introduction,
    edits: new Map(bulletin.edits.map((edit) => [edit.key, edit])),
  });
  const [changed, setChanged] = useState(false);
  const set = (next: Partial<BulletinGiven>): void => {
    setGiven({ ...given, ...next });
    setChanged(true);
  };
  return (
    <div className="bulletin">
      <BulletinHead
        bulletin={bulletin}
        given={given}
        pdf={pdf}
        changed={changed}
        saved={() => setChanged(false)}
        onVersion={onVersion}
      />
      <TlpChoice tlp={given.tlp} {...(may ? { onChange: (tlp: Tlp) => set({ tlp }) } : {})} />
      <Caveats bulletin={bulletin} />
      {may ? (
        <Textarea
          label={t({ fr: 'Introduction', en: 'Introduction' })}
          description={t({
            fr: 'En français : le document l’est. Vide, elle reprend les phrases tirées des chiffres.',
            en: 'In French, as the document is. When empty it takes the sentences drawn from the figures.',
          })}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={8000}
          placeholder={bulletin.drafted}
          value={given.introduction ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value;
            set({ introduction: text.trim() === '' ? null : text });
          }}
        />
      ) : (
        <p className="bulletin-intro">{given.introduction ?? bulletin.drafted}</p>
      )}
      <Section title={t({ fr: 'Ce qui nous touche', en: 'What affects us' })} count={bulletin.lines.length}>
        {bulletin.lines.length === 0 ? (
          <NoLine bulletin={bulletin} />
        ) : (
          <ul className="bulletin-lines card">
            {bulletin.lines.map((line) => (
              <BulletinLine
                key={line.key}
                line={line}
                edit={given.edits.get(line.key) ?? untouched(line.key)}
                now={now}
                onChange={may ? (edit) => set({ edits: new Map(given.edits).set(line.key, edit) }) : null}
              />
            ))}
          </ul>
        )}
        {bulletin.left > 0 && (
          <p className="muted">
            {t(
              {
                fr: '{count} autre ligne, moins urgente, est sur la page Corrections.|{count} autres lignes, moins urgentes, sont sur la page Corrections.',
                en: '{count} other line, less urgent, is on the page Remediation.|{count} other lines, less urgent, are on the page Remediation.',
              },
              { count: bulletin.left },
            )}
          </p>
        )}
      </Section>
      <OtherAlerts bulletin={bulletin} />
      <TlpChoice tlp={given.tlp} />
    </div>
  );
}

function TlpChoice({ tlp, onChange }: { tlp: Tlp; onChange?: (tlp: Tlp) => void }) {
  const t = useT();
  return (
    <div className="bulletin-tlp">
      <span className="tlp" style={{ '--tlp': tlpInks[tlp] } as CSSProperties}>
        TLP:{tlp}
      </span>
      {onChange === undefined ? (
        <span className="muted">{t(tlpShort[tlp])}</span>
      ) : (
        <Select
          aria-label={t({ fr: 'Diffusion', en: 'Disclosure' })}
          data={tlpLabels.map((value) => ({ value, label: `${value} · ${t(tlpShort[value])}` }))}
          value={tlp}
          allowDeselect={false}
          w={330}
          onChange={(value) => onChange(tlpLabels.find((label) => label === value) ?? tlp)}
        />
      )}
    </div>
  );
}

function Caveats({ bulletin }: { bulletin: BulletinReply }) {
  const t = useT();
  if (bulletin.caveats.length === 0) return null;
  return (
    <Band state="unknown">
      {t({ fr: 'Ce que ce bulletin ne peut pas dire :', en: 'What this bulletin cannot say:' })}
      <ul className="bulletin-caveats">
        {bulletin.caveats.map((caveat) => (
          <li key={caveat.fr}>{t(caveat)}</li>
        ))}
      </ul>
    </Band>
  );
}

function NoLine({ bulletin }: { bulletin: BulletinReply }) {
  const t = useT();
  return (
    <Empty
      mark={<StateShape state={bulletin.caveats.length > 0 ? 'unknown' : 'ok'} />}
      title={t({ fr: 'Aucune ligne pour cette semaine', en: 'No line for this week' })}
    >
      {bulletin.caveats.length > 0
        ? t({
            fr: 'Rien n’a été rapproché de notre parc, dans les limites dites plus haut : ce n’est pas l’assurance que rien ne nous touche.',
            en: 'Nothing was held against our estate, within the limits said above: that is no assurance that nothing affects us.',
          })
        : t({
            fr: 'Aucun avis, aucune alerte ni aucune vulnérabilité de la semaine n’a été rapproché de notre parc.',
            en: 'No notice, alert or vulnerability of the week was held against our estate.',
          })}
    </Empty>
  );
}

function OtherAlerts({ bulletin }: { bulletin: BulletinReply }) {
  const t = useT();
  if (bulletin.otherAlerts.length === 0) return null;
  return (
    <Section
      title={t({
        fr: 'Alertes du CERT-FR sans rapprochement avec notre parc',
        en: 'CERT-FR alerts that nothing of ours answers to',
      })}
      count={bulletin.otherAlerts.length}
    >
      <ul className="bulletin-caveats">
        {bulletin.otherAlerts.map((alert) => (
          <li key={alert.id}>
            <span className="mono">{alert.id}</span> {alert.title}
          </li>
        ))}
      </ul>
    </Section>
  );
}
