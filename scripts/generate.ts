// What type checks and tests need and no one should write by hand: the message functions and Kit's types.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compile } from '@inlang/paraglide-js'
import { wordsOptions } from '../web/paraglide.config.ts'

await compile(wordsOptions)

const kitSync = spawnSync('svelte-kit', ['sync'], {
  cwd: fileURLToPath(new URL('../web', import.meta.url)),
  stdio: 'inherit',
})
process.exitCode = kitSync.status ?? 1
