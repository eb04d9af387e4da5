import { CauseChain, RedundancyLost } from '#console/kit/cause-chain.tsx';
import { DayBars } from '#console/kit/day-bars.tsx';
import { Since, TimeLeft } from '#console/kit/duration.tsx';
import { Evidence } from '#console/kit/evidence.tsx';
import { MonthTable } from '#console/kit/month-table.tsx';
import { Facts, Section } from '#console/kit/page.tsx';
import { StateBadge } from '#console/kit/state-badge.tsx';
import { Timeline } from '#console/kit/timeline.tsx';
import { Time } from '#console/kit/time.tsx';
import { ago, daysOf, hours, minutes } from './sample.ts';

const months = [
  {
    month: '2025-09',
    availability: 1,
    downSeconds: 0,
    degradedSeconds: 0,
    plannedSeconds: 5400,
    unknownSeconds: 0,
    observedSeconds: 2_592_000,
    outages: 0,
  },
  {
    month: '2025-10',
    availability: 0.99987,
    downSeconds: 348,
    degradedSeconds: 7200,
    plannedSeconds: 0,
    unknownSeconds: 0,
    observedSeconds: 2_678_400,
    outages: 2,
  },
  {
    month: '2025-11',
    availability: null,
    downSeconds: 0,
    degradedSeconds: 0,
    plannedSeconds: 0,
    unknownSeconds: 1_900_800,
    observedSeconds: 0,
    outages: 0,
  },
];

export function Causes() {
  return (
    <div className="gallery">
      <Section title="Pourquoi">
        <div className="card padded stack">
          <SampleChain />
          <RedundancyLost group="Accès internet" lost={['Gondwana-2']} remaining={1} needed={1} />
        </div>
      </Section>
      <div className="columns">
        <Section title="Depuis quand">
          <div className="card padded">
            <SampleTimeline />
          </div>
        </Section>
        <Section title="Faits">
          <div className="card padded stack" style={{ gap: 16 }}>
            <SampleFacts />
            <DayBars
              days={daysOf({ 0: 2, 3: 3, 8: null, 9: null, 14: 1 })}
              hrefOf={(date) => `/services/SP14?day=${date}`}
              wide
            />
          </div>
        </Section>
      </div>
      <Section title="Disponibilité">
        <MonthTable months={months} fileName="disponibilite-immatriculation" />
      </Section>
      <Section title="Comment nous le savons">
        <SampleEvidence />
      </Section>
    </div>
  );
}

function SampleChain() {
  return (
    <CauseChain
      nodes={[
        {
          id: '1',
          name: 'Liaison Nouméa–Koné',
          state: 'down',
          href: '/assets/1',
        },
        { id: '2', name: 'rt-kone-01', state: 'down', href: '/assets/2' },
        {
          id: '3',
          name: 'siv-front',
          state: 'degraded',
          href: '/assets/3',
          redundancyLost: '1 serveur sur 2',
        },
        { id: '4', name: 'Immatriculation des véhicules', state: 'degraded', href: '/services/SP14' },
      ]}
    />
  );
}

function SampleTimeline() {
  return (
    <Timeline
      label="Histoire"
      items={[
        {
          id: '1',
          at: ago(minutes(12)),
          state: 'down',
          text: 'Interrompu : liaison Nouméa–Koné coupée',
          who: 'supervision',
        },
        { id: '2', at: ago(minutes(9)), text: 'Pris en compte', who: 'Rose Cagnard' },
        {
          id: '3',
          at: ago(hours(26)),
          state: 'reduced',
          text: 'Fragilisé : le second lien de Koné est perdu',
          who: 'supervision',
        },
        {
          id: '4',
          at: ago(hours(27)),
          state: 'planned',
          text: 'Maintenance du faisceau de Koné, deux heures',
          who: 'Maurice Wamytan',
        },
        { id: '5', at: ago(hours(50)), state: 'ok', text: 'Retour à la normale' },
      ]}
    />
  );
}

function SampleFacts() {
  return (
    <Facts
      items={[
        { name: 'État', value: <StateBadge state="degraded" unknown planned /> },
        { name: 'Depuis', value: <Since at={ago(minutes(12))} /> },
        { name: 'Tolérance', value: <TimeLeft until={ago(-hours(3.8))} /> },
        { name: 'Tolérance passée', value: <TimeLeft until={ago(hours(0.7))} /> },
        { name: 'Vu', value: <Time at={ago(hours(3))} /> },
        { name: 'Créé', value: <Time at={ago(hours(24 * 40))} /> },
        { name: 'Adresse', value: <code>2001:db8:14::7</code> },
        {
          name: 'Direction',
          value: 'Direction des infrastructures, de la topographie et des transports terrestres',
        },
      ]}
    />
  );
}

function SampleEvidence() {
  return (
    <Evidence
      source="supervision · fping depuis noumea-1"
      at={ago(minutes(12))}
      value={{
        target: '198.51.100.14',
        sent: 5,
        received: 0,
        lossPercent: 100,
        reachable: false,
        lastAnswer: null,
        path: ['rt-noumea-01', 'rt-kone-01'],
      }}
    />
  );
}
