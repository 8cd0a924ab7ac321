import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'server/main.ts',
    'server/cli/main.ts',
    // Started as a process of its own by a test.
    'server/cli/example-writer.ts',
    'schema/records/index.ts',
    'scripts/*.{ts,mjs}',
    'web/*.config.ts',
    'web/routes/**/+{page,layout,error}.{svelte,ts}',
    'web/service-worker/index.ts',
    'web/hooks.client.ts',
    'tests/{bench,load,mutants,simulation,soak}/run.ts',
    'tests/soak/page/*.ts',
    'tests/e2e/**/*.spec.ts',
    'tests/{permissions,attacks}/write.ts',
    'tests/fixtures/write-ledger.ts',
    'tests/upgrade/{record,recording}.ts',
    // Whole as they were released, whatever of them the tests use.
    'tests/released/**/*.ts',
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
    // Only imports matter to knip: those of scripts, and what markup fetches when it is needed. Styles have none.
    svelte: (text) =>
      [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>|(import\('[^']*'\))/g)]
        .map(([, code, fetched]) => code ?? fetched)
        .join('\n'),
  },
}

export default config
