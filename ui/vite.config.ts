/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { startScript } from './scripts/start-plugin.ts'

// The Go server of `make dev`; another address may be given for a second one.
const backend = process.env.FLUSSO_BACKEND ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } }), startScript()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/media', '/webhooks'].map((path) => [path, { target: backend, changeOrigin: false }]),
    ),
  },
  build: {
    // The server compresses at start; a manifest lets the build script weigh the first load.
    manifest: true,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A page of sixty small files waits for sixty answers: what every page needs is one file, what draws flows is
          // one, what fields and lists are made of is one.
          groups: [
            { name: 'first', tags: ['$initial'], priority: 3 },
            { name: 'parts', test: /@mantine|@tabler|\/src\/kit\//, minShareCount: 2, priority: 2 },
            {
              name: 'words',
              test: /\/src\/(pages\/common|doc\/(preview|rules)|form\/durations)/,
              minShareCount: 3,
              priority: 2,
            },
            { name: 'drawing', test: /\/src\/(canvas|doc|form)\/|@xyflow|@codemirror/, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
  },
})
