/**
 * `npm run bench:server` — a whole county's phones against the real server in a process of its own: the morning of a theme
 * day, a hundred first syncs at once, what a request costs as the devices become more, and where the time goes. Written to
 * docs/bench/server.md and .json. `-- --only day|first|growth|profile` measures one of them and writes nothing.
 */
import { parseArgs } from 'node:util'
import { Bench, measureAll, measurePart } from './measure.ts'
import { keep, print } from './report.ts'

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const bench = new Bench()
try {
  await bench.seed()
  if (values.only === undefined) {
    const measured = await measureAll(bench)
    print(measured)
    keep(measured)
  } else {
    const part = await measurePart(bench, values.only)
    console.log(JSON.stringify(part, (key, value: unknown) => (key === 'samples' ? [] : value), 1))
  }
} finally {
  bench.close()
}
