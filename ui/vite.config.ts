/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The Go server of `make dev`; another address may be given for a second one.
const backend = process.env.FLUSSO_BACKEND ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } })],
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
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
  },
})
