// The last step of a build: tells the service worker which chunks may come later.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWebBuild, webBuildFolder } from './web-build.ts'

const mark = 'globalThis.BRANCHBOOK_ON_DEMAND_CHUNKS'
const serviceWorker = join(webBuildFolder, 'service-worker.js')

const source = readFileSync(serviceWorker, 'utf8')
if (!source.includes(mark)) throw new Error(`${mark} is missing from the built service worker`)
const addresses = readWebBuild().onDemandFiles.map((file) => `/${file}`)
writeFileSync(serviceWorker, source.replace(mark, JSON.stringify(addresses)))
