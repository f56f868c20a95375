import { defineConfig } from '@lingui/cli'

// One catalogue per area, so that two people working on two pages do not meet in one file.
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'it'],
  catalogs: [
    { path: '<rootDir>/src/locales/kit/{locale}', include: ['<rootDir>/src/kit', '<rootDir>/src/not-found.tsx'] },
    { path: '<rootDir>/src/locales/api/{locale}', include: ['<rootDir>/src/api'] },
    {
      path: '<rootDir>/src/locales/editor/{locale}',
      include: ['<rootDir>/src/canvas', '<rootDir>/src/form', '<rootDir>/src/doc'],
    },
    { path: '<rootDir>/src/pages/{name}/locales/{locale}', include: ['<rootDir>/src/pages/{name}/'] },
  ],
  catalogsMergePath: '<rootDir>/src/locales/compiled/{locale}',
  orderBy: 'message',
  compileNamespace: 'ts',
  format: 'po',
  formatOptions: { origins: false, lineNumbers: false },
})
