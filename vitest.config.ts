// The suites: `unit` (pure code, real SQLite files, real threads), `window` (components in happy-dom), `e2e` (the program in a real browser),
// `slow` (soak, fuzz, faults). Budgets per suite stand in build/test.ts.
import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const globalSetup = 'build/bundle-for-tests.ts'

export default defineConfig({
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          globalSetup,
          setupFiles: 'build/property-seed.ts',
          environment: 'node',
          include: [
            'src-shared/**/*.spec.ts',
            'src-main/**/*.spec.ts',
            'migrations/**/*.spec.ts',
            'build/**/*.spec.ts',
            'src-renderer/**/*.spec.ts',
          ],
          exclude: ['**/*.window.spec.ts', '**/*.slow.spec.ts', '**/node_modules/**', 'build/package-check.spec.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Vitest would leave one of two processors to itself.
          maxWorkers: '100%',
          pool: 'forks',
          alias: { electron: resolve(root, 'src-main/hosts/electron/electron-double.ts') },
        },
      },
      {
        root,
        plugins: [vue()],
        test: {
          name: 'window',
          environment: 'happy-dom',
          include: ['src-renderer/**/*.window.spec.ts'],
          server: { deps: { inline: ['vuetify'] } },
          testTimeout: 30_000,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          globalSetup,
          environment: 'node',
          include: ['e2e/**/*.spec.ts', 'build/package-check.spec.ts'],
          exclude: ['**/*.slow.spec.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Most of the time a browser is waited for.
          maxWorkers: 2,
          pool: 'forks',
          // A browser beside other work may be slow; what is broken stays so.
          expect: { poll: { timeout: 10_000 } },
          retry: 1,
        },
      },
      {
        root,
        test: {
          name: 'slow',
          globalSetup,
          environment: 'node',
          include: ['**/*.slow.spec.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
})
