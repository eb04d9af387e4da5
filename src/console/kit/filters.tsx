import './filters.css';
import { Menu } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '#console/i18n.ts';

export interface FilterOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
  readonly mark?: ReactNode;
}

export interface FilterChipProps<T extends string> {
  /** « Direction » */
  readonly label: string;
  readonly options: readonly FilterOption<T>[];
  readonly value: T | undefined;
  /** `undefined` takes the filter away. */
  readonly onChange: (value: T | undefined) => void;
}

/** One filter with one choice, as a chip: « Direction : DITTT × ». */
export function FilterChip<T extends string>({ label, options, value, onChange }: FilterChipProps<T>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <ChipMenu
      label={label}
      shown={value === undefined ? undefined : (chosen?.label ?? value)}
      onClear={() => onChange(undefined)}
    >
      {options.map((option) => (
        <OptionItem
          key={option.value}
          option={option}
          on={option.value === value}
          onToggle={() => onChange(option.value === value ? undefined : option.value)}
        />
      ))}
    </ChipMenu>
  );
}

export interface FilterChipsProps<T extends string> {
  readonly label: string;
  readonly options: readonly FilterOption<T>[];
  readonly values: readonly T[];
  readonly onChange: (values: T[]) => void;
}

/** One filter with several choices: « État : Interrompu, Dégradé × ». */
export function FilterChips<T extends string>({ label, options, values, onChange }: FilterChipsProps<T>) {
  const chosen = options.filter((option) => values.includes(option.value)).map((option) => option.label);
  return (
    <ChipMenu
      label={label}
      shown={chosen.length === 0 ? undefined : chosen.join(', ')}
      onClear={() => onChange([])}
    >
      {options.map((option) => {
        const on = values.includes(option.value);
        return (
          <OptionItem
            key={option.value}
            option={option}
            on={on}
            multiple
            onToggle={() =>
              onChange(on ? values.filter((one) => one !== option.value) : [...values, option.value])
            }
          />
        );
      })}
    </ChipMenu>
  );
}

interface ChipMenuProps {
  readonly label: string;
  readonly shown: string | undefined;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

function ChipMenu({ label, shown, onClear, children }: ChipMenuProps) {
  const t = useT();
  const on = shown !== undefined;
  return (
    <span className="chip-group">
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={on ? 'chip on' : 'chip'}>
            {label}
            {on ? <span className="chip-value clip">{shown}</span> : <IconChevronDown size={12} />}
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {children}
        </Menu.Dropdown>
      </Menu>
      {on && (
        <button
          type="button"
          className="chip on"
          aria-label={t({ fr: 'Retirer le filtre {label}', en: 'Remove the filter {label}' }, { label })}
          onClick={onClear}
        >
          <IconX size={12} />
        </button>
      )}
    </span>
  );
}

interface OptionItemProps<T extends string> {
  readonly option: FilterOption<T>;
  readonly on: boolean;
  readonly multiple?: boolean;
  readonly onToggle: () => void;
}

function OptionItem<T extends string>({ option, on, multiple = false, onToggle }: OptionItemProps<T>) {
  const inside = (
    <span className="row">
      {option.mark}
      {option.label}
    </span>
  );
  const count = option.count === undefined ? undefined : <span className="num muted">{option.count}</span>;
  return multiple ? (
    <Menu.CheckboxItem checked={on} onChange={onToggle} rightSection={count}>
      {inside}
    </Menu.CheckboxItem>
  ) : (
    <Menu.RadioItem
      value={option.value}
      checked={on}
      onChange={onToggle}
      closeMenuOnClick
      rightSection={count}
    >
      {inside}
    </Menu.RadioItem>
  );
}

/** A filter that is on or off: « À moi ». */
export function FilterToggle({
  label,
  on,
  count,
  onChange,
}: {
  label: string;
  on: boolean;
  count?: number;
  onChange: (on: boolean) => void;
}) {
  return (
    <button type="button" className={on ? 'chip on' : 'chip'} aria-pressed={on} onClick={() => onChange(!on)}>
      {label}
      {count !== undefined && <span className="num">{count}</span>}
    </button>
  );
}

const pauseMillis = 250;

/** Words that narrow the list; the URL follows after a short pause. */
export function FilterSearch({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // The URL changed by another way (back, a saved link): the field follows it.
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = typed;
      onChange(typed);
    }, pauseMillis);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <span className="filter-search">
      <IconSearch size={14} />
      <input
        type="search"
        value={typed}
        aria-label={label}
        placeholder={label}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </span>
  );
}
