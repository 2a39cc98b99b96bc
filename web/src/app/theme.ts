import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eef1fd',
  '#dde4fa',
  '#bac7f4',
  '#98abee',
  '#7b93e8',
  '#5b76e0',
  '#4463da',
  '#3550bd',
  '#2c43a0',
  '#22357f',
];

/** A cool slate instead of Mantine's neutral greys: text first (0), page background (7 to 9). */
const dark: MantineColorsTuple = [
  '#d5dae4',
  '#b8c0ce',
  '#98a2b5',
  '#77829a',
  '#3f495d',
  '#2c3546',
  '#222a39',
  '#171d29',
  '#11161f',
  '#0c1017',
];

const gray: MantineColorsTuple = [
  '#f7f8fb',
  '#f0f2f7',
  '#e4e8ef',
  '#d5dbe5',
  '#c1c9d6',
  '#9ba5b7',
  '#667085',
  '#4d566a',
  '#343c4d',
  '#1e2430',
];

export const theme = createTheme({
  colors: { brand, dark, gray },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", Menlo, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.25' } } },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
    // What is hidden from the eye inside a wide table must not make the whole page as wide.
    TableScrollContainer: { styles: { scrollContainer: { position: 'relative' } } },
    Paper: { defaultProps: { withBorder: true } },
  },
});

/** Softer surfaces, and dimmed text that still reaches a contrast of 4.5. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8fb',
    '--mantine-color-text': '#1a2130',
    '--mantine-color-dimmed': '#5a6478',
    '--mantine-color-red-text': '#c02626',
    '--mantine-color-red-light-color': '#a82020',
    '--mantine-color-orange-text': '#a8400a',
    '--mantine-color-orange-light-color': '#9a3808',
    '--mantine-color-teal-text': '#07684a',
    '--mantine-color-teal-light-color': '#07604a',
    '--mantine-color-placeholder': '#6b7588',
    '--mantine-color-error': '#b42318',
    '--gapless-surface': '#ffffff',
    '--gapless-border': '#e4e8ef',
    '--gapless-hover': '#f3f5fa',
    '--gapless-link': '#3550bd',
    '--gapless-active': '#e6ebfb',
  },
  dark: {
    '--mantine-color-body': '#11161f',
    '--mantine-color-dimmed': '#98a2b5',
    '--mantine-color-placeholder': '#8792a7',
    '--mantine-color-error': '#ff8a80',
    '--gapless-surface': '#171d29',
    '--gapless-border': '#2c3546',
    '--gapless-hover': '#1d2432',
    '--gapless-link': '#a9b9f2',
    '--gapless-active': '#232f52',
  },
});
