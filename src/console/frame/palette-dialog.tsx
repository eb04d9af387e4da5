import { Modal } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import IconFileText from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { Kbd } from '#console/kit/kbd.tsx';
import { useGo } from '#console/kit/link.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { useStore } from '#console/store.ts';
import { useNavigation } from './navigation.ts';
import { matchWords } from './match-words.ts';
import { paletteOpen, paletteSearch } from './palette-state.ts';

interface Item {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly href: string;
  readonly icon: ReactNode;
}

/** The palette itself; loaded when the page has nothing better to do, or when it is first called. */
export function PaletteDialog() {
  const t = useT();
  const open = useStore(paletteOpen);
  const phone = useMediaQuery('(max-width: 720px)') ?? false;
  return (
    <Modal
      opened={open}
      onClose={() => paletteOpen.set(false)}
      size={600}
      padding={0}
      fullScreen={phone}
      withCloseButton={phone}
      title={t({ fr: 'Rechercher', en: 'Search' })}
      {...(phone ? {} : { classNames: { header: 'visually-hidden' } })}
      styles={{ body: { padding: 0 } }}
    >
      <PaletteBody />
    </Modal>
  );
}

function usePageItems(words: string): Item[] {
  const t = useT();
  const { main, domains, more, settings } = useNavigation();
  return [...main, ...domains, ...more, ...settings]
    .map((page) => ({
      id: `page-${page.path}`,
      label: t(page.nav.label),
      note: '',
      href: page.path,
      icon: <page.nav.icon size={16} />,
    }))
    .filter((item) => matchWords(item.label, words));
}

function useFoundItems(words: string): { items: Item[]; searching: boolean; failed: boolean } {
  const find = useStore(paletteSearch);
  const [asked] = useDebouncedValue(words.trim(), 120);
  const enabled = find !== null && asked.length >= 2;
  const { data, isFetching, isError } = useQuery({
    queryKey: ['palette', asked],
    queryFn: ({ signal }) => (find === null ? [] : find(asked, signal)),
    enabled,
    placeholderData: (before) => before,
  });
  const items = (enabled ? (data ?? []) : []).map((found) => ({
    ...found,
    // What has no state of its own is never shown as well.
    icon: found.state === undefined ? <IconFileText size={16} /> : <StateShape state={found.state} />,
  }));
  return { items, searching: isFetching, failed: isError };
}

function PaletteBody() {
  const t = useT();
  const go = useGo();
  const listId = useId();
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  const pages = usePageItems(words);
  const found = useFoundItems(words);
  const items = [...found.items, ...pages];
  const current = Math.min(active, Math.max(0, items.length - 1));
  const open = (item: Item | undefined): void => {
    if (item === undefined) return;
    paletteOpen.set(false);
    go(item.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && items.length > 0) {
      event.preventDefault();
      setActive((current + step + items.length) % items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      open(items[current]);
    }
  };
  return (
    <div>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
        aria-label={t({
          fr: 'Rechercher un service, un actif, un constat, une vulnérabilité, une page',
          en: 'Search a service, an asset, a finding, a vulnerability, a page',
        })}
        placeholder={t({
          fr: 'Service, équipement, adresse, constat, CVE, page…',
          en: 'Service, device, address, finding, CVE, page…',
        })}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
      />
      <div
        className="palette-list"
        role="listbox"
        id={listId}
        aria-label={t({ fr: 'Résultats', en: 'Results' })}
      >
        <ItemGroup
          title={t({ fr: 'Sur la carte', en: 'On the map' })}
          items={found.items}
          first={0}
          {...{ current, listId, open }}
        />
        <ItemGroup
          title={t({ fr: 'Pages', en: 'Pages' })}
          items={pages}
          first={found.items.length}
          {...{ current, listId, open }}
        />
      </div>
      {items.length === 0 && (
        <p className="palette-none" role="status">
          {noneText(t, words, found)}
        </p>
      )}
      <PaletteFoot />
    </div>
  );
}

function noneText(
  t: ReturnType<typeof useT>,
  words: string,
  found: { searching: boolean; failed: boolean },
): string {
  if (found.searching) return t({ fr: 'Recherche…', en: 'Searching…' });
  if (found.failed)
    return t({
      fr: 'La recherche ne répond pas. Réessayez dans un instant.',
      en: 'The search does not answer. Try again in a moment.',
    });
  return t({ fr: 'Rien ne porte le nom « {words} ».', en: 'Nothing is named "{words}".' }, { words });
}

interface ItemGroupProps {
  readonly title: string;
  readonly items: readonly Item[];
  readonly first: number;
  readonly current: number;
  readonly listId: string;
  readonly open: (item: Item) => void;
}

function ItemGroup({ title, items, first, current, listId, open }: ItemGroupProps) {
  if (items.length === 0) return null;
  return (
    <div role="group" aria-label={title}>
      <div className="palette-group" aria-hidden>
        {title}
      </div>
      {items.map((item, index) => (
        <PaletteItem
          key={item.id}
          item={item}
          id={`${listId}-${first + index}`}
          selected={first + index === current}
          onOpen={() => open(item)}
        />
      ))}
    </div>
  );
}

function PaletteItem({
  item,
  id,
  selected,
  onOpen,
}: {
  item: Item;
  id: string;
  selected: boolean;
  onOpen: () => void;
}) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <button
      type="button"
      tabIndex={-1}
      ref={ref}
      id={id}
      role="option"
      aria-selected={selected}
      className="palette-item"
      onClick={onOpen}
    >
      {item.icon}
      <span className="clip">{item.label}</span>
      {item.note !== '' && <span className="note clip">{item.note}</span>}
    </button>
  );
}

function PaletteFoot() {
  const t = useT();
  return (
    <div className="palette-foot">
      <span>
        <Kbd keys="↑ ↓" /> {t({ fr: 'choisir', en: 'choose' })}
      </span>
      <span>
        <Kbd keys="enter" /> {t({ fr: 'ouvrir', en: 'open' })}
      </span>
      <span>
        <Kbd keys="escape" /> {t({ fr: 'fermer', en: 'close' })}
      </span>
    </div>
  );
}
