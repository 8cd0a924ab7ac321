import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import { house } from './eslint-rules/house.js'
import svelteConfig from './svelte.config.js'

const tests = ['**/*.test.ts', 'tests/**']
const heart = ['schema/**/*.ts', 'sync/**/*.ts']
const wallClockOwners = [
  'server/main.ts',
  'server/clock.ts',
  'web/lib/data/wall-clock.ts',
  'scripts/**',
  ...tests,
]

const askTheClock =
  'Take the time from the clock you were given. The wall clock belongs to server/clock.ts and web/lib/data/wall-clock.ts; anywhere else it makes behaviour untestable, and phones lie about it.'

export default defineConfig(
  {
    ignores: [
      'build/',
      '**/.svelte-kit/',
      '**/generated/',
      'web/project.inlang/',
      '**/test-results/',
      'playwright-report/',
      '.data*/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs['flat/recommended'],
  {
    plugins: { house },
    languageOptions: { globals: { ...globals.node } },
    rules: {
      // TypeScript knows the globals of each room better than a list does.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      'house/arrows': 'error',
    },
  },
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    ignores: wallClockOwners,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: askTheClock },
        { object: 'performance', property: 'timeOrigin', message: askTheClock },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: askTheClock },
        { selector: 'CallExpression[callee.name="Date"]', message: askTheClock },
      ],
    },
  },
  {
    files: heart,
    ignores: tests,
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A number or a literal union inside a template reads well; an object never does.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A memory store keeps the promises of the interface it stands in for.
      '@typescript-eslint/require-await': 'off',
      // Bodies and stamps are maps by field name: deleting by a computed name is their trade.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // `{}` in TypeBox and in mapped types means what it says.
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'house/no-raw-text': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/require-each-key': 'error',
      // The shell is one file at the root of its origin: plain addresses are the addresses.
      'svelte/no-navigation-without-resolve': 'off',
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['web/routes/**/*.svelte'], rules: { 'max-lines': ['error', { max: 150 }] } },
  {
    files: ['server/**/*.ts'],
    ignores: tests,
    rules: { 'house/no-string-built-sql': 'error' },
  },
  { files: tests, rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['scripts/**', 'server/main.ts', 'tests/{bench,load,mutants,simulation,soak}/**'],
    rules: { 'no-console': 'off' },
  },
  // ESLint's rule listeners are typed loosely by ESLint itself.
  { files: ['eslint-rules/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
)
