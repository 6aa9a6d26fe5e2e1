import react from '@vitejs/plugin-react';
import path from 'node:path';
import { defineConfig } from 'vite';
import { CSP_NONCE_PLACEHOLDER } from './src-shared/content-security.ts';

/** The renderer only; server, workers and scripts run from source on Node 24, the package is bundled by build/package.ts. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src-renderer'),
  base: './',
  plugins: [react()],
  // The hosts put a fresh nonce in place of this text in every answer (design §8, CSP).
  html: { cspNonce: CSP_NONCE_PLACEHOLDER },
  build: {
    outDir: path.resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
  },
});
