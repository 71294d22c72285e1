import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

const portOffset = Number(process.env.PORT_OFFSET ?? 0);
/** The first versions that know light-dark() and relative colours. */
const browsers = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];
const outDirectory = fileURLToPath(new URL('./build', import.meta.url));

/** Vite configuration of the portal; run from the repository root as `vite build web`. */
export default defineConfig({
  // Named here because the build's own sub-processes start in the repository root.
  root: import.meta.dirname,
  server: { host: '127.0.0.1', port: 5173 + portOffset, strictPort: true },
  // Nothing is inlined as data: URLs, which the content policy refuses for fonts.
  build: { target: 'es2023', cssTarget: browsers, assetsInlineLimit: 0 },
  plugins: [
    // Its own optimiser aims at browsers without light-dark(), which the themes rest on; Vite's minifier follows cssTarget.
    tailwindcss({ optimize: false }),
    sveltekit({
      adapter: adapter({ out: outDirectory, precompress: true }),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Positions of floating panels are written as style attributes.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self', 'blob:'], // shapes of the maps
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
});
