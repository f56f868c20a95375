import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const leaf: MantineColorsTuple = [
  '#ecf8f3',
  '#d3eee2',
  '#a6dcc5',
  '#74c8a5',
  '#4fc094',
  '#22a06f',
  '#13855b',
  '#0f6b4f',
  '#0b5540',
  '#073d2e',
]
const slate: MantineColorsTuple = [
  '#f4f6f8',
  '#eef1f4',
  '#dfe4ea',
  '#c3ccd6',
  '#9aa6b5',
  '#768394',
  '#566274',
  '#3e4959',
  '#2c3645',
  '#17202c',
]
const night: MantineColorsTuple = [
  '#e5eaf2',
  '#c8d1df',
  '#9aa6b9',
  '#6d7a90',
  '#3a475c',
  '#273142',
  '#19212e',
  '#121823',
  '#0e141d',
  '#0b0f16',
]

/** A menu with room neither above nor below is as high as the room, and scrolls. */
function withinTheScreen({
  availableHeight,
  elements,
}: {
  availableHeight: number
  elements: { floating: HTMLElement }
}) {
  elements.floating.style.maxHeight = `${Math.max(availableHeight, LEAST_MENU_PX)}px`
  elements.floating.style.overflowY = 'auto'
}

const FOOT_PX = 64

// Three items: fewer are no list any more.
const LEAST_MENU_PX = 144

export const theme = createTheme({
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  colors: { leaf, gray: slate, dark: night },
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm', fw: 550, variant: 'filled' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    Checkbox: { defaultProps: { radius: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // A form that opens with the focus on a choice is read first: the list opens by a press or by typing.
    Select: { defaultProps: { openOnFocus: false } },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.4 } } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 120 },
        // The first item has the focus: a placeholder for it is no item of a menu.
        withInitialFocusPlaceholder: false,
        // Room that a phone's bar takes at the foot.
        middlewares: {
          flip: { padding: { bottom: FOOT_PX } },
          shift: true,
          size: { padding: { top: 8, right: 8, bottom: FOOT_PX, left: 8 }, apply: withinTheScreen },
        },
      },
    },
    // A list that is closed is not there: a field that offers five hundred steps would draw them at every key.
    Combobox: { defaultProps: { keepMounted: false } },
    // Colour alone does not tell a link from the words around it.
    Anchor: { defaultProps: { underline: 'always' } },
  },
})

/** Mantine's own surfaces follow our tokens. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--problem)',
    '--mantine-color-placeholder': 'var(--muted)',
  }
  // Mantine's reds are too pale for words on white, and for white words on them.
  const reds = {
    '--mantine-color-red-6': '#c92a2a',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-red-light-color': '#8f1d1d',
  }
  // On dark it makes nearly white words of coloured ones.
  const tints = {
    '--mantine-color-red-light': 'var(--problem-soft)',
    '--mantine-color-red-light-hover': '#4a2226',
    '--mantine-color-red-light-color': 'var(--problem)',
    '--mantine-color-leaf-light': 'var(--accent-soft)',
    '--mantine-color-leaf-light-hover': '#1d4237',
    '--mantine-color-leaf-light-color': 'var(--accent)',
  }
  return { variables: {}, light: { ...shared, ...reds }, dark: { ...shared, ...tints } }
}
