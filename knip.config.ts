import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'server/main.ts',
    'schema/records/index.ts',
    'scripts/*.{ts,mjs}',
    'web/*.config.ts',
    'web/routes/**/+{page,layout,error}.{svelte,ts}',
    'web/service-worker/index.ts',
    'web/hooks.client.ts',
    'tests/{bench,load}/run.ts',
    'tests/e2e/**/*.spec.ts',
  ],
  project: [
    '{schema,sync,server,scripts,tests,eslint-rules}/**/*.{ts,js,mjs}',
    'web/**/*.{ts,svelte}',
  ],
  ignoreExportsUsedInFile: { type: true, interface: true },
  // Named in web/project.inlang/settings.json.
  ignoreDependencies: ['@inlang/plugin-message-format'],
  ignoreBinaries: ['apt-get'],
  paths: { '$app/*': ['node_modules/@sveltejs/kit/types/index.d.ts'] },
  compilers: {
    // Only imports matter to knip; styles and markup do not.
    svelte: (text) =>
      [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n'),
  },
}

export default config
