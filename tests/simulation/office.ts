/** What the office orders, as edits: people move, posts begin and end, an archive is brought in. */
import type { Body } from '../../schema/json.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import type { Office } from './commands.ts'
import type { OfficeEdit } from './township.ts'
import { branches, dateIn, people } from './township.ts'
import type { Stage } from './stage.ts'

const day = 86_400_000

type Order = OfficeEdit & { readonly fields: Body }

export async function orderFrom(
  world: Stage,
  order: Office,
  newId: () => string,
): Promise<readonly Order[]> {
  const today = (days = 0) => localDay(new Date(world.now + days * day).toISOString())
  switch (order.what) {
    case 'memberMoves': {
      const fields = { branchId: branchAt(order.branch) }
      return [{ id: newId(), row: personAt(order.who), type: 'person', fields }]
    }
    case 'postEnds':
    case 'postEndsLater': {
      const posts = await world.authority.store.read((view) => view.rowsOfType('post'))
      const post = posts[order.post % posts.length]
      const fields = { until: today(order.what === 'postEnds' ? -1 : 5) }
      return post ? [{ id: newId(), row: post.id, type: 'post', fields }] : []
    }
    case 'postBegins': {
      const id = newId()
      const fields = {
        personId: personAt(order.who),
        organisationId: order.office === 'staff' ? 'township' : branchAt(order.branch),
        office: order.office,
        from: today(),
      }
      return [{ id, row: `post-of-${id}`, type: 'post', fields }]
    }
    case 'import':
      return Array.from({ length: order.rows }, (_none, index) => {
        const id = newId()
        const row = `old-${world.imported.length}`
        world.imported.push(row)
        const fields = {
          branchId: branchAt(order.branch),
          author: '档案',
          heldAt: dateIn(order.year),
          filler: '记'.repeat(1 + ((index * 37) % 200)),
        }
        return { id, row, type: 'entry', fields }
      })
  }
}

const branchAt = (index: number): string => branches[index % branches.length] ?? branches[0]
const personAt = (index: number): string => people[index % people.length]?.personId ?? ''
