import './gallery.css';
import { useState } from 'react';
import { SecurityBadge, StateBadge } from '#console/kit/state-badge.tsx';
import { FilterChip, FilterChips, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { Tabs } from '#console/kit/tabs.tsx';
import type { State } from '#console/kit/state.ts';
import { stateTexts, states } from '#console/kit/state.ts';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Causes } from './causes.tsx';
import { Drawings } from './drawings.tsx';
import { Forms } from './forms.tsx';
import { Lists } from './lists.tsx';
import { SampleWall, Weather } from './weather.tsx';

const parts = ['weather', 'lists', 'causes', 'drawings', 'forms'] as const;
type Part = (typeof parts)[number];
const titles: Record<Part, string> = {
  weather: 'Météo',
  lists: 'Listes',
  causes: 'Causes et temps',
  drawings: 'Dessins',
  forms: 'Formulaires et états',
};

/** Every piece of the kit in all its states, with believable data: what is looked at before a page is. */
export default function GalleryPage() {
  const show = new URLSearchParams(window.location.search).get('show');
  return show === null ? <Gallery /> : <SampleWall calm={show === 'calm'} />;
}

function Gallery() {
  const t = useT();
  const asked = new URLSearchParams(window.location.search).get('part');
  const [part, setPart] = useState<Part>(parts.find((one) => one === asked) ?? 'weather');
  const [picked, setPicked] = useState<State[]>(['down', 'degraded']);
  const [direction, setDirection] = useState<string>();
  const [words, setWords] = useState('');
  const [mine, setMine] = useState(false);
  return (
    <Page
      title="Nuancier"
      crumb={{ label: 'Console', href: '/' }}
      chips={
        <>
          <FilterSearch value={words} onChange={setWords} label="Filtrer" />
          <FilterChips
            label="État"
            values={picked}
            onChange={setPicked}
            options={states.map((state) => ({
              value: state,
              label: t(stateTexts[state]),
              mark: <StateShape state={state} />,
              count: 3,
            }))}
          />
          <FilterChip
            label="Direction"
            value={direction}
            onChange={setDirection}
            options={[
              { value: 'DINUM', label: 'DINUM' },
              { value: 'DITTT', label: 'DITTT' },
            ]}
          />
          <FilterToggle label="À moi" on={mine} count={4} onChange={setMine} />
        </>
      }
    >
      <div className="gallery-badges">
        {states.map((state) => (
          <StateBadge key={state} state={state} variant="tinted" />
        ))}
        <SecurityBadge level="exposed" channel="confidentiality" variant="tinted" />
        <SecurityBadge level="suspected" channel="integrity" />
        <SecurityBadge level="confirmed" channel="confidentiality" />
      </div>
      <Tabs
        label="Parties"
        items={parts.map((value) => ({ value, label: titles[value] }))}
        value={part}
        onChange={setPart}
      >
        {part === 'weather' && <Weather />}
        {part === 'lists' && <Lists />}
        {part === 'causes' && <Causes />}
        {part === 'drawings' && <Drawings />}
        {part === 'forms' && <Forms />}
      </Tabs>
    </Page>
  );
}
