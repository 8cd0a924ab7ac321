// The last step of a build: looks once more at what old browsers would drop, and tells the service worker which chunks may come later.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWebBuild, webBuildFolder } from './web-build.ts'

const mark = 'globalThis.BRANCHBOOK_ON_DEMAND_CHUNKS'
const serviceWorker = join(webBuildFolder, 'service-worker.js')

const source = readFileSync(serviceWorker, 'utf8')
if (!source.includes(mark)) throw new Error(`${mark} is missing from the built service worker`)
// Chromium 87 drops a rule whole for one selector that it does not know.
const styles = join(webBuildFolder, '_app/immutable/assets')
const unknown = readdirSync(styles)
  .filter((file) => file.endsWith('.css'))
  .filter((file) => /:where\(|:has\(/.test(readFileSync(join(styles, file), 'utf8')))
if (unknown.length > 0) throw new Error(`selectors that old Chromium drops: ${unknown.join(', ')}`)

const addresses = readWebBuild().onDemandFiles.map((file) => `/${file}`)
writeFileSync(serviceWorker, source.replace(mark, JSON.stringify(addresses)))
