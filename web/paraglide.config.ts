import { fileURLToPath } from 'node:url'
import type { CompilerOptions } from '@inlang/paraglide-js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One statement for Vite (which recompiles while you type) and for scripts/generate.ts (before the checks). */
export const wordsOptions: CompilerOptions = {
  project: here('project.inlang'),
  outdir: here('lib/i18n/generated'),
  strategy: ['localStorage', 'baseLocale'],
  localStorageKey: 'branchbook.locale',
  emitTsDeclarations: true,
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
}
