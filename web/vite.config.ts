import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server embeds dist/ and serves it under a content-security policy that allows nothing from elsewhere:
// no inline scripts (modulePreload's helper is a file), no data: URLs for code.
export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    fs: { allow: ['..'] },
    proxy: { '/api': process.env.CAREGRID_SERVER ?? 'http://127.0.0.1:8080' },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
  },
  test: { include: ['src/**/*_test.ts', 'src/**/*_test.tsx'] },
});
