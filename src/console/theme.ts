import { createTheme, mergeThemeOverrides } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#e4f0f4',
  '#c6e2ea',
  '#9ccddc',
  '#6fb9ce',
  '#4fb8d6',
  '#2590ae',
  '#0b6e8a',
  '#095a71',
  '#07495c',
  '#053746',
];

/** Mantine's own greys are neutral; ours are the slate of the tokens. */
const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#eff3f5',
  '#e4eaee',
  '#d9e1e6',
  '#c3ced5',
  '#a3b1bb',
  '#7f8e99',
  '#51616e',
  '#33424e',
  '#14212b',
];

const dark: MantineColorsTuple = [
  '#e6edf1',
  '#c4d0d8',
  '#9fb0bc',
  '#8496a3',
  '#2a3945',
  '#1b2a35',
  '#15212a',
  '#0e161c',
  '#0b1116',
  '#070b0e',
];

const red: MantineColorsTuple = [
  '#fbe4e2',
  '#f6c7c3',
  '#f0a39d',
  '#ea7d75',
  '#ff8a80',
  '#cf4037',
  '#b3261e',
  '#941e17',
  '#781812',
  '#5c120d',
];

// The page scrolls inside its own parts, never as a whole: nothing to lock, and no style to inject for it.
const dialog = {
  lockScroll: false,
  transitionProps: { duration: 100 },
  overlayProps: { backgroundOpacity: 0.35 },
};

/** Looks are settled once, here and in `tokens.css`; pages use components as they come. `close` names the cross of dialogs. */
export function themeOf(close: string) {
  return mergeThemeOverrides(
    look,
    createTheme({
      components: {
        Modal: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
        Drawer: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
      },
    }),
  );
}

const look = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  colors: { accent, red, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs', autosize: true, minRows: 2 } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, transitionProps: { duration: 80 } } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 80 },
        position: 'bottom-end',
        // In place, so that the menu stays inside the landmark of its button; fixed, so that no scroller cuts it.
        withinPortal: false,
        floatingStrategy: 'fixed',
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { ...dialog, centered: false, yOffset: '10vh' } },
    Drawer: { defaultProps: dialog },
  },
});

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--down)',
  '--mantine-color-disabled': 'var(--hover)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
  '--mantine-primary-color-contrast': 'var(--accent-contrast)',
  '--mantine-primary-color-light': 'var(--accent-tint)',
  '--mantine-primary-color-light-color': 'var(--accent)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-strong)',
  '--mantine-color-accent-text': 'var(--accent)',
  '--mantine-color-accent-light': 'var(--accent-tint)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-red-text': 'var(--down)',
  '--mantine-color-red-filled': 'var(--down)',
  '--mantine-color-red-light': 'var(--down-tint)',
  '--mantine-color-red-light-color': 'var(--down)',
  '--mantine-color-red-outline': 'var(--down)',
  '--mantine-color-gray-text': 'var(--muted)',
  '--mantine-color-gray-light': 'var(--hover)',
  '--mantine-color-gray-light-hover': 'var(--hover)',
  '--mantine-color-gray-light-color': 'var(--text)',
  '--mantine-shadow-xs': 'none',
  '--mantine-shadow-sm': 'var(--shadow)',
  '--mantine-shadow-md': 'var(--shadow)',
  '--mantine-shadow-lg': 'var(--shadow)',
  '--mantine-shadow-xl': 'var(--shadow)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
