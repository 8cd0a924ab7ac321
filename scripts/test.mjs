// `npm test`: everything that must hold, from a fresh clone, in the order in which failures are cheapest to
// mend. Plain JavaScript for Node 20; each step is an npm script of its own and runs on Node 24.
import { spawnSync } from 'node:child_process'
import { findChromium } from './find-chromium.mjs'
import { ensureInstalled, root, runOrExit } from './install.mjs'

const steps = [
  { name: 'format', script: 'check:format' },
  { name: 'lint', script: 'check:lint' },
  { name: 'types', script: 'check:types' },
  { name: 'dependency rules', script: 'check:arrows' },
  { name: 'unused code', script: 'check:unused' },
  { name: 'packages: licences, known holes', script: 'check:packages' },
  { name: 'unit, property, contract, simulation', script: 'check:unit' },
  { name: 'build', script: 'build' },
  { name: 'size budget', script: 'check:size' },
  { name: 'browser stories', script: 'check:stories' },
]

/** Finds a Chromium, or brings one: Debian's where we may, because its CJK fonts come along; else Playwright's. */
function ensureChromium() {
  if (findChromium()) return
  console.log('No Chromium found, installing one …')
  const mayUseApt = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  const packages = ['chromium', 'fonts-noto-cjk']
  const byApt =
    mayUseApt &&
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' }).status === 0 &&
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'inherit',
    }).status === 0
  if (!byApt) runOrExit('npm', ['exec', '--', 'playwright', 'install', 'chromium'])
}

ensureInstalled()
ensureChromium()

for (const { name, script } of steps) {
  console.log(`\n── ${name}`)
  const startedAt = performance.now()
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (status !== 0) {
    console.error(`\n✗ ${name} failed after ${seconds} s. This step alone:  npm run ${script}`)
    process.exit(1)
  }
  console.log(`✓ ${name} (${seconds} s)`)
}
console.log('\nEverything holds.')
