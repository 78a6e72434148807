// Vuetify with our two themes and quiet defaults. Components are imported by the build where templates use them.
import 'vuetify/styles/core'
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'

const light = {
  dark: false,
  colors: {
    background: '#fbfcfc', surface: '#ffffff', 'on-surface': '#1b2424', 'on-background': '#1b2424', primary: '#0b6b64', 'on-primary': '#ffffff', secondary: '#4a5b5b',
    error: '#b3261e', warning: '#8a5a00', success: '#1b6e34', info: '#0b6b64',
  },
  variables: { 'border-color': '#1b2424', 'border-opacity': 0.14, 'high-emphasis-opacity': 1, 'medium-emphasis-opacity': 0.72 },
}
const dark = {
  dark: true,
  colors: {
    background: '#121717', surface: '#1a2121', 'on-surface': '#e3eaea', 'on-background': '#e3eaea', primary: '#5cc4b8', 'on-primary': '#052a27', secondary: '#a9b8b8',
    error: '#ff8a80', warning: '#f0b85a', success: '#7fd39a', info: '#5cc4b8',
  },
  variables: { 'border-color': '#e3eaea', 'border-opacity': 0.16, 'high-emphasis-opacity': 1, 'medium-emphasis-opacity': 0.74 },
}

const field = { density: 'compact', variant: 'outlined', hideDetails: 'auto', color: 'primary' }

export const vuetify = createVuetify({
  theme: { defaultTheme: 'light', themes: { light, dark } },
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  defaults: {
    global: { ripple: false },
    VTextField: field,
    VTextarea: field,
    VSelect: { ...field, menuProps: { transition: false } },
    VAutocomplete: { ...field, menuProps: { transition: false } },
    VCombobox: { ...field, menuProps: { transition: false } },
    VCheckbox: { density: 'compact', hideDetails: 'auto', color: 'primary' },
    VSwitch: { density: 'compact', hideDetails: 'auto', color: 'primary', inset: true },
    VRadioGroup: { density: 'compact', hideDetails: 'auto', color: 'primary' },
    VMenu: { transition: false, offset: 4 },
    VDialog: { transition: 'fade-transition', scrim: true },
    VBtn: { density: 'comfortable', variant: 'text', elevation: 0 },
  },
})
