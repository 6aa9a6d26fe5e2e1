import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { CSP_NONCE_PLACEHOLDER } from './src-shared/content-security.ts';

/** The font forms are measured, shown and printed in; at a fixed place, because print documents are no part of the bundle. */
function printFonts(): Plugin {
  const folder = path.resolve(import.meta.dirname, 'node_modules/@fontsource/noto-sans-sc/files');
  return {
    name: 'hedui-print-fonts',
    generateBundle() {
      for (const weight of [400, 600]) {
        const source = readFileSync(
          path.join(folder, `noto-sans-sc-chinese-simplified-${String(weight)}-normal.woff2`),
        );
        this.emitFile({ type: 'asset', fileName: `print-fonts/${String(weight)}.woff2`, source });
      }
    },
  };
}

/** The renderer only; server, workers and scripts run from source on Node 24, the package is bundled by build/package.ts. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src-renderer'),
  base: './',
  plugins: [react(), printFonts()],
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
