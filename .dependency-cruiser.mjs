import { forbiddenArrows } from './eslint-rules/arrows.js'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...forbiddenArrows.map(({ name, why, from, fromNot, to }) => ({
      name,
      comment: why,
      severity: /** @type {const} */ ('error'),
      from: { path: from, ...(fromNot ? { pathNot: fromNot } : {}) },
      to: { path: to },
    })),
    {
      name: 'one-screen-one-folder',
      comment: 'A screen imports from web/lib, never from another screen.',
      severity: 'error',
      from: { path: '^web/routes/\\(app\\)/([^/]+)/' },
      to: { path: '^web/routes/\\(app\\)/[^/]+/', pathNot: '^web/routes/\\(app\\)/$1/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment:
        'Nothing reaches this file and it reaches nothing: it is dead or its import is missing.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.(test|spec)\\.ts$',
          '^web/(routes|messages|static|project\\.inlang)/',
          '^web/lib/i18n/generated/',
          '^(scripts|tests)/',
        ],
      },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'The path leads nowhere (imports between rooms are relative and carry .ts).',
      severity: 'error',
      from: {},
      // Kit's virtual modules exist only inside Vite.
      to: { couldNotResolve: true, pathNot: '^(\\$app/|\\./\\$types)' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'The package is not in package.json: it is here by accident of another one.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^build/', '/generated/'] },
    // What the app, the tests and the builds leave behind in a checkout that is in use.
    exclude: {
      path: ['\\.svelte-kit/', '^build/', '^\\.data', '^test-results/', '^playwright-report/'],
    },
    // Also `import type` counts (in .ts; for .svelte see eslint-rules/arrows.js).
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts', '.json', '.css'],
    },
  },
}
