// A phone on 2G pays for every kilobyte in seconds, so the budget is a test, not a wish.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readWebBuild, webBuildFolder } from './web-build.ts'

const budgets = { homeScript: 150_000, dataLayer: 100_000, shell: 350_000 }
// Precached together with the chunks: see web/service-worker/index.ts.
const shellExtras = ['index.html', 'service-worker.js']

const gzippedBytes = (file: string) =>
  gzipSync(readFileSync(join(webBuildFolder, file)), { level: 9 }).length
const sum = (files: string[]) => files.reduce((total, file) => total + gzippedBytes(file), 0)
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1).padStart(7)} KB`

const { homeFiles, dataFiles, shellFiles, onDemandFiles } = readWebBuild()
const rows = [
  {
    name: 'home screen, JavaScript',
    bytes: sum(homeFiles.filter((file) => file.endsWith('.js'))),
    budget: budgets.homeScript,
  },
  { name: 'data layer beside it', bytes: sum(dataFiles), budget: budgets.dataLayer },
  { name: 'whole shell', bytes: sum([...shellFiles, ...shellExtras]), budget: budgets.shell },
]

if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else printTable()

if (rows.some(({ bytes, budget }) => bytes > budget)) {
  console.error('\nThe largest parts of the shell:')
  const largest = [...shellFiles].sort((a, b) => gzippedBytes(b) - gzippedBytes(a)).slice(0, 12)
  for (const file of largest) console.error(`${kilobytes(gzippedBytes(file))}  ${file}`)
  console.error('Load what is heavy by import() where it is used, or argue for a new budget.')
  process.exitCode = 1
}

function printTable() {
  console.log('gzipped                        size       budget')
  for (const { name, bytes, budget } of rows) {
    const verdict = bytes <= budget ? '' : '  OVER BUDGET'
    console.log(`${name.padEnd(24)} ${kilobytes(bytes)}  ${kilobytes(budget)}${verdict}`)
  }
  if (onDemandFiles.length > 0) console.log('\non demand, precached later (no budget of their own)')
  for (const file of onDemandFiles) console.log(`${kilobytes(gzippedBytes(file))}  ${file}`)
}
