import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const source = join(import.meta.dirname, '..');
const styles = join(source, '..', 'node_modules', '@mantine', 'core', 'styles');

/** What a component draws with beside its own style. */
const parts: Readonly<Record<string, readonly string[]>> = {
  Autocomplete: ['Combobox', 'Input', 'Popover', 'ScrollArea'],
  Drawer: ['ModalBase', 'Overlay', 'Paper', 'CloseButton'],
  FileInput: ['Input'],
  Modal: ['ModalBase', 'Overlay', 'Paper', 'CloseButton'],
  Menu: ['Popover'],
  MultiSelect: ['Combobox', 'Input', 'Popover', 'ScrollArea', 'Pill', 'PillsInput'],
  NumberInput: ['Input', 'InputBase'],
  PasswordInput: ['Input', 'ActionIcon'],
  SegmentedControl: ['FloatingIndicator'],
  Select: ['Combobox', 'Input', 'Popover', 'ScrollArea'],
  TagsInput: ['Combobox', 'Input', 'Popover', 'ScrollArea', 'Pill', 'PillsInput'],
  TextInput: ['Input'],
  Textarea: ['Input'],
};

test('every Mantine component in use has its style in the build', () => {
  const built = readFileSync(join(import.meta.dirname, 'mantine-parts.css'), 'utf8');
  const used = new Set<string>();
  for (const file of globSync('**/*.tsx', { cwd: source })) {
    const text = readFileSync(join(source, file), 'utf8');
    for (const [, names = ''] of text.matchAll(/import \{([^}]+)\} from '@mantine\/core'/g)) {
      for (const name of names.split(',').map((one) => one.trim())) {
        for (const part of [name, ...(parts[name] ?? [])]) used.add(part);
      }
    }
  }
  assert.ok(used.has('Button'));
  const missing = [...used].filter(
    (name) => existsSync(join(styles, `${name}.layer.css`)) && !built.includes(`/${name}.layer.css`),
  );
  assert.deepEqual(missing, [], 'add these to mantine-parts.css');
});
