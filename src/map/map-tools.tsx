import { Button, Popover, SegmentedControl, TextInput } from '@mantine/core';
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs';
import { useState } from 'react';
import { useNow, useReader } from '#console/clock.ts';
import { formatDateTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { FilterChip, FilterToggle } from '#console/kit/filters.tsx';
import { instantOfLocal, localOfInstant } from '#console/local-instant.ts';
import type { AssetRef } from './api-shared.ts';
import { AssetPicker } from './asset-picker.tsx';
import type { ChangeMap, MapQuery } from './map-query.tsx';
import { mapViews } from './map-query.tsx';
import { addHours } from './until-field.tsx';

interface MapToolsProps {
  readonly query: MapQuery;
  readonly change: ChangeMap;
  /** The asset around which the map is drawn. */
  readonly focus: AssetRef | null;
}

const viewTexts = {
  dependencies: { fr: 'Dépendances', en: 'Dependencies' },
  topology: { fr: 'Réseau', en: 'Network' },
  geography: { fr: 'Géographie', en: 'Geography' },
} as const;

/** View, search, extent, date and simulation, in the header line. */
export function MapTools({ query, change, focus }: MapToolsProps) {
  const t = useT();
  const geography = query.view === 'geography';
  return (
    <>
      <SegmentedControl
        aria-label={t({ fr: 'Vue', en: 'View' })}
        data={mapViews.map((view) => ({ value: view, label: t(viewTexts[view]) }))}
        value={query.view}
        onChange={(view) => change({ view: view as MapQuery['view'] }, { push: true })}
        style={{ flex: 'none' }}
      />
      <AssetPicker
        bare
        label={t({ fr: 'Trouver un actif', en: 'Find an asset' })}
        placeholder={t({ fr: 'Trouver un actif', en: 'Find an asset' })}
        value={focus}
        onChange={(asset) =>
          change(
            asset === null
              ? { focus: undefined }
              : { focus: geography ? undefined : asset.id, select: asset.id },
            { push: true },
          )
        }
        width={200}
      />
      {query.focus !== undefined && !geography && <DepthChip query={query} change={change} />}
      <FilterToggle
        label={t({ fr: 'Touchés', en: 'Hurt' })}
        on={query.hurt === true}
        onChange={(on) => change({ hurt: on ? '1' : undefined })}
      />
      <DateChip query={query} change={change} />
      <FilterToggle
        label={t({ fr: 'Simulation', en: 'What if' })}
        on={query.whatif === true}
        onChange={(on) =>
          change(on ? { whatif: '1', at: undefined } : { whatif: undefined, lost: [], isolated: [] })
        }
      />
    </>
  );
}

const depths = ['1', '2', '3', '4'] as const;

function DepthChip({ query, change }: Pick<MapToolsProps, 'query' | 'change'>) {
  const t = useT();
  const value = depths.find((depth) => Number(depth) === query.depth) ?? '2';
  return (
    <FilterChip
      label={t({ fr: 'Autour', en: 'Around' })}
      options={depths.map((depth) => ({
        value: depth,
        label: t(
          { fr: '{count} lien|{count} liens', en: '{count} link|{count} links' },
          { count: Number(depth) },
        ),
      }))}
      value={value}
      onChange={(depth) => change(depth === undefined ? { focus: undefined, depth: undefined } : { depth })}
    />
  );
}

function DateChip({ query, change }: Pick<MapToolsProps, 'query' | 'change'>) {
  const t = useT();
  const reader = useReader();
  const now = useNow(60);
  const [opened, setOpened] = useState(false);
  const present = localOfInstant(now, reader.timeZone);
  const [local, setLocal] = useState(present);
  const go = (text: string): void => {
    const at = instantOfLocal(text, reader.timeZone);
    if (at === null) return;
    setOpened(false);
    // A simulation bears on the present.
    change({ at, whatif: undefined, lost: [], isolated: [] }, { push: true });
  };
  const presets = [
    { label: t({ fr: 'Il y a une heure', en: 'An hour ago' }), hours: -1 },
    { label: t({ fr: 'Hier', en: 'Yesterday' }), hours: -24 },
    { label: t({ fr: 'Il y a 7 jours', en: '7 days ago' }), hours: -168 },
    { label: t({ fr: 'Il y a 30 jours', en: '30 days ago' }), hours: -720 },
  ];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={query.at === undefined ? 'chip' : 'chip on'}
          onClick={() => setOpened(!opened)}
        >
          <IconHistory size={14} />
          {query.at === undefined ? t({ fr: 'Date', en: 'Date' }) : formatDateTime(query.at, now, reader)}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="stack"
          style={{ width: 240, padding: 8 }}
          onSubmit={(event) => {
            event.preventDefault();
            go(local);
          }}
        >
          <TextInput
            type="datetime-local"
            label={t({ fr: 'La carte telle qu’elle était', en: 'The map as it was' })}
            description={reader.timeZone}
            value={local}
            max={present}
            onChange={(event) => setLocal(event.currentTarget.value)}
            required
          />
          <div className="row wrap" style={{ gap: 4 }}>
            {presets.map((preset) => (
              <Button
                key={preset.hours}
                size="compact-xs"
                onClick={() => go(addHours(present, preset.hours))}
              >
                {preset.label}
              </Button>
            ))}
          </div>
          <Button type="submit" variant="filled">
            {t({ fr: 'Voir', en: 'Show' })}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is shown is not the present, or not real: said above the drawing. */
export function MapBands({ query, change }: Pick<MapToolsProps, 'query' | 'change'>) {
  const t = useT();
  const reader = useReader();
  const now = useNow(60);
  return (
    <>
      {query.at !== undefined && (
        <Band
          state="planned"
          action={
            <Button size="compact-xs" onClick={() => change({ at: undefined })}>
              {t({ fr: 'Revenir au présent', en: 'Back to the present' })}
            </Button>
          }
        >
          {t(
            {
              fr: 'La carte telle qu’elle était le {date}. Le panneau d’un actif, lui, dit le présent.',
              en: 'The map as it was on {date}. The panel of an asset tells the present.',
            },
            { date: formatDateTime(query.at, now, reader) },
          )}
        </Band>
      )}
      {query.whatif === true && (
        <Band state="planned">
          {t({
            fr: 'Simulation : les états sont supposés, rien n’est touché.',
            en: 'What if: the states are supposed, nothing is touched.',
          })}
        </Band>
      )}
    </>
  );
}
